/* u_j and du_j/dx_j. */
static void normalize(const double *x, double *u, double *slope) {
    for (int j = 0; j < N_X; ++j) {
        const double z = is_log[j] ? log(x[j]) : x[j];
        u[j] = (z - mu_x[j]) / sigma_x[j];
        slope[j] = 1.0 / (is_log[j] ? x[j] * sigma_x[j] : sigma_x[j]);
    }
}
