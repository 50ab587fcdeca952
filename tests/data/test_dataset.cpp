#include "jennopt/core/error.hpp"
#include "jennopt/data/dataset.hpp"
#include "support/catch.hpp"

#include <cmath>
#include <limits>

using namespace jennopt;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

/// Two inputs, one output, three samples; every number differs.
Dataset three_samples() {
    const Matrix X{{1.0, 2.0, 3.0}, {4.0, 5.0, 6.0}};
    const std::vector<Evaluation> evaluations = {
        {.value = Vector{{10.0}}, .jacobian = Matrix{{0.1, 0.2}}},
        {.value = Vector{{11.0}}, .jacobian = Matrix{{missing, 0.4}}},
        {.value = Vector{{12.0}}, .jacobian = {}},
    };
    return make_dataset(X, evaluations);
}

}  // namespace

TEST_CASE("make_dataset: value and Jacobian of each evaluation land at their sample",
          "[data][dataset]") {
    const Dataset data = three_samples();
    CHECK(data.n_x() == 2);
    CHECK(data.n_y() == 1);
    CHECK(data.m() == 3);
    CHECK(data.Y == Matrix{{10.0, 11.0, 12.0}});
    CHECK(data.J[0](0, 0) == 0.1);
    CHECK(data.J[1](0, 0) == 0.2);
    CHECK(data.J[1](0, 1) == 0.4);
    CHECK_NOTHROW(validate(data));
}

TEST_CASE("make_dataset: with several outputs, rows of the Jacobian are outputs",
          "[data][dataset]") {
    const Matrix jacobian{{1.0, 2.0, 3.0}, {4.0, 5.0, 6.0}};
    const std::vector<Evaluation> evaluations = {
        {.value = Vector{{7.0, 8.0}}, .jacobian = jacobian}};
    const Dataset data = make_dataset(Matrix::Zero(3, 1), evaluations);
    CHECK(data.J[2](0, 0) == 3.0);
    CHECK(data.J[0](1, 0) == 4.0);
    CHECK(data.jacobian_at(0) == jacobian);
}

TEST_CASE("dataset: an empty Jacobian and a NaN entry both count as missing", "[data][dataset]") {
    const Dataset data = three_samples();
    CHECK(data.missing_partials() == 3);
    CHECK(std::isnan(data.J[0](0, 1)));
    CHECK(std::isnan(data.J[0](0, 2)));
    CHECK(std::isnan(data.J[1](0, 2)));
}

TEST_CASE("make_dataset: counts and shapes that differ are named", "[data][dataset]") {
    const std::vector<Evaluation> one = {{.value = Vector{{1.0}}, .jacobian = {}}};
    CHECK_THROWS_AS(make_dataset(Matrix::Zero(2, 3), one), ShapeError);
    CHECK_THROWS_WITH(make_dataset(Matrix::Zero(2, 3), one),
                      "X (2 x 3) and 1 evaluations: expected one evaluation per column");

    const std::vector<Evaluation> longer = {{.value = Vector{{1.0}}, .jacobian = {}},
                                            {.value = Vector{{1.0, 2.0}}, .jacobian = {}}};
    CHECK_THROWS_WITH(make_dataset(Matrix::Zero(2, 2), longer),
                      "evaluation 1: the value has 2 entries, expected 1 as in evaluation 0");

    const std::vector<Evaluation> flipped = {
        {.value = Vector{{1.0}}, .jacobian = Matrix::Zero(2, 1)}};
    CHECK_THROWS_WITH(make_dataset(Matrix::Zero(2, 1), flipped),
                      "evaluation 0: the Jacobian is (2 x 1), expected (1 x 2)");
}

TEST_CASE("empty_dataset: no samples, all shapes set", "[data][dataset]") {
    const Dataset data = empty_dataset(3, 2);
    CHECK(data.n_x() == 3);
    CHECK(data.n_y() == 2);
    CHECK(data.m() == 0);
    CHECK(data.J.size() == 3);
    CHECK(data.missing_partials() == 0);
    CHECK_NOTHROW(validate(data));
}

TEST_CASE("subset: keeps the order asked for, with values and partials together",
          "[data][dataset]") {
    const Dataset data = three_samples();
    const std::vector<Index> samples = {2, 0, 0};
    const Dataset part = subset(data, samples);
    CHECK(part.X == Matrix{{3.0, 1.0, 1.0}, {6.0, 4.0, 4.0}});
    CHECK(part.Y == Matrix{{12.0, 10.0, 10.0}});
    CHECK(std::isnan(part.J[1](0, 0)));
    CHECK(part.J[1](0, 1) == 0.2);
    CHECK(part.J[0](0, 2) == 0.1);
}

TEST_CASE("validate: a value or input that is not finite names sample and row", "[data][dataset]") {
    Dataset data = three_samples();
    data.Y(0, 2) = missing;
    CHECK_THROWS_WITH(validate(data), "sample 2: output 0 is nan, expected a finite number");
    data = three_samples();
    data.X(1, 0) = -infinity;
    CHECK_THROWS_WITH(validate(data), "sample 0: input 1 is -inf, expected a finite number");
}

TEST_CASE("validate: a missing partial is fine, an infinite one is not", "[data][dataset]") {
    Dataset data = three_samples();
    data.J[1](0, 2) = infinity;
    CHECK_THROWS_WITH(
        validate(data),
        "sample 2: the partial of output 0 by input 1 is inf, expected a finite number "
        "or NaN for a missing one");
}

TEST_CASE("validate: shapes that disagree are both named", "[data][dataset]") {
    Dataset data = three_samples();
    data.Y.resize(1, 2);
    CHECK_THROWS_AS(validate(data), ShapeError);
    CHECK_THROWS_WITH(validate(data),
                      "X (2 x 3) and Y (1 x 2): expected the same number of columns");
    data = three_samples();
    data.J.pop_back();
    CHECK_THROWS_WITH(validate(data),
                      "J with 1 slices and X (2 x 3): expected one slice per row of X");
    data = three_samples();
    data.J[1].resize(2, 3);
    CHECK_THROWS_WITH(validate(data), "J[1] (2 x 3) and Y (1 x 3): expected the same shape");
}

TEST_CASE("dataset: the nearest samples are near in units of the box", "[data][dataset]") {
    Dataset data = empty_dataset(2, 1);
    data.X = Matrix{{0.0, 0.3, 0.0}, {0.0, 0.0, 20.0}};
    data.Y = Matrix::Zero(1, 3);
    data.J = {Matrix::Zero(1, 3), Matrix::Zero(1, 3)};
    const Bounds bounds{.lower = Vector{{0.0, 0.0}}, .upper = Vector{{1.0, 100.0}}};
    CHECK(nearest_samples(data, Vector{{0.0, 0.0}}, bounds, 2) == std::vector<Index>{0, 2});
    CHECK(nearest_samples(data, Vector{{1.0, 0.0}}, bounds, 9) == std::vector<Index>{1, 0, 2});
}
