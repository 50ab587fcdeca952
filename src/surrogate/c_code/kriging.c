/* v (N_Y) and, unless A is NULL, dv/du (N_Y * N_X), which begin as zeros. */
static void model(const double *u, double *v, double *A) {
    for (int k = 0; k < N_Y; ++k) {
        v[k] = mean[k];
        for (int t = 0; t < N_SAMPLES; ++t) {
            const double *weight = weights[k][t];
            double s[N_X];
            double square = 0.0, dot = 0.0;
            for (int j = 0; j < N_X; ++j) {
                s[j] = (u[j] - samples[t][j]) / length[k][j];
                square += s[j] * s[j];
                dot += s[j] * weight[1 + j];
            }
            const double P = (1.0 - additive[k]) * exp(-0.5 * square);
            const double sum = P * (weight[0] + dot);
            v[k] += sum;
            for (int j = 0; j < N_X; ++j) {
                const double r = additive[k] / N_X * exp(-0.5 * s[j] * s[j]);
                const double term = r * (weight[0] + weight[1 + j] * s[j]);
                v[k] += term;
                if (A != NULL) {
                    A[k * N_X + j] += ((P + r) * weight[1 + j] - (sum + term) * s[j]) / length[k][j];
                }
            }
        }
    }
}
