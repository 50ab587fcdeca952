int NAME_evaluate(const double *x, double *y, double *J) {
    double u[N_X], slope[N_X];
    int outside = 0;
    normalize(x, u, slope);
    memset(y, 0, N_Y * sizeof *y);
    if (J != NULL) {
        memset(J, 0, N_Y * N_X * sizeof *J);
    }
    model(u, y, J);
    for (int k = 0; k < N_Y; ++k) {
        y[k] = mu_y[k] + sigma_y[k] * y[k];
        for (int j = 0; j < N_X && J != NULL; ++j) {
            J[k * N_X + j] *= sigma_y[k] * slope[j];
        }
    }
    for (int j = 0; j < N_X; ++j) {
        outside += !(x[j] >= lower[j] && x[j] <= upper[j]);
    }
    return outside;
}

#ifdef SELF_TEST
/* Compares with what the program that made this file predicts at some points; 0: they agree. */
#include <stdio.h>

static int differs(double found, double expected, double size) {
    return !(fabs(found - expected) <= 1e-10 * size);
}

int main(void) {
    int wrong = 0;
    for (int t = 0; t < N_TESTS; ++t) {
        double y[N_Y], J[N_Y * N_X];
        NAME_evaluate(test_x[t], y, J);
        for (int k = 0; k < N_Y; ++k) {
            wrong += differs(y[k], test_y[t][k], size_y[k]);
            for (int j = 0; j < N_X; ++j) {
                wrong += differs(J[k * N_X + j], test_J[t][k * N_X + j], size_J[k * N_X + j]);
            }
        }
    }
    printf("%d of %d numbers differ\n", wrong, N_TESTS * N_Y * (1 + N_X));
    return wrong != 0;
}
#endif
