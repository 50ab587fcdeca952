#include "jennopt/core/error.hpp"
#include "jennopt/surrogate/fit.hpp"
#include "support/catch.hpp"
#include "support/random_dataset.hpp"
#include "training/input_scales.hpp"

#include <atomic>
#include <limits>

using namespace jennopt;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// y = sin(x1) + x2^2, raw units, with partials.
Dataset wave(Index m) {
    Rng rng(5);
    Dataset data = empty_dataset(2, 1);
    data.X = 2.0 * random_matrix(2, m, rng);
    data.Y = data.X.row(0).array().sin() + data.X.row(1).array().square();
    data.J = {data.X.row(0).array().cos(), 2.0 * data.X.row(1)};
    return data;
}

FitOptions quick(Index restarts, Index members) {
    return {.hidden = {4},
            .gamma = {},
            .lambda = 1e-4,
            .training = {.max_iterations = 40},
            .restarts = restarts,
            .members = members};
}

Vector theta(const FitResult& result, std::size_t member) {
    return result.surrogate.members.at(member).theta();
}

bool is_finite(const FitResult& result, const Dataset& data) {
    const Dataset y = predict(result.surrogate, data.X, true);
    bool finite = y.Y.allFinite();
    for (const Matrix& slice : y.J) {
        finite = finite && slice.allFinite();
    }
    return finite;
}

}  // namespace

TEST_CASE("fit: one network is that of its parts, bit for bit", "[surrogate][fit]") {
    const Dataset raw = wave(12);
    const FitOptions options = quick(1, 1);
    const FitResult result = fit(raw, options, Rng(1));

    Normalization normalization = fit_normalization(raw);
    const Dataset unscaled = normalize(raw, normalization);
    const Vector s =
        input_scales(unscaled, make_weights(unscaled, {}, {}, 0.0, options.regularization));
    normalization.sigma_x.array() /= s.array();
    const Dataset data = normalize(raw, normalization);
    const LossWeights weights = make_weights(
        data, {}, {.inputs = {s(0) * s(0), s(1) * s(1)}}, 1e-4, options.regularization);
    Network network({2, 4, 1});
    Rng initial = Rng(1).child("initial weights");
    initialize(network, initial);
    const TrainingResult by_hand =
        train(network, data, weights, options.training, Rng(1).child("batches"));
    REQUIRE(result.surrogate.members.size() == 1);
    CHECK(theta(result, 0) == by_hand.network.theta());
    CHECK(result.surrogate.normalization.sigma_x == normalization.sigma_x);
    CHECK(result.surrogate.normalization.sigma_y == normalization.sigma_y);
    CHECK(result.restarts.at(0).kept);
    CHECK(result.restarts.at(0).loss.total() == by_hand.loss.total());
}

TEST_CASE("fit: the paper's loss and a plain network have the paper's normalization",
          "[surrogate][fit]") {
    const Dataset raw = wave(12);
    const Vector deviations = fit_normalization(raw).sigma_x;
    FitOptions options = quick(1, 1);
    CHECK(fit(raw, options, Rng(2)).surrogate.normalization.sigma_x != deviations);
    options.regularization = Regularization::all_layers;
    CHECK(fit(raw, options, Rng(2)).surrogate.normalization.sigma_x == deviations);
    options = quick(1, 1);
    options.gamma.scale = 0.0;
    CHECK(fit(raw, options, Rng(2)).surrogate.normalization.sigma_x == deviations);
    options = quick(1, 1);
    options.normalize = false;
    CHECK(fit(raw, options, Rng(2)).surrogate.normalization.sigma_x == Vector::Ones(2));
}

