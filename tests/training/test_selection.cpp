#include "jennopt/core/error.hpp"
#include "jennopt/training/selection.hpp"
#include "support/catch.hpp"
#include "training/selection_of_smooth.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

using namespace jennopt;

namespace {

bool same(double a, double b) {
    return a == b || (std::isnan(a) && std::isnan(b));
}

}  // namespace

TEST_CASE("select: what is given is taken and nothing is tried", "[training][selection]") {
    const Selection selection = select_for(smooth(12, 0.0), 0.25, 0.5);
    CHECK(selection.lambda == 0.25);
    CHECK(selection.gamma == 0.5);
    CHECK(selection.candidates.empty());
}

TEST_CASE("select: only what is automatic is chosen", "[training][selection]") {
    const Dataset data = smooth(12, 0.5);
    const Selection lambda = select_for(data, std::nullopt, 0.5);
    REQUIRE(lambda.candidates.size() > 1);
    for (const SelectionCandidate& candidate : lambda.candidates) {
        CHECK(candidate.gamma == 0.5);
    }
    const Selection gamma = select_for(data, 0.125, std::nullopt);
    REQUIRE(gamma.candidates.size() > 1);
    for (const SelectionCandidate& candidate : gamma.candidates) {
        CHECK(candidate.lambda == 0.125);
    }
}

TEST_CASE("select: exact partials count in full and a small lambda is enough",
          "[training][selection]") {
    // One start in some fifteen finds another minimum, where a larger lambda is as good.
    int small = 0;
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        const Selection selection =
            select_for(smooth(40, 0.0), std::nullopt, std::nullopt, 1, nullptr, seed);
        CHECK(selection.gamma == 1.0);
        small += selection.lambda <= 0.1 ? 1 : 0;
    }
    CHECK(small >= 3);
}

TEST_CASE("select: the training behind the chosen pair can be continued", "[training][selection]") {
    const Dataset data = smooth(20, 0.0);
    const Selection selection = select_for(data, std::nullopt, std::nullopt);
    REQUIRE(selection.training);
    const LossWeights weights = make_weights(
        data, {}, {.scale = selection.gamma}, selection.lambda, Regularization::hidden_layers);
    const TrainingResult longer = continue_training(*selection.training, data, weights, {});
    CHECK(longer.loss.total() <= selection.training->loss.total());
    CHECK(longer.iterations > selection.training->iterations);
}

TEST_CASE("select: partials that are noise lose their weight", "[training][selection]") {
    const Selection selection = select_for(smooth(40, 20.0), std::nullopt, std::nullopt);
    CHECK(selection.gamma <= 0.003);
}

TEST_CASE("select: the choice does not depend on the number of threads", "[training][selection]") {
    const Dataset data = smooth(14, 0.3);
    const Selection one = select_for(data, std::nullopt, std::nullopt, 1);
    const Selection three = select_for(data, std::nullopt, std::nullopt, 3);
    CHECK(one.lambda == three.lambda);
    CHECK(one.gamma == three.gamma);
    REQUIRE(one.candidates.size() == three.candidates.size());
    for (std::size_t i = 0; i < one.candidates.size(); ++i) {
        CHECK(same(one.candidates[i].value_error, three.candidates[i].value_error));
        CHECK(same(one.candidates[i].partial_error, three.candidates[i].partial_error));
    }
}

TEST_CASE("select: every candidate says on how many folds it was judged", "[training][selection]") {
    const Index m = GENERATE(6, 40);  // one sample a fold, and five folds of eight
    const Selection selection = select_for(smooth(m, 20.0), std::nullopt, std::nullopt);
    REQUIRE(selection.candidates.size() > 1);
    Index fewest = m;
    Index most = 0;
    for (const SelectionCandidate& candidate : selection.candidates) {
        CHECK(candidate.samples == (m == 6 ? candidate.folds : 8 * candidate.folds));
        fewest = std::min(fewest, candidate.folds);
        most = std::max(most, candidate.folds);
    }
    CHECK(fewest >= 1);
    CHECK(most == (m == 6 ? 6 : 5));
    const auto chosen = std::find_if(
        selection.candidates.begin(), selection.candidates.end(), [&](const auto& candidate) {
            return candidate.gamma == selection.gamma && candidate.lambda == selection.lambda;
        });
    REQUIRE(chosen != selection.candidates.end());
    CHECK(chosen->folds == most);
}

TEST_CASE("select: data without partials are judged by their values", "[training][selection]") {
    Dataset data = smooth(12, 0.0);
    for (Matrix& partials : data.J) {
        partials.setConstant(std::numeric_limits<double>::quiet_NaN());
    }
    const Selection selection = select_for(data, std::nullopt, std::nullopt);
    CHECK(selection.gamma == 1.0);
    CHECK(selection.lambda > 0.0);
    REQUIRE(!selection.candidates.empty());
    CHECK(std::isfinite(selection.candidates[0].value_error));
    CHECK(std::isnan(selection.candidates[0].partial_error));
}

TEST_CASE("select: one, two and three samples have an answer", "[training][selection]") {
    for (const Index m : {1, 2, 3}) {
        const Selection selection = select_for(smooth(m, 0.0), std::nullopt, std::nullopt);
        CHECK(selection.lambda > 0.0);
        CHECK(selection.gamma >= 0.0);
        CHECK(selection.candidates.empty() == (m == 1));
    }
}

TEST_CASE("select: constant values and flat partials have an answer", "[training][selection]") {
    Dataset data = smooth(6, 0.0);
    data.Y.setZero();
    for (Matrix& partials : data.J) {
        partials.setZero();
    }
    CHECK(select_for(data, std::nullopt, std::nullopt).lambda > 0.0);
}

