static double activate(int function, double z, double *slope) {
    if (function == TANH) {
        const double a = tanh(z);
        *slope = 1.0 - a * a;
        return a;
    }
    if (function == RELU) {
        *slope = z > 0.0 ? 1.0 : 0.0;
        return z > 0.0 ? z : 0.0;
    }
    *slope = 1.0;
    return z;
}

/* Adds the value and, unless A_out is NULL, the partials of one network by u, divided by N_MEMBERS. */
static void add_member(const double *parameter, const double *u, double *v, double *A_out) {
    double a[2][WIDTH];
    double A[2][WIDTH][N_X];
    memset(A, 0, sizeof A);
    for (int j = 0; j < N_X; ++j) {
        a[0][j] = u[j];
        A[0][j][j] = 1.0;
    }
    for (int l = 0; l < N_LAYERS; ++l) {
        const int from = l % 2, to = 1 - from, n = sizes[l], rows = sizes[l + 1];
        for (int i = 0; i < rows; ++i) {
            const double *w = parameter + i * n;
            double z = parameter[rows * n + i];
            double slope;
            for (int k = 0; k < n; ++k) {
                z += w[k] * a[from][k];
            }
            a[to][i] = activate(l + 1 == N_LAYERS ? OUTPUT_ACTIVATION : HIDDEN_ACTIVATION, z, &slope);
            for (int j = 0; j < N_X && A_out != NULL; ++j) {
                double sum = 0.0;
                for (int k = 0; k < n; ++k) {
                    sum += w[k] * A[from][k][j];
                }
                A[to][i][j] = slope * sum;
            }
        }
        parameter += rows * (n + 1);
    }
    for (int k = 0; k < N_Y; ++k) {
        v[k] += a[N_LAYERS % 2][k] / N_MEMBERS;
        for (int j = 0; j < N_X && A_out != NULL; ++j) {
            A_out[k * N_X + j] += A[N_LAYERS % 2][k][j] / N_MEMBERS;
        }
    }
}

/* v (N_Y) and, unless A is NULL, dv/du (N_Y * N_X), which begin as zeros. */
static void model(const double *u, double *v, double *A) {
    for (int member = 0; member < N_MEMBERS; ++member) {
        add_member(parameters[member], u, v, A);
    }
}
