#include "jennopt/core/error.hpp"
#include "support/catch.hpp"
#include "support/random_dataset.hpp"
#include "surrogate/calibration.hpp"

#include <cmath>
#include <limits>

using namespace jennopt;

namespace {

/// Truth 0, predictions equal to their errors.
Dataset one_row(const Matrix& values, const Matrix& partials) {
    return {.X = Matrix::Zero(1, values.cols()), .Y = values, .J = {partials}};
}

}  // namespace

TEST_CASE("calibration: coverage and rank correlation by hand", "[surrogate][calibration]") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const Dataset truth = one_row(Matrix::Zero(1, 4), Matrix{{0.0, nan, 0.0, 0.0}});
    // Errors 1, 2, 3, 4 in order; spreads cover the first and the third.
    const Dataset prediction =
        one_row(Matrix{{1.0, -2.0, 3.0, -4.0}}, Matrix{{1.0, 9.0, 2.0, 3.0}});
    const Dataset spread = one_row(Matrix{{0.5, 0.9, 2.0, 1.0}}, Matrix{{3.0, 0.0, 2.0, 1.0}});
    const SpreadCalibration found = measure_calibration(truth, prediction, spread);
    CHECK(found.values.coverage == 0.5);
    // Ranks 0 1 2 3 against 0 1 3 2: 1 - 6 * 2 / (4 * 15).
    CHECK(found.values.rank_correlation == Approx(0.8));
    // The missing partial is left out; errors 1, 2, 3 against spreads 3, 2, 1.
    CHECK(found.partials.coverage == Approx(2.0 / 3.0));
    CHECK(found.partials.rank_correlation == Approx(-1.0));
}

TEST_CASE("calibration: ties share their rank", "[surrogate][calibration]") {
    const Dataset truth = one_row(Matrix::Zero(1, 3), Matrix::Zero(1, 3));
    const Dataset prediction = one_row(Matrix{{1.0, 1.0, 2.0}}, Matrix::Zero(1, 3));
    const Dataset spread = one_row(Matrix{{1.0, 1.0, 5.0}}, Matrix::Ones(1, 3));
    const SpreadCalibration found = measure_calibration(truth, prediction, spread);
    CHECK(found.values.rank_correlation == Approx(1.0));
    CHECK(std::isnan(found.partials.rank_correlation));
    CHECK(found.partials.coverage == 1.0);
}

TEST_CASE("calibration: a row without known partials is left out", "[surrogate][calibration]") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const Matrix unknown = Matrix::Constant(1, 2, nan);
    const Matrix ones = Matrix::Ones(1, 2);
    const SpreadCalibration none =
        measure_calibration(one_row(ones, unknown), one_row(ones, ones), one_row(ones, ones));
    CHECK(none.values.coverage == 1.0);
    CHECK(std::isnan(none.partials.coverage));
    CHECK(std::isnan(none.partials.rank_correlation));

    const Dataset truth{
        .X = Matrix::Zero(1, 2), .Y = Matrix::Zero(2, 2), .J = {Matrix{{nan, nan}, {0.0, 0.0}}}};
    const Dataset two{
        .X = Matrix::Zero(1, 2), .Y = Matrix::Zero(2, 2), .J = {Matrix{{9.0, 9.0}, {1.0, 2.0}}}};
    const SpreadCalibration one = measure_calibration(truth, two, two);
    CHECK(one.partials.coverage == 1.0);
    CHECK(one.partials.rank_correlation == Approx(1.0));
}

TEST_CASE("calibration: no samples leave nothing to compare", "[surrogate][calibration]") {
    const Dataset none = one_row(Matrix(1, 0), Matrix(1, 0));
    const SpreadCalibration found = measure_calibration(none, none, none);
    CHECK(std::isnan(found.values.coverage));
    CHECK(std::isnan(found.values.rank_correlation));
}

TEST_CASE("calibration: normal errors of the stated spread are covered at 95 %",
          "[surrogate][calibration]") {
    Rng rng(1);
    const Index m = 20000;
    const Matrix spreads = random_matrix(1, m, rng).array().exp();
    const Matrix errors = spreads.cwiseProduct(random_matrix(1, m, rng));
    const Dataset truth = one_row(Matrix::Zero(1, m), Matrix::Zero(1, m));
    const SpreadCalibration found =
        measure_calibration(truth, one_row(errors, errors), one_row(spreads, 0.5 * spreads));
    CHECK(found.values.coverage == Approx(0.9545).margin(0.01));
    CHECK(found.partials.coverage == Approx(0.6827).margin(0.02));
    CHECK(found.values.rank_correlation > 0.5);
}

TEST_CASE("calibration: other shapes are a ShapeError that names the argument",
          "[surrogate][calibration]") {
    const Dataset three = one_row(Matrix::Zero(1, 3), Matrix::Zero(1, 3));
    const Dataset two = one_row(Matrix::Zero(1, 2), Matrix::Zero(1, 2));
    CHECK_THROWS_WITH(measure_calibration(three, three, two), Catch::Contains("and spread (1, 2"));
    CHECK_THROWS_AS(measure_calibration(three, two, three), ShapeError);
}
