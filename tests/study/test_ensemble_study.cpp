#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "jennopt/surrogate/model_file.hpp"
#include "record/record.hpp"
#include "study/counting_problem.hpp"
#include "study/finished_study.hpp"
#include "study/study.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

#include <atomic>
#include <vector>

using namespace jennopt;

namespace {

constexpr const char* ensemble_study = R"(study: ensemble
seed: 3
replicates: 1
problem: {name: counting}
sampling: {plan: latin_hypercube, count: 8}
test: {plan: random, count: 12}
defaults: {hidden: [4], training: {max_iterations: 60}}
surrogates:
  nn: {kind: nn, restarts: 3}
  jenn: {kind: jenn, restarts: 2, members: 3}
  polished: {polish: jenn, guard: false}
optimization: {starts: 3, max_evaluations: 40}
)";

/// y = 7 wherever it is asked, on an input that the sampling plan cannot vary enough to matter.
class FlatProblem final : public Problem {
public:
    FlatProblem()
        : Problem({.name = "counting",
                   .summary = "a plain",
                   .inputs = {{"x1", "", -1.0, 1.0}, {"x2", "", 1e9, 1e9 + 1e-7}},
                   .outputs = {{"y", "", OutputRole::objective}}}) {}

private:
    [[nodiscard]] Evaluation do_evaluate(const ConstVectorRef& /*x*/,
                                         Derivatives /*wanted*/) const override {
        return {.value = Vector::Constant(1, 7.0), .jacobian = Matrix::Zero(1, 2)};
    }
};

}  // namespace

TEST_CASE("study: an ensemble goes through search, polishing and the check on the truth",
          "[study]") {
    const ScratchFolder folder;
    const Study study = study_from(ensemble_study, folder);
    const auto problem = std::make_shared<const CountingProblem>();
    const auto place =
        run(study, arms_with(study, problem), {.output = folder.path() / "out"}, silent);
    const auto replicate = place / study.arms.front().id / "r0";
    const ReplicateRecord record = read_record(replicate);
    REQUIRE(record.surrogates.size() == 3);
    const SurrogateRecord& nn = record.surrogates[0];
    const SurrogateRecord& jenn = record.surrogates[1];
    const SurrogateRecord& polished = record.surrogates[2];

    CHECK(nn.restarts.size() == 3);
    CHECK_FALSE(nn.calibration);
    for (const Restart& restart : nn.restarts) {
        CHECK(restart.loss.total() >= nn.loss.total());
    }
    CHECK(jenn.restarts.size() == 6);
    REQUIRE(jenn.calibration);
    CHECK(jenn.calibration->values.coverage > 0.0);
    CHECK(jenn.optimum.verdict.distance < 0.3);
    CHECK(polished.restarts.empty());
    CHECK(polished.calibration);
    CHECK(polished.polishing);
    CHECK(polished.optimum.verdict.distance < 0.3);

    const Surrogate model = load(replicate / "models" / "jenn.json").surrogate;
    const Surrogate after = load(replicate / "models" / "polished.json").surrogate;
    REQUIRE(model.members.size() == 3);
    REQUIRE(after.members.size() == 3);
    CHECK(after.members[2].theta() != model.members[2].theta());
    CHECK(load(replicate / "models" / "nn.json").surrogate.members.size() == 1);
    // What was searched is the mean.
    CHECK(evaluate(model, jenn.optimum.x).value(0) == jenn.optimum.predicted);
}

TEST_CASE("study: an ensemble has the same bytes for one job and for several, and after stops",
          "[study]") {
    const ScratchFolder folder;
    const Study study = study_from(ensemble_study, folder);
    const auto problem = std::make_shared<const CountingProblem>();
    const auto arms = arms_with(study, problem);
    const auto one =
        contents(run(study, arms, {.output = folder.path() / "one", .jobs = 1}, silent));
    const auto four =
        contents(run(study, arms, {.output = folder.path() / "four", .jobs = 4}, silent));
    CHECK(one == four);

    const RunOptions torn{.output = folder.path() / "torn", .jobs = 2};
    int stops = 0;
    for (int patience = 5;; patience += 9) {
        int heard = 0;
        try {
            const auto place = run(study, arms, torn, [&](const StudyProgress& /*progress*/) {
                if (++heard > patience) {
                    throw Interrupted("stop");
                }
            });
            CHECK(contents(place) == one);
            break;
        } catch (const Interrupted&) {
            ++stops;
        }
    }
    CHECK(stops > 1);
}

TEST_CASE("study: progress never falls back while restarts and members train", "[study]") {
    const ScratchFolder folder;
    const Study study = study_from(ensemble_study, folder);
    const auto problem = std::make_shared<const CountingProblem>();
    double last = 0.0;
    std::vector<double> during_jenn;
    (void)run(study,
              arms_with(study, problem),
              {.output = folder.path() / "out", .jobs = 2},
              [&](const StudyProgress& progress) {
                  CHECK(progress.fraction >= last);
                  last = progress.fraction;
                  if (progress.activity.find("training jenn") != std::string_view::npos) {
                      during_jenn.push_back(progress.fraction);
                  }
              });
    CHECK(last == 1.0);
    // At each of the 6 trainings' start but the first, which the choice of lambda has done already.
    REQUIRE(during_jenn.size() >= 5);
    CHECK(during_jenn.back() > during_jenn.front());
}

TEST_CASE("study: constant inputs and outputs are recorded", "[study]") {
    const ScratchFolder folder;
    const Study study = study_from(ensemble_study, folder);
    const auto place = run(study,
                           arms_with(study, std::make_shared<const FlatProblem>()),
                           {.output = folder.path() / "out"},
                           silent);
    const ReplicateRecord record = read_record(place / study.arms.front().id / "r0");
    CHECK(record.constant.inputs == std::vector<Index>{1});
    CHECK(record.constant.outputs == std::vector<Index>{0});
    REQUIRE(record.surrogates.size() == 3);
    CHECK(record.surrogates[1].optimum.predicted == Approx(7.0).margin(0.5));
}

TEST_CASE("study: a surrogate that the arrived samples leave nothing to learn from is lost",
          "[study]") {
    const ScratchFolder folder;
    std::string text = ensemble_study;
    // Only the first sample has a weight, and the first sample fails.
    text.replace(text.find("restarts: 3"), 11, "beta: {samples: [1, 0, 0, 0, 0, 0, 0, 0]}");
    const Study study = study_from(text, folder);
    std::atomic<int> asked = 0;
    const auto problem =
        std::make_shared<const CountingProblem>([&](const Vector& /*x*/) { return asked++ == 0; });
    const auto place =
        run(study, arms_with(study, problem), {.output = folder.path() / "out"}, silent);
    const ReplicateRecord record = read_record(place / study.arms.front().id / "r0");
    REQUIRE(record.lost.size() == 1);
    CHECK(record.lost[0].name == "nn");
    CHECK_THAT(record.lost[0].reason, Catch::Contains("output 0 has nothing to learn from"));
    CHECK(record.surrogates.size() == 2);
}
