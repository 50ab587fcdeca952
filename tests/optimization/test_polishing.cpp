#include "jennopt/core/error.hpp"
#include "jennopt/optimization/polishing.hpp"
#include "jennopt/surrogate/krige.hpp"
#include "support/catch.hpp"
#include "support/random_dataset.hpp"

#include <cmath>
#include <limits>

using namespace jennopt;

namespace {

/// y = cos(x), flat at 0, with its partials, raw units.
Dataset cosine(Index m, double from, double to) {
    Dataset data = empty_dataset(1, 1);
    data.X = Vector::LinSpaced(m, from, to).transpose();
    data.Y = data.X.array().cos();
    data.J = {-data.X.array().sin()};
    return data;
}

/// A short training, so that polishing has something to do.
struct Trained {
    Dataset data = cosine(12, -2.0, 3.0);
    LossWeights weights;
    Surrogate surrogate;

    Trained()
        : surrogate{.normalization = fit_normalization(data), .members = {Network({1, 4, 1})}} {
        const Dataset normalized = normalize(data, surrogate.normalization);
        weights = make_weights(normalized, {}, {}, 0.0, Regularization::hidden_layers);
        Rng rng(1);
        initialize(surrogate.members.front(), rng);
        surrogate.members.front() =
            train(surrogate.members.front(), normalized, weights, {.max_iterations = 20}, Rng(1))
                .network;
    }

    [[nodiscard]] PolishingResult polished(const PolishingOptions& options,
                                           const TrainingOptions& training,
                                           const Dataset& near) const {
        return polish(surrogate, data, weights, near, 0, options, training, Rng(2));
    }
};

const TrainingOptions helpful{.max_iterations = 300};
/// A single step of this length ruins any model.
const TrainingOptions harmful{
    .trainer = Trainer::adam, .max_iterations = 20, .rate = 3.0, .batch_size = 4};

}  // namespace

TEST_CASE("polishing: gamma follows the formula in normalized and in raw units",
          "[optimization][polishing]") {
    Rng rng(1);
    Dataset normalized = random_dataset(2, 2, 3, rng);
    normalized.J[0](1, 2) = 0.5;
    normalized.J[1](0, 1) = 0.0;
    std::vector<Matrix> gamma{Matrix::Constant(2, 3, 2.0), Matrix::Constant(2, 3, 1.0)};
    const Normalization normalization{.mu_x = Vector::Zero(2),
                                      .sigma_x = Vector{{4.0, 1.0}},
                                      .mu_y = Vector::Zero(2),
                                      .sigma_y = Vector{{1.0, 10.0}}};
    const auto units = GENERATE(SlopeUnits::normalized, SlopeUnits::raw);
    const auto polished = polished_gamma(
        gamma, normalized, normalization, {.eta = 1000.0, .epsilon = 1.2, .slope_units = units});
    const double slope = units == SlopeUnits::raw ? 0.5 * 10.0 / 4.0 : 0.5;
    CHECK(polished[0](1, 2) ==
          Approx(2.0 * (1.0 + 1000.0 * std::exp(-1.44 * slope * slope))).epsilon(1e-14));
    CHECK(polished[1](0, 1) == 1001.0);
}

TEST_CASE("polishing: masked partials stay without weight, a plain NN without slices",
          "[optimization][polishing]") {
    Rng rng(1);
    Dataset normalized = random_dataset(1, 1, 4, rng);
    normalized.J[0](0, 2) = std::numeric_limits<double>::quiet_NaN();
    const LossWeights weights =
        make_weights(normalized, {}, {}, 0.0, Regularization::hidden_layers);
    const auto polished = polished_gamma(weights.gamma, normalized, no_normalization(1, 1), {});
    CHECK(polished[0](0, 2) == 0.0);
    CHECK((polished[0].array() >= 1.0).count() == 3);
    CHECK(polished_gamma({}, normalized, no_normalization(1, 1), {}).empty());
}

TEST_CASE("polishing: a model that gets better near the candidate is kept",
          "[optimization][polishing]") {
    const Trained trained;
    const PolishingResult result = trained.polished({}, helpful, cosine(5, -0.2, 0.2));
    CHECK(result.outcome.kept);
    CHECK(result.outcome.near_after < result.outcome.near_before);
    CHECK(result.outcome.global_after <= 2.0 * result.outcome.global_before);
    CHECK(result.surrogate.members.front().theta() == result.trainings.front().network.theta());
    CHECK(result.surrogate.normalization.mu_x == trained.surrogate.normalization.mu_x);
}