TEST_CASE("fit: what it chooses of lambda and gamma is what select chooses and it trains with",
          "[surrogate][fit]") {
    const Dataset raw = wave(12);
    FitOptions options = quick(1, 1);
    options.gamma.scale.reset();
    options.lambda.reset();
    const FitResult chosen = fit(raw, options, Rng(4), 2);
    REQUIRE(chosen.selection.candidates.size() > 1);
    CHECK(chosen.weights.lambda == chosen.selection.lambda);
    options.gamma.scale = chosen.selection.gamma;
    options.lambda = chosen.selection.lambda;
    const FitResult given = fit(raw, options, Rng(4), 1);
    CHECK(theta(given, 0) == theta(chosen, 0));
}

TEST_CASE("fit: the restart of least training loss is kept, all are told", "[surrogate][fit]") {
    const Dataset raw = wave(12);
    const FitResult result = fit(raw, quick(5, 1), Rng(2));
    REQUIRE(result.restarts.size() == 5);
    REQUIRE(result.trainings.size() == 1);
    Index kept = 0;
    for (const Restart& restart : result.restarts) {
        CHECK(restart.member == 0);
        CHECK(restart.iterations > 0);
        CHECK_FALSE(restart.termination.empty());
        CHECK(restart.loss.total() >= result.trainings[0].loss.total());
        kept += restart.kept ? 1 : 0;
        if (restart.kept) {
            CHECK(restart.loss.total() == result.trainings[0].loss.total());
        }
    }
    CHECK(kept == 1);
    CHECK(result.restarts[0].loss.total() != result.restarts[1].loss.total());
}

TEST_CASE("fit: more restarts and members change nothing of the first ones", "[surrogate][fit]") {
    const Dataset raw = wave(12);
    const FitResult one = fit(raw, quick(1, 1), Rng(3));
    const FitResult three = fit(raw, quick(1, 3), Rng(3));
    REQUIRE(three.surrogate.members.size() == 3);
    CHECK(theta(three, 0) == theta(one, 0));
    CHECK(theta(three, 1) != theta(one, 0));
    CHECK(theta(three, 2) != theta(three, 1));
}

TEST_CASE("fit: each member takes the best of restarts of its own", "[surrogate][fit]") {
    const Dataset raw = wave(12);
    const FitResult single = fit(raw, quick(1, 6), Rng(4));
    const FitResult paired = fit(raw, quick(2, 3), Rng(4));
    REQUIRE(paired.surrogate.members.size() == 3);
    for (std::size_t member = 0; member < 3; ++member) {
        const bool first = single.trainings[2 * member].loss.total() <=
                           single.trainings[2 * member + 1].loss.total();
        CHECK(theta(paired, member) == theta(single, 2 * member + (first ? 0 : 1)));
        CHECK(paired.restarts[2 * member].kept == first);
        CHECK(paired.restarts[2 * member + 1].member == static_cast<Index>(member));
    }
}

TEST_CASE("fit: same seed, same bytes, for any number of threads", "[surrogate][fit]") {
    const Dataset raw = wave(20);
    FitOptions options = quick(2, 3);
    options.training.trainer = Trainer::adam;
    options.training.batch_size = 7;
    const FitResult one = fit(raw, options, Rng(5), 1);
    const Index threads = GENERATE(2, 4, 9);
    const FitResult several = fit(raw, options, Rng(5), threads);
    for (std::size_t member = 0; member < 3; ++member) {
        CHECK(theta(several, member) == theta(one, member));
    }
    for (std::size_t i = 0; i < 6; ++i) {
        CHECK(several.restarts[i].loss.total() == one.restarts[i].loss.total());
    }
}

