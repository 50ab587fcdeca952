#include "jennopt/core/error.hpp"
#include "jennopt/surrogate/kriging.hpp"
#include "support/catch.hpp"
#include "support/check_derivatives.hpp"
#include "support/random_dataset.hpp"

#include <Eigen/LU>

#include <cmath>
#include <limits>

using namespace jennopt;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// sin(3 x1) + x1 x2 ..., samples in the unit box and their partials.
Dataset smooth_samples(Index n_x, Index m, Rng& rng) {
    Dataset data{.X = Matrix::NullaryExpr(n_x, m, [&rng] { return rng.uniform(); }),
                 .Y = Matrix(1, m),
                 .J = std::vector<Matrix>(static_cast<std::size_t>(n_x), Matrix::Zero(1, m))};
    for (Index t = 0; t < m; ++t) {
        const Vector x = data.X.col(t);
        data.Y(0, t) = std::sin(3.0 * x(0)) + x.prod();
        for (Index j = 0; j < n_x; ++j) {
            data.J[static_cast<std::size_t>(j)](0, t) = x.prod() / x(j);
        }
        data.J[0](0, t) += 3.0 * std::cos(3.0 * x(0));
    }
    return data;
}

Matrix slopes_of(const Dataset& data) {
    Matrix dydx(data.n_x(), data.m());
    for (Index j = 0; j < data.n_x(); ++j) {
        dydx.row(j) = data.J[static_cast<std::size_t>(j)];
    }
    return dydx;
}

KrigingParameters parameters_of(const Vector& length, double additive) {
    KrigingParameters parameters;
    parameters.length = length;
    parameters.mean = 0.3;
    parameters.variance = 1.7;
    parameters.additive = additive;
    return parameters;
}

Kriging masked_kriging(double additive) {
    Rng rng(3);
    const Dataset data = smooth_samples(3, 9, rng);
    Matrix dydx = slopes_of(data);
    dydx(1, 2) = dydx(0, 4) = dydx(2, 4) = missing;
    return {
        data.X, data.Y.row(0).transpose(), dydx, parameters_of(Vector{{0.5, 0.8, 1.3}}, additive)};
}

}  // namespace

TEST_CASE("kriging: three values of one input are interpolated as solved by hand",
          "[surrogate][kriging]") {
    KrigingParameters parameters = parameters_of(Vector{{2.0}}, 0.0);
    parameters.value_noise = 0.01;
    const Kriging kriging(Matrix{{-2.0, 0.0, 2.0}},
                          Vector{{1.0, -1.0, 1.0}},
                          Matrix::Constant(1, 3, missing),
                          parameters);
    CHECK(kriging.observations() == 3);
    // Neighbours are one length apart, the outer two are two: weights u, v, u by symmetry, with
    //     (1.01 + b) u + a v = 0.7,  2 a u + 1.01 v = -1.3.
    const double a = std::exp(-0.5);
    const double b = std::exp(-2.0);
    const double determinant = (1.01 + b) * 1.01 - 2.0 * a * a;
    const double u = (0.7 * 1.01 + 1.3 * a) / determinant;
    const double v = (-1.3 * (1.01 + b) - 2.0 * a * 0.7) / determinant;
    const auto value = [&](double x) {
        return 0.3 +
               u * (std::exp(-0.125 * (x + 2.0) * (x + 2.0)) +
                    std::exp(-0.125 * (x - 2.0) * (x - 2.0))) +
               v * std::exp(-0.125 * x * x);
    };
    for (const double x : {-2.0, -0.7, 0.0, 1.1, 5.0}) {
        CHECK(kriging.predict(Vector{{x}}) == Approx(value(x)).epsilon(1e-12));
    }
}

TEST_CASE("kriging: values and slopes at three points agree with the covariances written out",
          "[surrogate][kriging]") {
    const Vector x{{0.1, 0.4, 0.9}};
    const double length = 0.6;
    KrigingParameters parameters = parameters_of(Vector{{length}}, 0.0);
    parameters.value_noise = parameters.partial_noise = 1e-3;
    const Vector y{{1.0, 0.2, -0.4}};
    const Vector slope{{-2.0, 0.5, 1.5}};
    const Kriging kriging(x.transpose(), y, slope.transpose(), parameters);
    // k, dk/dx', and d2k/dx dx' of the squared exponential; rows: three values, then three slopes.
    const auto k = [&](double p, double q) {
        return std::exp(-0.5 * (p - q) * (p - q) / (length * length));
    };
    const auto k_q = [&](double p, double q) { return k(p, q) * (p - q) / (length * length); };
    const auto k_pq = [&](double p, double q) {
        return k(p, q) * (1.0 - (p - q) * (p - q) / (length * length)) / (length * length);
    };
    Matrix R(6, 6);
    for (Index i = 0; i < 3; ++i) {
        for (Index j = 0; j < 3; ++j) {
            R(i, j) = k(x(i), x(j));
            R(i, j + 3) = k_q(x(i), x(j));
            R(i + 3, j) = k_q(x(j), x(i));
            R(i + 3, j + 3) = k_pq(x(i), x(j));
        }
    }
    R.diagonal().head(3).array() += 1e-3;
    R.diagonal().tail(3).array() += 1e-3 / (length * length);
    Vector rest(6);
    rest << y.array() - 0.3, slope;
    Vector ones = Vector::Zero(6);
    ones.head(3).setOnes();
    const Matrix inverse = R.inverse();
    const double information = ones.dot(inverse * ones);
    for (const double at : {0.0, 0.4, 0.63}) {
        Vector of_value(6);
        Vector of_slope(6);
        for (Index i = 0; i < 3; ++i) {
            of_value(i) = k(at, x(i));
            of_value(i + 3) = k_q(at, x(i));
            of_slope(i) = k_q(x(i), at);
            of_slope(i + 3) = k_pq(at, x(i));
        }
        Vector gradient;
        CHECK(kriging.predict(Vector{{at}}, &gradient) ==
              Approx(0.3 + of_value.dot(inverse * rest)).epsilon(1e-9));
        CHECK(gradient(0) == Approx(of_slope.dot(inverse * rest)).epsilon(1e-9));
        const double lack = 1.0 - ones.dot(inverse * of_value);
        const double slope_lack = ones.dot(inverse * of_slope);
        const double variance =
            1.7 * (1.0 - of_value.dot(inverse * of_value) + lack * lack / information);
        const double slope_variance =
            1.7 * (1.0 / (length * length) - of_slope.dot(inverse * of_slope) +
                   slope_lack * slope_lack / information);
        const Vector deviations = kriging.deviations(Vector{{at}});
        CHECK(kriging.deviation(Vector{{at}}) == Approx(std::sqrt(variance)).epsilon(1e-8));
        CHECK(deviations(0) == Approx(std::sqrt(variance)).epsilon(1e-8));
        CHECK(deviations(1) == Approx(std::sqrt(slope_variance)).epsilon(1e-8));
    }
}

