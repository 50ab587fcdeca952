#include "support/catch.hpp"
#include "support/random_dataset.hpp"
#include "training/input_scales.hpp"

#include <cmath>
#include <limits>

using namespace jennopt;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// Three inputs whose partials are of size 1, 4 and 1, two samples.
Dataset three_inputs() {
    Dataset data = empty_dataset(3, 1);
    data.X = Matrix{{-1.0, 1.0}, {1.0, -1.0}, {-1.0, 1.0}};
    data.Y = Matrix{{1.0, -1.0}};
    data.J = {Matrix{{1.0, -1.0}}, Matrix{{-4.0, 4.0}}, Matrix{{1.0, 1.0}}};
    return data;
}

Vector scales_of(const Dataset& data, const WeightFactors& gamma = {}) {
    return input_scales(data, make_weights(data, {}, gamma, 0.0, Regularization::hidden_layers));
}

}  // namespace

TEST_CASE("input scales: the root of each slope against their mean", "[training][input_scales]") {
    const Vector scales = scales_of(three_inputs());
    CHECK(scales(0) == Approx(std::sqrt(0.5)));
    CHECK(scales(1) == Approx(std::sqrt(2.0)));
    CHECK(scales(2) == Approx(std::sqrt(0.5)));
}

TEST_CASE("input scales: the size of gamma and of the outputs is nothing to them",
          "[training][input_scales]") {
    Dataset data = three_inputs();
    const Vector scales = scales_of(data);
    CHECK(scales_of(data, {.scale = 1e-3}) == scales);
    for (Matrix& slice : data.J) {
        slice *= 1e6;
    }
    CHECK(scales_of(data).isApprox(scales, 1e-14));
}

TEST_CASE("input scales: a negligible input is not scaled away", "[training][input_scales]") {
    Dataset data = three_inputs();
    data.J[2].setZero();
    const Vector scales = scales_of(data);
    CHECK(scales(2) / scales(1) == Approx(std::sqrt(1e-3)));
}

TEST_CASE("input scales: inputs of which nothing is known keep their scale",
          "[training][input_scales]") {
    Dataset data = three_inputs();
    SECTION("no partial counts") {
        CHECK(scales_of(data, {.scale = 0.0}) == Vector::Ones(3));
        CHECK(scales_of(data, {.inputs = {1.0, 0.0, 1.0}}) == Vector::Ones(3));
    }
    SECTION("missing") {
        data.J[1].setConstant(missing);
        CHECK(scales_of(data) == Vector::Ones(3));
        data.J[0](0, 1) = missing;
        CHECK(scales_of(data) == Vector::Ones(3));
    }
    SECTION("constant") {
        data.X.row(1).setConstant(7.0);
        CHECK(scales_of(data) == Vector::Ones(3));
    }
    SECTION("flat everywhere") {
        data.J.assign(3, Matrix::Zero(1, 2));
        CHECK(scales_of(data) == Vector::Ones(3));
    }
}