TEST_CASE("fit: a restart that diverges is told and left out", "[surrogate][fit]") {
    const Dataset raw = wave(12);
    // Where the clock stops a training at once its loss is that of the initial weights; the others
    // go on with a rate that no network survives.
    FitOptions options = quick(3, 2);
    options.training = {.trainer = Trainer::adam, .max_iterations = 40, .rate = 1e160};
    const EachObserver observer = [](const EachProgress& progress) {
        return progress.network == 4 ? Control::stop : Control::proceed;
    };
    const FitResult result = fit(raw, options, Rng(6), 2, {.training = observer});
    REQUIRE(result.surrogate.members.size() == 1);
    CHECK(is_finite(result, raw));
    for (const Restart& restart : result.restarts) {
        CHECK(restart.kept == (restart.initialization == 4));
        CHECK(restart.failure.empty() == restart.kept);
    }
    CHECK(result.restarts[4].member == 1);
    CHECK_THAT(result.restarts[0].failure, Catch::Contains("training diverged"));
    CHECK_THROWS_WITH(fit(raw, options, Rng(6)), Catch::Contains("training diverged"));
}

TEST_CASE("fit: progress of all trainings together ends near 1 and never exceeds it",
          "[surrogate][fit]") {
    double last = 0.0;
    std::atomic<int> inside = 0;
    const EachObserver observer = [&](const EachProgress& progress) {
        CHECK(++inside == 1);
        last = std::max(last, progress.fraction);
        CHECK(progress.fraction <= 1.0);
        CHECK(progress.network < 4);
        --inside;
        return Control::proceed;
    };
    (void)fit(wave(12), quick(2, 2), Rng(7), 3, {.training = observer});
    CHECK(last > 0.9);
}

TEST_CASE("fit: what the observer throws ends the work", "[surrogate][fit]") {
    FitOptions options = quick(2, 2);
    const EachObserver training = [](const EachProgress& /*progress*/) -> Control {
        throw Interrupted("stop");
    };
    CHECK_THROWS_AS(fit(wave(12), options, Rng(8), 2, {.training = training}), Interrupted);
    options.lambda.reset();
    const SelectionObserver selection = [](const SelectionProgress& /*progress*/) -> Control {
        throw Interrupted("stop");
    };
    CHECK_THROWS_AS(fit(wave(12), options, Rng(8), 2, {.selection = selection}), Interrupted);
}

TEST_CASE("fit: constant inputs and outputs give finite models in raw units", "[surrogate][fit]") {
    Dataset raw = wave(12);
    raw.X.row(1).setConstant(1e8);
    raw.Y.setConstant(3.5);
    raw.J = {Matrix::Zero(1, 12), Matrix::Zero(1, 12)};
    const FitResult result = fit(raw, quick(1, 1), Rng(9));
    CHECK(result.surrogate.normalization.sigma_x(1) == 1.0);
    CHECK(result.surrogate.normalization.sigma_y(0) == 1.0);
    const Evaluation y = evaluate(result.surrogate, raw.X.col(3));
    CHECK(y.value(0) == Approx(3.5).margin(0.05));
    CHECK(y.jacobian.cwiseAbs().maxCoeff() < 0.1);
}

TEST_CASE("fit: a single sample is learned with its slope", "[surrogate][fit]") {
    const Dataset raw = wave(1);
    FitOptions options = quick(1, 1);
    options.lambda = 0.0;
    options.training.max_iterations = 300;
    const FitResult result = fit(raw, options, Rng(10));
    const Evaluation y = evaluate(result.surrogate, raw.X.col(0));
    CHECK(y.value(0) == Approx(raw.Y(0, 0)).epsilon(1e-3));
    CHECK(y.jacobian(0, 1) == Approx(raw.J[1](0, 0)).epsilon(1e-3));
    CHECK(is_finite(fit(raw, quick(1, 1), Rng(10)), wave(5)));
}

TEST_CASE("fit: samples given twice weigh twice, whatever they say", "[surrogate][fit]") {
    const Dataset raw = wave(6);
    const std::vector<Index> twice{0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5};
    FitOptions options = quick(1, 1);
    options.lambda = 0.0;
    const FitResult once = fit(raw, options, Rng(11));
    const FitResult doubled = fit(subset(raw, twice), options, Rng(11));
    CHECK(doubled.trainings[0].history[0].loss.total() ==
          Approx(once.trainings[0].history[0].loss.total()).epsilon(1e-12));

    Dataset contradiction = subset(raw, std::vector<Index>{0, 0});
    contradiction.Y << 1.0, 2.0;
    options.gamma.scale = 0.0;
    options.training.max_iterations = 300;
    const FitResult between = fit(contradiction, options, Rng(11));
    CHECK(evaluate(between.surrogate, raw.X.col(0)).value(0) == Approx(1.5).epsilon(1e-3));
}