TEST_CASE("polishing: the guard refuses a model that is worse near the candidate",
          "[optimization][polishing]") {
    const Trained trained;
    const PolishingResult result =
        trained.polished({.max_global_increase = 1e9}, harmful, cosine(5, -0.2, 0.2));
    CHECK(result.outcome.near_after > result.outcome.near_before);
    CHECK(!result.outcome.kept);
    CHECK(result.surrogate.members.front().theta() == trained.surrogate.members.front().theta());
    CHECK(result.trainings.front().network.theta() != trained.surrogate.members.front().theta());
}

TEST_CASE("polishing: the guard refuses a model whose global error grows beyond the bound",
          "[optimization][polishing]") {
    Trained trained;
    // Samples away from the candidate lose all their weight: training near it alone spoils the
    // rest.
    const Dataset near = cosine(5, -0.2, 0.2);
    for (Index t = 0; t < trained.data.m(); ++t) {
        if (std::abs(trained.data.X(0, t)) > 0.7) {
            trained.weights.beta(0, t) = 0.0;
            trained.weights.gamma[0](0, t) = 0.0;
        }
    }
    const PolishingResult strict = trained.polished({.max_global_increase = 1.0}, helpful, near);
    CHECK(strict.outcome.near_after < strict.outcome.near_before);
    CHECK(strict.outcome.global_after > strict.outcome.global_before);
    CHECK(!strict.outcome.kept);
    CHECK(trained.polished({.max_global_increase = 1e9}, helpful, near).outcome.kept);
}

TEST_CASE("polishing: without the guard the polished model is kept whatever it is",
          "[optimization][polishing]") {
    const Trained trained;
    const PolishingResult result =
        trained.polished({.guard = false}, harmful, cosine(5, -0.2, 0.2));
    CHECK(result.outcome.near_after > result.outcome.near_before);
    CHECK(result.outcome.kept);
    CHECK(result.surrogate.members.front().theta() == result.trainings.front().network.theta());
}

TEST_CASE(
    "polishing: errors are root mean squares over values and known partials in normalized units",
    "[optimization][polishing]") {
    // A network that answers 0 everywhere: errors are the data themselves.
    const Surrogate zero{.normalization = {.mu_x = Vector{{0.0}},
                                           .sigma_x = Vector{{2.0}},
                                           .mu_y = Vector{{1.0}},
                                           .sigma_y = Vector{{4.0}}},
                         .members = {Network({1, 1})}};
    Dataset data{.X = Matrix{{0.0, 2.0}}, .Y = Matrix{{5.0, 9.0}}, .J = {Matrix{{6.0, 0.0}}}};
    data.J[0](0, 1) = std::numeric_limits<double>::quiet_NaN();
    const LossWeights weights = make_weights(data, {}, {}, 0.0, Regularization::hidden_layers);
    const PolishingResult result =
        polish(zero, data, weights, data, 0, {}, {.max_iterations = 1}, Rng(1));
    // Values 1 and 2, partial 3, one missing.
    CHECK(result.outcome.near_before == Approx(std::sqrt(14.0 / 3.0)));
    CHECK(result.outcome.global_before == Approx(std::sqrt(14.0 / 3.0)));
}

TEST_CASE("polishing: by value all weights of a sample follow the formula",
          "[optimization][polishing]") {
    Rng rng(1);
    Dataset normalized = random_dataset(2, 2, 3, rng);
    normalized.J[1](0, 2) = std::numeric_limits<double>::quiet_NaN();
    const LossWeights weights = make_weights(
        normalized, {.scale = 2.0}, {.scale = 3.0}, 0.1, Regularization::hidden_layers);
    const LossWeights polished =
        weighted_by_value(weights,
                          Vector{{-1.5, -2.0, 7.0}},
                          {.by = PolishingBy::value, .eta = 10.0, .epsilon = 2.0});
    const Vector factor{{1.0 + 10.0 * std::exp(-1.0), 11.0, 1.0 + 10.0 * std::exp(-324.0)}};
    CHECK(polished.beta.isApprox(weights.beta * factor.asDiagonal(), 1e-15));
    CHECK(polished.gamma[0].isApprox(weights.gamma[0] * factor.asDiagonal(), 1e-15));
    CHECK(polished.gamma[1].isApprox(weights.gamma[1] * factor.asDiagonal(), 1e-15));
    CHECK(polished.gamma[1](0, 2) == 0.0);
    CHECK(polished.lambda == weights.lambda);
}

