#include "jennopt/surrogate/model_file.hpp"
#include "record/metric.hpp"
#include "record/record.hpp"
#include "study/counting_problem.hpp"
#include "study/finished_study.hpp"
#include "study/study.hpp"
#include "study/study_text.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

#include <cmath>

using namespace jennopt;

namespace {

constexpr const char* kriging_study = R"(study: krige
seed: 3
replicates: 1
problem: {name: counting}
sampling: {plan: latin_hypercube, count: 8}
test: {plan: random, count: 12}
defaults: {hidden: [4], lambda: 0.001, training: {max_iterations: 60}}
surrogates:
  nn: {kind: nn}
  kriging: {kind: kriging}
  values: {kind: kriging, partials: false, noise: none}
optimization: {starts: 3, max_evaluations: 40}
)";

std::string error_with(const std::string& surrogate) {
    const auto errors = StudyText(small_study + "  " + surrogate + "\n").errors();
    return errors.size() == 1 ? errors.front() : std::to_string(errors.size()) + " errors";
}

}  // namespace

TEST_CASE("study: kriging is measured, searched and checked on the truth as networks are",
          "[study]") {
    const ScratchFolder folder;
    const Study study = study_from(kriging_study, folder);
    const auto problem = std::make_shared<const CountingProblem>();
    const auto place =
        run(study, arms_with(study, problem), {.output = folder.path() / "out"}, silent);
    const auto replicate = place / study.arms.front().id / "r0";
    const ReplicateRecord record = read_record(replicate);
    REQUIRE(record.surrogates.size() == 3);
    const SurrogateRecord& kriging = record.surrogates[1];
    CHECK(kriging.kind == "kriging");
    CHECK(kriging.trainer == "likelihood");
    CHECK(kriging.parameters == 7);
    REQUIRE(kriging.kriging.size() == 1);
    CHECK(kriging.kriging[0].length.size() == 2);
    CHECK(kriging.kriging[0].value_noise == 0.0);
    REQUIRE(kriging.calibration);
    CHECK(kriging.accuracy.r2_value > 0.9999);
    CHECK(kriging.optimum.verdict.distance < 0.01);
    CHECK(record.surrogates[0].kriging.empty());
    // Partials have their price where they are used.
    CHECK(kriging.true_cost > record.surrogates[2].true_cost);
    CHECK(record.surrogates[0].true_cost == record.surrogates[2].true_cost);
    const auto metric_of = [&](std::string_view name) {
        return find_metric(name)->read({problem->info(), record, "kriging"}, -1);
    };
    CHECK(std::isnan(metric_of(metrics::gamma)));
    CHECK(std::isnan(metric_of(metrics::train_iterations)));
    CHECK(std::isnan(metric_of(metrics::final_loss)));
    CHECK(metric_of(metrics::spread_coverage_value) > 0.0);
    CHECK(load(replicate / "models" / "kriging.json").surrogate.is_kriging());
}

TEST_CASE("config: kriging uses partials and looks for noise unless told otherwise",
          "[study][config]") {
    const StudyText text(small_study + "  k: {kind: kriging}\n");
    const SurrogateConfig config = text.read().arms.front().config.surrogates.at(2);
    CHECK(config.kind == SurrogateKind::kriging);
    CHECK(config.krige.partials);
    CHECK(config.krige.noise == KrigingNoise::automatic);
    CHECK(config.uses_partials());
}

TEST_CASE("config: what networks share does not reach kriging, and the other way round",
          "[study][config]") {
    const StudyText text(
        "study: a\nproblem: {name: rosenbrock}\n"
        "defaults: {hidden: [7], gamma: 0, beta: 0.5, noise: fitted}\n"
        "surrogates: {n: {kind: nn}, k: {kind: kriging, partials: false}}\n");
    const Study study = text.read();
    const StudyConfig& config = study.arms.front().config;
    CHECK(config.surrogates[0].fit.hidden == std::vector<Index>{7});
    CHECK(config.surrogates[1].krige.noise == KrigingNoise::fitted);
    CHECK_FALSE(config.surrogates[1].krige.partials);
    // Resolved it reads back to itself.
    const StudyText resolved(study.arms.front().resolved);
    CHECK(resolved.read().arms.front().resolved == study.arms.front().resolved);

    const StudyText shared(
        "study: a\nproblem: {name: rosenbrock}\n"
        "defaults: {kind: kriging}\nsurrogates: {k: {}, j: {kind: jenn}}\n");
    CHECK(shared.read().arms.front().config.surrogates[0].kind == SurrogateKind::kriging);
}

TEST_CASE("errors: kriging has few keys, and cannot be polished", "[study][config]") {
    CHECK(error_with("k: {kind: kriging, hidden: [3]}") ==
          "study.yaml:6:22: surrogates.k.hidden: is for networks; of kriging expected no other "
          "keys than kind, partials, noise, infill");
    CHECK_THAT(error_with("k: {kind: kriging, training: {rate: 1}}"),
               Catch::Contains("surrogates.k.training: is for networks"));
    CHECK_THAT(error_with("k: {kind: kriging, noise: some}"),
               Catch::Contains("is 'some', expected one of auto, none, fitted"));
    CHECK(error_with("k: {kind: jenn, noise: none}") ==
          "study.yaml:6:19: surrogates.k.noise: is for kriging, expected kind: kriging");
    CHECK(error_with("k: {kind: kriging}\n  p: {polish: k}") ==
          "study.yaml:7:15: surrogates.p.polish: is 'k', but kriging has no training to go on "
          "with; expected one of jenn");
}
