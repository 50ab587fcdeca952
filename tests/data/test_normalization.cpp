#include "jennopt/core/error.hpp"
#include "jennopt/core/random.hpp"
#include "jennopt/data/normalization.hpp"
#include "support/catch.hpp"

#include <cmath>
#include <limits>
#include <vector>

using namespace jennopt;

namespace {

/// f_0 = 3 x_0^2 - 2 x_0 x_1 + 50, f_1 = 100 x_1: quadratic, so that a central difference is exact
/// but for rounding.
Evaluation quadratic(const Vector& x) {
    return {.value = Vector{{3.0 * x(0) * x(0) - 2.0 * x(0) * x(1) + 50.0, 100.0 * x(1)}},
            .jacobian = Matrix{{6.0 * x(0) - 2.0 * x(1), -2.0 * x(0)}, {0.0, 100.0}}};
}

Dataset quadratic_samples(Index m) {
    Rng rng(4);
    Matrix X(2, m);
    std::vector<Evaluation> evaluations;
    for (Index t = 0; t < m; ++t) {
        X(0, t) = -5.0 + 4.0 * rng.uniform();
        X(1, t) = 1000.0 + 20.0 * rng.uniform();
        evaluations.push_back(quadratic(X.col(t)));
    }
    return make_dataset(X, evaluations);
}

void require_mean_0_sigma_1(const Matrix& A) {
    for (Index i = 0; i < A.rows(); ++i) {
        REQUIRE(A.row(i).mean() == Approx(0.0).margin(1e-10));
        REQUIRE(A.row(i).array().square().mean() == Approx(1.0).epsilon(1e-10));
    }
}

}  // namespace

TEST_CASE("normalization: mean 0 and population deviation 1 over the samples",
          "[data][normalization]") {
    const Dataset data = quadratic_samples(40);
    const Dataset normalized = normalize(data, fit_normalization(data));
    require_mean_0_sigma_1(normalized.X);
    require_mean_0_sigma_1(normalized.Y);
}

TEST_CASE("normalization: two samples one apart have deviation one half", "[data][normalization]") {
    Dataset data = empty_dataset(1, 1);
    data.X = Matrix{{2.0, 3.0}};
    data.Y = Matrix{{0.0, 8.0}};
    data.J = {Matrix{{8.0, 8.0}}};
    const Normalization normalization = fit_normalization(data);
    CHECK(normalization.mu_x(0) == 2.5);
    CHECK(normalization.sigma_x(0) == 0.5);
    CHECK(normalization.mu_y(0) == 4.0);
    CHECK(normalization.sigma_y(0) == 4.0);
    CHECK(normalize(data, normalization).J[0] == Matrix{{1.0, 1.0}});
}

TEST_CASE("normalization: normalized partials are the partials of the normalized function",
          "[data][normalization]") {
    const Dataset data = quadratic_samples(20);
    const auto scales = fit_normalization(data);
    const Dataset normalized = normalize(data, scales);
    const auto normalized_function = [&](const Vector& u) -> Vector {
        const Vector x = scales.mu_x + scales.sigma_x.cwiseProduct(u);
        return (quadratic(x).value - scales.mu_y).cwiseQuotient(scales.sigma_y);
    };
    const double step = 0.01;
    for (Index t = 0; t < data.m(); ++t) {
        for (Index j = 0; j < 2; ++j) {
            const Vector h = step * Vector::Unit(2, j);
            const Vector u = normalized.X.col(t);
            const Vector slope =
                (normalized_function(u + h) - normalized_function(u - h)) / (2.0 * step);
            REQUIRE((slope - normalized.jacobian_at(t).col(j)).cwiseAbs().maxCoeff() < 1e-8);
        }
    }
}

TEST_CASE("normalization: denormalize undoes normalize", "[data][normalization]") {
    const Dataset data = quadratic_samples(20);
    const Normalization normalization = fit_normalization(data);
    const Dataset back = denormalize(normalize(data, normalization), normalization);
    CHECK(back.X.isApprox(data.X, 1e-14));
    CHECK(back.Y.isApprox(data.Y, 1e-14));
    CHECK(back.J[0].isApprox(data.J[0], 1e-14));
    CHECK(back.J[1].isApprox(data.J[1], 1e-14));
}

TEST_CASE("normalization: a constant row becomes zero and keeps its scale",
          "[data][normalization]") {
    Dataset data = quadratic_samples(7);
    data.X.row(0).setConstant(0.1);  // the mean of seven times 0.1 is not 0.1
    data.Y.row(1).setConstant(-3.3);
    for (Matrix& slice : data.J) {
        slice.row(1).setZero();
    }
    const Normalization normalization = fit_normalization(data);
    CHECK(normalization.sigma_x(0) == 1.0);
    CHECK(normalization.sigma_y(1) == 1.0);
    const Dataset normalized = normalize(data, normalization);
    CHECK(normalized.X.row(0).isZero(0.0));
    CHECK(normalized.Y.row(1).isZero(0.0));
    CHECK(normalized.J[0].row(1).isZero(0.0));
}