TEST_CASE("kriging: gradients of the prediction and of the deviation agree with differences",
          "[surrogate][kriging]") {
    const Kriging kriging = masked_kriging(GENERATE(0.0, 0.4));
    const Vector x{{0.35, 0.6, 0.2}};
    Vector gradient;
    (void)kriging.predict(x, &gradient);
    require_derivatives([&](const Vector& at) { return Vector::Constant(1, kriging.predict(at)); },
                        x,
                        gradient.transpose(),
                        1e-8);
    (void)kriging.deviation(x, &gradient);
    CHECK(gradient.norm() > 1e-3);
    require_derivatives(
        [&](const Vector& at) { return Vector::Constant(1, kriging.deviation(at)); },
        x,
        gradient.transpose(),
        1e-6);
}

TEST_CASE("kriging: the deviation of a partial is that of a difference of values",
          "[surrogate][kriging]") {
    // Of a point so far from all samples that only the prior is left: the variance of a difference
    // quotient of step h is 2 (1 - r(h)) / h^2 times the variance, close to that of the partial.
    const double additive = GENERATE(0.0, 0.4);
    const Kriging kriging = masked_kriging(additive);
    const Vector far = kriging.deviations(Vector::Constant(3, 40.0));
    const double h = 1e-3;
    const Vector length = kriging.parameters().length;
    for (Index j = 0; j < 3; ++j) {
        const double r = std::exp(-0.5 * h * h / (length(j) * length(j)));
        const double variance = 1.7 * (1.0 - additive + additive / 3.0) * 2.0 * (1.0 - r) / (h * h);
        CHECK(far(j + 1) == Approx(std::sqrt(variance)).epsilon(1e-4));
    }
}

TEST_CASE("kriging: values and known partials are interpolated, and known exactly there",
          "[surrogate][kriging]") {
    Rng rng(3);
    const Dataset data = smooth_samples(3, 9, rng);
    const Kriging kriging = masked_kriging(GENERATE(0.0, 0.4));
    CHECK(kriging.observations() == 9 * 4 - 3);
    const Matrix dydx = slopes_of(data);
    for (Index t = 0; t < data.m(); ++t) {
        Vector gradient;
        CHECK(kriging.predict(data.X.col(t), &gradient) == Approx(data.Y(0, t)).margin(1e-5));
        const Vector deviations = kriging.deviations(data.X.col(t));
        CHECK(deviations(0) < 1e-3);
        for (Index j = 0; j < 3; ++j) {
            const bool known = !((j == 1 && t == 2) || (j == 0 && t == 4) || (j == 2 && t == 4));
            if (known) {
                CHECK(gradient(j) == Approx(dydx(j, t)).margin(1e-4));
            }
            CHECK((deviations(j + 1) < 1e-3) == known);
        }
    }
}

TEST_CASE("kriging: values alone are what masks of all partials leave", "[surrogate][kriging]") {
    Rng rng(5);
    const Dataset data = smooth_samples(2, 8, rng);
    const KrigingParameters parameters = parameters_of(Vector{{0.5, 0.9}}, 0.3);
    const Vector y = data.Y.row(0).transpose();
    const Kriging alone(data.X, y, Matrix::Constant(2, 8, missing), parameters);
    CHECK(alone.observations() == 8);
    // One partial of next to no weight takes the way of partials.
    KrigingParameters noisy = parameters;
    noisy.partial_noise = 1e12;
    Matrix one = Matrix::Constant(2, 8, missing);
    one(1, 3) = 1.0;
    const Kriging beside(data.X, y, one, noisy);
    const Vector x{{0.31, 0.77}};
    CHECK(alone.predict(x) == Approx(beside.predict(x)).epsilon(1e-8));
    CHECK(alone.deviation(x) == Approx(beside.deviation(x)).epsilon(1e-6));
}

TEST_CASE("kriging: shapes that disagree are named", "[surrogate][kriging]") {
    CHECK_THROWS_AS(Kriging(Matrix::Zero(2, 3),
                            Vector::Zero(2),
                            Matrix::Zero(2, 3),
                            parameters_of(Vector::Ones(2), 0.0)),
                    ShapeError);
}
