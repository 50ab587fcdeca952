#include "jennopt/core/error.hpp"
#include "jennopt/training/weights.hpp"
#include "support/catch.hpp"
#include "support/random_dataset.hpp"

#include <limits>

using namespace jennopt;

namespace {

constexpr double quiet_nan = std::numeric_limits<double>::quiet_NaN();

Dataset small_data() {
    Rng rng(1);
    return random_dataset(2, 3, 4, rng);
}

LossWeights weights_of(const WeightFactors& beta, const WeightFactors& gamma, double lambda = 0.0) {
    return make_weights(small_data(), beta, gamma, lambda, Regularization::hidden_layers);
}

}  // namespace

TEST_CASE("weights: each entry is the product of its factors", "[training][weights]") {
    const WeightFactors beta{
        .scale = 2.0, .outputs = {1.0, 3.0, 5.0}, .inputs = {}, .samples = {1.0, 7.0, 0.0, 1.0}};
    const WeightFactors gamma{.scale = 0.5,
                              .outputs = {1.0, 2.0, 4.0},
                              .inputs = {3.0, 11.0},
                              .samples = {1.0, 1.0, 1.0, 13.0}};
    const LossWeights weights =
        make_weights(small_data(), beta, gamma, 0.25, Regularization::all_layers);
    CHECK(weights.beta(1, 1) == 2.0 * 3.0 * 7.0);
    CHECK(weights.beta(2, 2) == 0.0);
    CHECK(weights.gamma[0](2, 0) == 0.5 * 4.0 * 3.0);
    CHECK(weights.gamma[1](1, 3) == 0.5 * 2.0 * 11.0 * 13.0);
    CHECK(weights.lambda == 0.25);
    CHECK(weights.regularization == Regularization::all_layers);
}

TEST_CASE("weights: empty lists are ones in the data's shape", "[training][weights]") {
    const LossWeights weights = weights_of({}, {});
    CHECK(weights.beta == Matrix::Ones(3, 4));
    REQUIRE(weights.gamma.size() == 2);
    CHECK(weights.gamma[1] == Matrix::Ones(3, 4));
}

TEST_CASE("weights: a missing partial gets gamma 0 and no other does", "[training][weights]") {
    Dataset data = small_data();
    data.J[1](2, 3) = quiet_nan;
    const LossWeights weights = make_weights(data, {}, {}, 0.0, Regularization::hidden_layers);
    CHECK(weights.gamma[1](2, 3) == 0.0);
    CHECK(weights.gamma[0].sum() + weights.gamma[1].sum() == 23.0);
}

TEST_CASE("weights: gamma zero everywhere gives no slices", "[training][weights]") {
    CHECK(weights_of({}, {.scale = 0.0}).gamma.empty());
    CHECK(weights_of({}, {.inputs = {0.0, 0.0}}).gamma.empty());
    Dataset data = small_data();
    for (Matrix& slice : data.J) {
        slice.setConstant(quiet_nan);
    }
    CHECK(make_weights(data, {}, {}, 0.0, Regularization::hidden_layers).gamma.empty());
    CHECK(weights_of({}, {.inputs = {0.0, 1.0}}).gamma.size() == 2);
}

TEST_CASE("weights: what does not fit is a ConfigError that names it", "[training][weights]") {
    CHECK_THROWS_WITH(weights_of({.outputs = {1.0}}, {}),
                      "beta.outputs has 1 entries, expected 3 (one each) or none");
    CHECK_THROWS_WITH(weights_of({}, {.inputs = {1.0, 1.0, 1.0}}),
                      "gamma.inputs has 3 entries, expected 2 (one each) or none");
    CHECK_THROWS_WITH(weights_of({}, {.samples = {1.0, -2.0, 1.0, 1.0}}),
                      "gamma.samples holds -2, expected finite numbers >= 0");
    CHECK_THROWS_WITH(weights_of({.outputs = {1.0, quiet_nan, 1.0}}, {}),
                      Catch::Contains("beta.outputs holds nan"));
    CHECK_THROWS_WITH(weights_of({.scale = -1.0}, {}), "beta is -1, expected a finite number >= 0");
    CHECK_THROWS_WITH(weights_of({}, {.scale = std::numeric_limits<double>::infinity()}),
                      "gamma is inf, expected a finite number >= 0");
    CHECK_THROWS_WITH(weights_of({}, {}, -0.1), "lambda is -0.1, expected a finite number >= 0");
    CHECK_THROWS_WITH(weights_of({.inputs = {1.0, 1.0}}, {}),
                      Catch::Contains("beta.inputs is given"));
    CHECK_THROWS_AS(weights_of({}, {}, quiet_nan), ConfigError);
}

TEST_CASE("weights: an output without any weight is refused, one with a single partial is not",
          "[training][weights]") {
    LossWeights weights{.beta = Matrix{{1.0, 0.0}, {0.0, 0.0}}, .gamma = {Matrix::Zero(2, 2)}};
    CHECK_THROWS_WITH(require_something_to_learn(weights),
                      Catch::Contains("output 1 has nothing to learn from"));
    weights.gamma[0](1, 0) = 1e-3;
    CHECK_NOTHROW(require_something_to_learn(weights));
}
