#include "jennopt/core/error.hpp"
#include "record/record.hpp"
#include "study/counting_problem.hpp"
#include "study/finished_study.hpp"
#include "study/study.hpp"
#include "study/watch.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

#include <string>
#include <vector>

using namespace jennopt;

namespace {

SurrogateConfig jenn_with(double max_seconds) {
    SurrogateConfig config;
    config.name = "jenn";
    config.fit.training.max_seconds = max_seconds;
    return config;
}

const ActivityObserver unseen = [](double /*fraction*/, std::string_view /*activity*/) {};

/// Seconds until the observer returns stop, at most 10.
template <typename Progress>
double seconds_until_stop(const std::function<Control(const Progress&)>& observer,
                          const Progress& progress) {
    const Stopwatch clock;
    while (observer(progress) == Control::proceed && clock.seconds() < 10.0) {
    }
    return clock.seconds();
}

constexpr const char* choosing_study = R"(study: choosing
problem: {name: counting}
sampling: {plan: latin_hypercube, count: 12}
test: {plan: random, count: 12}
defaults: {hidden: [6]}
surrogates:
  jenn: {kind: jenn}
optimization: {starts: 2, max_evaluations: 40}
)";

}  // namespace

TEST_CASE("watch: the choice may take half of max_seconds, a training what it leaves",
          "[study][watch]") {
    constexpr double limit = 0.6;
    const FitObserver observer = watch(jenn_with(limit), unseen);
    const double choice = seconds_until_stop(observer.selection, SelectionProgress{});
    CHECK(choice > 0.45 * limit);
    CHECK(choice < 0.9 * limit);
    const double training = seconds_until_stop(observer.training, EachProgress{});
    CHECK(training > 0.1 * limit);
    CHECK(choice + training < 1.4 * limit);
    CHECK(observer.training(EachProgress{.network = 1}) == Control::proceed);
}

TEST_CASE("watch: without a choice a training has all of max_seconds", "[study][watch]") {
    constexpr double limit = 0.2;
    const double training =
        seconds_until_stop(watch(jenn_with(limit), unseen).training, EachProgress{});
    CHECK(training > 0.95 * limit);
    CHECK(training < 2.0 * limit);
}

TEST_CASE("watch: without a limit nothing is stopped", "[study][watch]") {
    const FitObserver observer = watch(jenn_with(0.0), unseen);
    CHECK(observer.selection(SelectionProgress{}) == Control::proceed);
    CHECK(observer.training(EachProgress{}) == Control::proceed);
}

TEST_CASE("watch: the observer sees first the choice, then the training, and how far it is",
          "[study][watch]") {
    SurrogateConfig config = jenn_with(0.0);
    std::vector<std::string> heard;
    std::vector<double> fractions;
    const ActivityObserver activity_observer = [&](double fraction, std::string_view activity) {
        heard.emplace_back(activity);
        fractions.push_back(fraction);
    };
    const FitObserver both = watch(config, activity_observer);
    (void)both.selection({.fraction = 0.5});
    (void)both.selection({.fraction = 0.5});  // too soon to say it again
    (void)both.training({.fraction = 0.0});
    (void)both.training({.fraction = 0.5, .latest = {.iteration = 7}});
    for (const Stopwatch clock; clock.seconds() < 0.1;) {
    }
    (void)both.training({.fraction = 1.0, .latest = {.iteration = 9}});
    REQUIRE(heard == std::vector<std::string>{
                         "choosing lambda and gamma of jenn", "training jenn", "training jenn"});
    CHECK(fractions[0] > 0.0);
    CHECK(fractions[1] > fractions[0]);
    CHECK(fractions[2] == 1.0);
    config.fit.lambda = 0.1;
    config.fit.gamma.scale = 1.0;
    (void)watch(config, activity_observer).training({.fraction = 0.25});
    CHECK(fractions[3] == 0.25);
}

TEST_CASE("watch: a study can be interrupted while lambda and gamma are chosen", "[study][watch]") {
    const ScratchFolder folder;
    const Study study = study_from(choosing_study, folder);
    const auto problem = std::make_shared<const CountingProblem>();
    const auto arms = arms_with(study, problem);
    const auto interrupt = [](const StudyProgress& progress) {
        if (progress.activity.find("choosing lambda and gamma of jenn") != std::string::npos) {
            throw Interrupted("stop");
        }
    };
    CHECK_THROWS_AS(run(study, arms, {.output = folder.path() / "out"}, interrupt), Interrupted);
    const auto replicate = folder.path() / "out" / "choosing" / study.arms.front().id / "r0";
    CHECK(std::filesystem::exists(replicate / "training.csv"));
    CHECK_FALSE(std::filesystem::exists(replicate / "models" / "jenn.json"));
}

TEST_CASE("watch: a study whose time is up takes the best lambda and gamma found by then",
          "[study][watch]") {
    const ScratchFolder folder;
    const Study study = study_from(std::string(choosing_study)
                                       .replace(std::string(choosing_study).find("{hidden: [6]}"),
                                                13,
                                                "{hidden: [6], training: {max_seconds: 1e-6}}"),
                                   folder);
    const auto problem = std::make_shared<const CountingProblem>();
    const auto place =
        run(study, arms_with(study, problem), {.output = folder.path() / "out"}, silent);
    const ReplicateRecord record = read_record(place / study.arms.front().id / "r0");
    REQUIRE(record.surrogates.size() == 1);
    CHECK(record.surrogates[0].selection.candidates.empty());
    CHECK(record.surrogates[0].selection.gamma == 1.0);
    CHECK(record.surrogates[0].selection.lambda == 0.1);
    CHECK(record.surrogates[0].termination == "time used up");
}
