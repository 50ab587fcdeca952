#include "jennopt/core/error.hpp"
#include "jennopt/surrogate/accuracy.hpp"
#include "support/catch.hpp"
#include "support/random_dataset.hpp"

#include <cmath>
#include <limits>

using namespace jennopt;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// y = x^2 at -1, 0, 1 with partials -2, 0, 2 against a prediction that is off by 0.5, 0, -0.5 and
/// by 1 once.
struct Example {
    Dataset truth{.X = Matrix{{-1.0, 0.0, 1.0}},
                  .Y = Matrix{{1.0, 0.0, 1.0}},
                  .J = {Matrix{{-2.0, 0.0, 2.0}}}};
    Dataset prediction{.X = truth.X, .Y = Matrix{{1.5, 0.0, 0.5}}, .J = {Matrix{{-2.0, 1.0, 2.0}}}};
};

}  // namespace

TEST_CASE("accuracy: figures computed by hand", "[surrogate][accuracy]") {
    const Example e;
    const Accuracy a = measure_accuracy(e.truth, e.prediction);
    // SSE 0.5, SST 2/3; partials SSE 1, SST 8.
    CHECK(a.r2_values(0) == Approx(0.25));
    CHECK(a.r2_value == Approx(0.25));
    CHECK(a.rmse_values(0) == Approx(std::sqrt(0.5 / 3.0)));
    CHECK(a.rmse_value == Approx(std::sqrt(0.5 / 3.0)));
    CHECK(a.r2_partials == Approx(0.875));
    CHECK(a.rmse_jacobian(0, 0) == Approx(std::sqrt(1.0 / 3.0)));
    CHECK(a.rmse_partials == Approx(std::sqrt(1.0 / 3.0)));
}

TEST_CASE("accuracy: a perfect prediction has r2 1 and rmse 0", "[surrogate][accuracy]") {
    Rng rng(1);
    const Dataset truth = random_dataset(3, 2, 20, rng);
    const Accuracy a = measure_accuracy(truth, truth);
    CHECK(a.r2_value == 1.0);
    CHECK(a.r2_partials == 1.0);
    CHECK(a.rmse_value == 0.0);
    CHECK(a.rmse_jacobian == Matrix::Zero(2, 3));
}

TEST_CASE("accuracy: missing true partials are left out", "[surrogate][accuracy]") {
    Example e;
    e.truth.J[0](0, 1) = missing;  // where the prediction is wrong
    const Accuracy a = measure_accuracy(e.truth, e.prediction);
    CHECK(a.rmse_partials == 0.0);
    CHECK(a.r2_partials == 1.0);
    e.truth.J[0].setConstant(missing);
    const Accuracy none = measure_accuracy(e.truth, e.prediction);
    CHECK(std::isnan(none.rmse_jacobian(0, 0)));
    CHECK(std::isnan(none.rmse_partials));
    CHECK(std::isnan(none.r2_partials));
    CHECK(none.r2_value == Approx(0.25));
}

TEST_CASE("accuracy: without any slices of partials their figures are NaN",
          "[surrogate][accuracy]") {
    Example e;
    e.truth.J.clear();
    e.prediction.J.clear();
    const Accuracy a = measure_accuracy(e.truth, e.prediction);
    CHECK(std::isnan(a.rmse_jacobian(0, 0)));
    CHECK(std::isnan(a.r2_partials));
}

TEST_CASE("accuracy: a constant output has r2 NaN and never infinity", "[surrogate][accuracy]") {
    const double level = GENERATE(0.0, 0.1, 1e5 / 3.0);
    Rng rng(2);
    Dataset truth = random_dataset(2, 2, 7, rng);
    truth.Y.row(1).setConstant(level);
    for (Matrix& slice : truth.J) {
        slice.row(1).setZero();
    }
    Dataset prediction = truth;
    prediction.Y.row(1).array() += 0.25;
    const Accuracy a = measure_accuracy(truth, prediction);
    CHECK(std::isnan(a.r2_values(1)));
    CHECK(a.r2_values(0) == 1.0);
    CHECK(a.rmse_values(1) == Approx(0.25));
    CHECK(a.r2_value == 1.0);
    truth.Y.row(0).setConstant(level);
    CHECK(std::isnan(measure_accuracy(truth, prediction).r2_value));
}

TEST_CASE("accuracy: pooled r2 does not depend on units", "[surrogate][accuracy]") {
    Rng rng(3);
    Dataset truth = random_dataset(2, 2, 30, rng);
    Dataset prediction = truth;
    prediction.Y += 0.1 * random_matrix(2, 30, rng);
    prediction.J[0] += 0.1 * random_matrix(2, 30, rng);
    const Accuracy before = measure_accuracy(truth, prediction);
    // x1 in thousandths, y2 in millions.
    for (Dataset* data : {&truth, &prediction}) {
        data->X.row(0) *= 1e3;
        data->J[0] *= 1e-3;
        data->Y.row(1) *= 1e-6;
        data->J[0].row(1) *= 1e-6;
        data->J[1].row(1) *= 1e-6;
    }
    const Accuracy after = measure_accuracy(truth, prediction);
    CHECK(after.r2_value == Approx(before.r2_value).epsilon(1e-12));
    CHECK(after.r2_partials == Approx(before.r2_partials).epsilon(1e-12));
    CHECK(before.r2_partials < 1.0);
}

TEST_CASE("accuracy: different shapes are a ShapeError", "[surrogate][accuracy]") {
    Example e;
    e.prediction.J.clear();
    CHECK_THROWS_AS(measure_accuracy(e.truth, e.prediction), ShapeError);
    CHECK_THROWS_WITH(
        measure_accuracy(e.truth, e.prediction),
        Catch::Contains("(1 outputs, 3 samples, 1 slices") && Catch::Contains("(1, 3, 0)"));
}