TEST_CASE("select: the observer hears every training, and never less than before",
          "[training][selection]") {
    const Index threads = GENERATE(1, 3);
    double last = 0.0;
    Index trainings = 0;
    int inside = 0;
    const Selection selection = select_for(
        smooth(14, 0.3), std::nullopt, std::nullopt, threads, [&](const SelectionProgress& heard) {
            CHECK(++inside == 1);
            CHECK(heard.fraction >= last);
            CHECK(heard.fraction < 1.0);
            CHECK(heard.trainings >= trainings);
            last = heard.fraction;
            trainings = heard.trainings;
            --inside;
            return Control::proceed;
        });
    CHECK_FALSE(selection.stopped);
    CHECK(trainings >= static_cast<Index>(selection.candidates.size()));
    CHECK(last > 0.3);
}

TEST_CASE("select: stopped at once, it answers with the usual pair", "[training][selection]") {
    const auto stop = [](const SelectionProgress& /*progress*/) { return Control::stop; };
    const Selection free = select_for(smooth(14, 0.3), std::nullopt, std::nullopt, 2, stop);
    CHECK(free.stopped);
    CHECK(free.candidates.empty());
    CHECK(free.gamma == 1.0);
    CHECK(free.lambda == 0.1);
    const Selection scaled = select_for(smooth(14, 0.3), std::nullopt, 0.5, 2, stop);
    CHECK(scaled.gamma == 0.5);
    CHECK(scaled.lambda == 0.05);
    CHECK(select_for(smooth(14, 0.3), 0.25, std::nullopt, 2, stop).lambda == 0.25);
}

TEST_CASE("select: stopped on the way, it answers with the best found by then",
          "[training][selection]") {
    const Dataset data =
        smooth(14, 20.0);  // noise: the whole selection ends far from where it starts
    Index trainings_of_all = 0;
    const Selection whole =
        select_for(data, std::nullopt, std::nullopt, 1, [&](const SelectionProgress& progress) {
            trainings_of_all = progress.trainings;
            return Control::proceed;
        });
    const auto after = [&](Index trainings) {
        return select_for(
            data, std::nullopt, std::nullopt, 1, [trainings](const SelectionProgress& progress) {
                return progress.trainings >= trainings ? Control::stop : Control::proceed;
            });
    };
    std::size_t tried = 0;
    for (const Index quarters : {1, 2, 3}) {
        const Selection part = after(quarters * trainings_of_all / 4);
        REQUIRE(part.stopped);
        CHECK(part.candidates.size() >= tried);
        CHECK(part.candidates.size() < whole.candidates.size());
        tried = part.candidates.size();
        CHECK(std::any_of(part.candidates.begin(), part.candidates.end(), [&](const auto& each) {
            return each.gamma == part.gamma && each.lambda == part.lambda;
        }));
    }
    CHECK(tried > 1);
    const Selection unstopped = after(1'000'000);
    CHECK_FALSE(unstopped.stopped);
    CHECK(unstopped.lambda == whole.lambda);
    CHECK(unstopped.gamma == whole.gamma);
}

TEST_CASE("select: what the observer throws ends it", "[training][selection]") {
    const Index threads = GENERATE(1, 3);
    CHECK_THROWS_AS(select_for(smooth(14, 0.3),
                               std::nullopt,
                               std::nullopt,
                               threads,
                               [](const SelectionProgress& progress) {
                                   if (progress.trainings > 2) {
                                       throw Interrupted("stop");
                                   }
                                   return Control::proceed;
                               }),
                    Interrupted);
}

TEST_CASE("select: fewer than ten samples do not speak against their partials",
          "[training][selection]") {
    // x sin x at four places where it agrees: held back, each value is foretold by a constant.
    Dataset data{.X = Matrix(1, 4), .Y = Matrix::Zero(1, 4), .J = {Matrix(1, 4)}};
    data.X << -1.5, -0.5, 0.5, 1.5;
    data.J[0] << -1.6, 1.0, -1.0, 1.6;
    const Selection found = select_for(data, std::nullopt, std::nullopt);
    CHECK(found.gamma == 1.0);
    CHECK(found.candidates.size() > 1);
}

TEST_CASE("selection: a plane with noise, in few samples, is taken for a linear model",
          "[training][selection]") {
    Rng rng(8);
    Dataset plane{.X = random_matrix(3, 16, rng), .Y = Matrix(1, 16), .J = {}};
    plane.Y = plane.X.row(0) - 0.5 * plane.X.row(1) + 0.3 * random_matrix(1, 16, rng);
    plane.J.assign(3, Matrix::Constant(1, 16, std::numeric_limits<double>::quiet_NaN()));
    const Selection selection = select_for(plane, std::nullopt, 0.0);
    CHECK(selection.linear);
    CHECK(selection.linear_error < 0.5);
    for (const SelectionCandidate& tried : selection.candidates) {
        if (tried.lambda == selection.lambda) {
            CHECK(selection.linear_error < tried.value_error);
        }
    }
    CHECK(!select_for(plane, 0.1, 0.0).linear);  // given: nothing is chosen
}

TEST_CASE("selection: what is no plane is left to the network", "[training][selection]") {
    CHECK(!select_for(smooth(40, 0.0), std::nullopt, std::nullopt).linear);
    CHECK(!select_for(smooth(40, 0.0), std::nullopt, 0.0).linear);
    CHECK(!select_for(smooth(40, 0.3), std::nullopt, std::nullopt).linear);
}