TEST_CASE("polishing: by value the objective's prediction before it says what is low",
          "[optimization][polishing]") {
    // Two outputs, the second of which is the objective; it is lowest at the right end.
    Dataset data = empty_dataset(1, 2);
    data.X = Vector::LinSpaced(9, -1.0, 1.0).transpose();
    data.Y = Matrix(2, 9);
    data.Y << data.X.array().sin(), 10.0 - 4.0 * data.X.array();
    data.J = {Matrix(2, 9)};
    data.J[0] << data.X.array().cos(), Matrix::Constant(1, 9, -4.0);
    Surrogate surrogate{.normalization = fit_normalization(data), .members = {Network({1, 3, 2})}};
    Rng rng(3);
    initialize(surrogate.members.front(), rng);
    const Dataset normalized = normalize(data, surrogate.normalization);
    const LossWeights weights =
        make_weights(normalized, {}, {}, 0.0, Regularization::hidden_layers);
    const PolishingOptions options{.by = PolishingBy::value, .guard = false};
    const TrainingOptions training{.trainer = Trainer::lbfgs, .max_iterations = 30};
    const PolishingResult result =
        polish(surrogate, data, weights, data, 1, options, training, Rng(2));
    const Vector value =
        normalize(predict(surrogate, data.X, true), surrogate.normalization).Y.row(1).transpose();
    TrainingOptions on = training;
    on.warm_up = 0;
    const TrainingResult expected = train(surrogate.members.front(),
                                          normalized,
                                          weighted_by_value(weights, value, options),
                                          on,
                                          Rng(2));
    CHECK(result.trainings.front().loss.total() == Approx(expected.loss.total()).epsilon(1e-6));
    const PolishingResult other =
        polish(surrogate, data, weights, data, 0, options, training, Rng(2));
    CHECK(other.trainings.front().loss.total() != Approx(expected.loss.total()).epsilon(1e-2));
}

TEST_CASE("polishing: by value a plain NN gets better where it is low, judged by values alone",
          "[optimization][polishing]") {
    Trained trained;
    trained.data.J[0].setConstant(1e6);  // never seen
    const Dataset normalized = normalize(trained.data, trained.surrogate.normalization);
    trained.weights =
        make_weights(normalized, {}, {.scale = 0.0}, 0.0, Regularization::hidden_layers);
    Dataset near = cosine(5, 2.6, 3.0);
    near.J[0].setConstant(1e6);
    const PolishingOptions options{.by = PolishingBy::value, .max_global_increase = 1e9};
    const PolishingResult result = trained.polished(options, helpful, near);
    CHECK(result.outcome.kept);
    CHECK(result.outcome.near_before < 10.0);
    CHECK(result.outcome.near_after < 0.5 * result.outcome.near_before);
}

TEST_CASE("polishing: with eta 0 training goes on with the weights that it had",
          "[optimization][polishing]") {
    const Trained trained;
    const auto by = GENERATE(PolishingBy::slope, PolishingBy::value);
    const PolishingResult result =
        trained.polished({.by = by, .eta = 0.0, .guard = false}, helpful, trained.data);
    TrainingOptions on = helpful;
    on.warm_up = 0;
    const TrainingResult expected = train(trained.surrogate.members.front(),
                                          normalize(trained.data, trained.surrogate.normalization),
                                          trained.weights,
                                          on,
                                          Rng(2));
    CHECK(result.surrogate.members.front().theta() == expected.network.theta());
}

TEST_CASE("polishing: every member of an ensemble is polished, for any number of threads",
          "[optimization][polishing]") {
    Trained trained;
    Rng rng(7);
    trained.surrogate.members.push_back(trained.surrogate.members.front());
    initialize(trained.surrogate.members.back(), rng);
    const auto polished = [&](Index threads) {
        return polish(trained.surrogate,
                      trained.data,
                      trained.weights,
                      cosine(5, -0.2, 0.2),
                      0,
                      {.guard = false},
                      helpful,
                      Rng(2),
                      threads);
    };
    const PolishingResult one = polished(1);
    const PolishingResult two = polished(2);
    REQUIRE(one.trainings.size() == 2);
    for (std::size_t i = 0; i < 2; ++i) {
        const Vector& theta = one.surrogate.members.at(i).theta();
        CHECK(theta != trained.surrogate.members[i].theta());
        CHECK(theta == one.trainings[i].network.theta());
        CHECK(theta == two.surrogate.members.at(i).theta());
    }
    const PolishingResult alone = trained.polished({.guard = false}, helpful, trained.data);
    CHECK(alone.surrogate.members[0].theta() == one.surrogate.members[0].theta());
}

TEST_CASE("polishing: a member that diverges ends it", "[optimization][polishing]") {
    const Trained trained;
    CHECK_THROWS_AS(
        trained.polished({},
                         {.trainer = Trainer::adam, .max_iterations = 20, .rate = 1e160},
                         cosine(5, -0.2, 0.2)),
        TrainingDiverged);
}

TEST_CASE("polishing: kriging is refused", "[optimization][polishing]") {
    const Dataset data = cosine(5, -2.0, 3.0);
    const Surrogate kriging = krige(data, {});
    CHECK_THROWS_WITH(polish(kriging, data, {}, data, 0, {}, {}, Rng(1)),
                      Catch::Contains("kriging cannot be polished"));
}