TEST_CASE("normalization: numbers that differ by rounding only count as constant",
          "[data][normalization]") {
    Dataset data = quadratic_samples(2);
    data.Y.row(0) << 1e6, std::nextafter(1e6, 2e6);
    data.J[0].row(0).setZero();
    data.J[1].row(0).setZero();
    CHECK(fit_normalization(data).sigma_y(0) == 1.0);
}

TEST_CASE("normalization: a missing partial stays missing, its neighbours do not",
          "[data][normalization]") {
    Dataset data = quadratic_samples(5);
    data.J[1](0, 3) = std::numeric_limits<double>::quiet_NaN();
    const Normalization normalization = fit_normalization(data);
    const Dataset normalized = normalize(data, normalization);
    CHECK(std::isnan(normalized.J[1](0, 3)));
    CHECK(normalized.missing_partials() == 1);
    CHECK(denormalize(normalized, normalization).missing_partials() == 1);
}

TEST_CASE("normalization: none leaves every number as it is", "[data][normalization]") {
    const Dataset data = quadratic_samples(5);
    const Dataset same = normalize(data, no_normalization(2, 2));
    CHECK(same.X == data.X);
    CHECK(same.Y == data.Y);
    CHECK(same.J[0] == data.J[0]);
}

TEST_CASE("normalization: no samples, or another number of inputs, is a ShapeError",
          "[data][normalization]") {
    CHECK_THROWS_AS(fit_normalization(empty_dataset(2, 1)), ShapeError);
    CHECK_THROWS_WITH(normalize(quadratic_samples(3), no_normalization(3, 2)),
                      "normalization of 3 inputs and 2 outputs, dataset of 2 and 2: expected the "
                      "same numbers");
}

TEST_CASE("normalization: values on one level take their scale from the partials",
          "[data][normalization]") {
    Dataset data = empty_dataset(1, 1);
    data.X = Matrix{{-3.0, 0.0, 3.0}};
    data.Y = Matrix{{-1.2e-16, 0.0, 1.2e-16}};
    data.J = {Matrix{{-1.0, 1.0, std::numeric_limits<double>::quiet_NaN()}}};
    const Normalization normalization = fit_normalization(data);
    CHECK(normalization.sigma_y(0) == Approx(std::sqrt(6.0)));
    CHECK(normalize(data, normalization).J[0](0, 1) == Approx(1.0));
}

TEST_CASE("normalization: constant rows are told, up to rounding", "[data][normalization]") {
    Dataset data = empty_dataset(3, 2);
    data.X = Matrix{{1.0, 2.0}, {0.1 + 0.2, 0.3}, {0.0, 1e-12}};
    data.Y = Matrix{{7.0, 7.0}, {7.0, 7.1}};
    const ConstantRows rows = constant_rows(data);
    CHECK(rows.inputs == std::vector<Index>{1});
    CHECK(rows.outputs == std::vector<Index>{0});
    CHECK(constant_rows(empty_dataset(2, 1)).inputs.empty());
    data.X = data.X.leftCols(1).eval();
    CHECK(constant_rows(data).inputs.size() == 3);
}

TEST_CASE("normalization: a logarithmic input is normalized by its logarithm, and back",
          "[data][normalization]") {
    Rng rng(9);
    Dataset raw{.X = Matrix(2, 30), .Y = Matrix(1, 30), .J = {Matrix(1, 30), Matrix(1, 30)}};
    for (Index t = 0; t < 30; ++t) {
        const double x = std::pow(10.0, -6.0 + 8.0 * rng.uniform());
        raw.X.col(t) = Vector{{x, rng.uniform()}};
        raw.Y(0, t) = std::pow(std::log(x), 2.0) + raw.X(1, t);
        raw.J[0](0, t) = 2.0 * std::log(x) / x;
        raw.J[1](0, t) = 1.0;
    }
    const Normalization n = fit_normalization(raw, {0});
    CHECK(n.log_x == std::vector<Index>{0});
    const Dataset data = normalize(raw, n);
    require_mean_0_sigma_1(data.X);
    CHECK((normalize_inputs(raw.X, n) - data.X).norm() == 0.0);
    // By the normalized input the function is a parabola, whose slope this is.
    for (Index t = 0; t < 30; ++t) {
        const double ln_x = n.mu_x(0) + n.sigma_x(0) * data.X(0, t);
        CHECK(data.J[0](0, t) == Approx(2.0 * ln_x * n.sigma_x(0) / n.sigma_y(0)).epsilon(1e-12));
        const Vector slopes = input_slopes(raw.X.col(t), n);
        CHECK(slopes(0) == Approx(1.0 / (raw.X(0, t) * n.sigma_x(0))));
        CHECK(slopes(1) == 1.0 / n.sigma_x(1));
    }
    const Dataset again = denormalize(data, n);
    CHECK((again.X - raw.X).cwiseQuotient(raw.X).norm() < 1e-12);
    CHECK((again.J[0] - raw.J[0]).cwiseQuotient(raw.J[0]).norm() < 1e-11);
    raw.X(0, 3) = 0.0;
    CHECK_THROWS_WITH(fit_normalization(raw, {0}),
                      "sample 4: input 1 is 0, expected a number > 0, as its scale is logarithmic");
    CHECK_THROWS_AS(normalize_inputs(raw.X, n), Error);
}