TEST_CASE("fit: one input is enough", "[surrogate][fit]") {
    Dataset raw = empty_dataset(1, 1);
    raw.X = Vector::LinSpaced(8, -1.0, 1.0).transpose();
    raw.Y = raw.X.array().sin();
    raw.J = {raw.X.array().cos()};
    FitOptions options = quick(1, 1);
    options.training.max_iterations = 500;
    options.lambda = 0.0;
    const FitResult result = fit(raw, options, Rng(12));
    CHECK(evaluate(result.surrogate, Vector{{0.5}}).value(0) ==
          Approx(std::sin(0.5)).epsilon(1e-2));
}

TEST_CASE("fit: an output with nothing to learn from is refused by name", "[surrogate][fit]") {
    Dataset raw = wave(6);
    FitOptions options = quick(1, 1);
    options.beta.scale = 0.0;
    CHECK_NOTHROW(fit(raw, options, Rng(13)));
    raw.J = {Matrix::Constant(1, 6, missing), Matrix::Constant(1, 6, missing)};
    CHECK_THROWS_WITH(fit(raw, options, Rng(13)),
                      Catch::Contains("output 0 has nothing to learn from"));
    raw.J[1](0, 4) = 1.0;
    CHECK_NOTHROW(fit(raw, options, Rng(13)));
}

TEST_CASE("fit: bad options and data are refused", "[surrogate][fit]") {
    const Dataset raw = wave(6);
    CHECK_THROWS_WITH(fit(raw, quick(0, 1), Rng(1)), Catch::Contains("restarts is 0"));
    CHECK_THROWS_WITH(fit(raw, quick(1, -2), Rng(1)), Catch::Contains("members is -2"));
    CHECK_THROWS_AS(fit(empty_dataset(2, 1), quick(1, 1), Rng(1)), ShapeError);
    Dataset broken = raw;
    broken.Y(0, 2) = missing;
    CHECK_THROWS_WITH(fit(broken, quick(1, 1), Rng(1)), Catch::Contains("2"));
}

TEST_CASE("fit: few noisy samples of a plane give a linear model, an ensemble stays one",
          "[surrogate][fit]") {
    Rng rng(8);
    Dataset plane{.X = random_matrix(3, 16, rng), .Y = Matrix(1, 16), .J = {}};
    plane.Y = plane.X.row(0) - 0.5 * plane.X.row(1) + 0.3 * random_matrix(1, 16, rng);
    plane.J.assign(3, Matrix::Constant(1, 16, std::numeric_limits<double>::quiet_NaN()));
    FitOptions options{.hidden = {8}, .restarts = 2};
    options.gamma.scale = 0.0;
    const FitResult result = fit(plane, options, Rng(1));
    REQUIRE(result.selection.linear);
    REQUIRE(result.surrogate.members.size() == 1);
    const Matrix slope = evaluate(result.surrogate, Vector::Zero(3)).jacobian;
    const Matrix elsewhere = evaluate(result.surrogate, Vector{{2.0, -1.0, 0.5}}).jacobian;
    CHECK((slope - elsewhere).norm() < 1e-6);
    CHECK(slope(0, 0) == Approx(1.0).margin(0.4));
    CHECK(slope(0, 1) == Approx(-0.5).margin(0.4));
    CHECK(result.trainings.front().loss.total() > 0.0);
    options.members = 2;
    CHECK(!fit(plane, options, Rng(1)).selection.linear);
}
