#include "jennopt/core/error.hpp"
#include "study/counting_problem.hpp"
#include "study/finished_study.hpp"
#include "study/study.hpp"
#include "study/study_audit.hpp"
#include "study/study_text.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

using namespace jennopt;

namespace {

/// The bowl with one partial of the wrong sign.
class WrongBowl final : public Problem {
public:
    WrongBowl() : Problem(CountingProblem().info()) {}

    CountingProblem right;

private:
    [[nodiscard]] Evaluation do_evaluate(const ConstVectorRef& x,
                                         Derivatives wanted) const override {
        Evaluation y = right.evaluate(x, wanted);
        if (wanted == Derivatives::first) {
            y.jacobian(0, 1) *= -1.0;
        }
        return y;
    }
};

const std::string text =
    "study: audited\nreplicates: 1\nproblem: {name: counting}\nsampling: {count: 6}\n"
    "test: {count: 6}\ndefaults: {hidden: [3], lambda: 0.01, training: {max_iterations: 5}}\n"
    "surrogates: {nn: {kind: nn}}\noptimization: {starts: 1, max_evaluations: 5}\n";

}  // namespace

TEST_CASE("audited study: a wrong partial stops it before anything is spent", "[study][audit]") {
    const ScratchFolder folder;
    const Study study = study_from(text + "check_partials: true\n", folder);
    const auto problem = std::make_shared<const WrongBowl>();
    CHECK_THROWS_WITH(
        run(study, arms_with(study, problem), {.output = folder.path() / "out"}, silent),
        Catch::StartsWith("check_partials: nothing was run, partials of counting at 3 points") &&
            Catch::Contains("opposite sign"));
    CHECK_FALSE(std::filesystem::exists(folder.path() / "out" / "audited" / "study.json"));
}

TEST_CASE("audited study: right partials are checked once, before the first run",
          "[study][audit]") {
    const ScratchFolder folder;
    const Study study = study_from(text + "check_partials: true\n", folder);
    const auto problem = std::make_shared<const CountingProblem>();
    const auto arms = arms_with(study, problem);
    CHECK(audit(arms).n_wrong == 0);
    const int cost = problem->evaluations;
    CHECK(cost == 3 * (14 * 2 + 1));
    (void)run(study, arms, {.output = folder.path() / "out"}, silent);
    const int after = problem->evaluations;
    CHECK(after > 2 * cost);
    (void)run(study, arms, {.output = folder.path() / "out"}, silent);
    CHECK(problem->evaluations == after);
}

TEST_CASE("audited study: the key changes no result, and no arm's name", "[study][audit][config]") {
    const Arm plain = StudyText(text).read().arms[0];
    const Arm checked = StudyText(text + "check_partials: true\n").read().arms[0];
    CHECK(plain.id == checked.id);
    CHECK_THAT(checked.resolved, Catch::Contains("check_partials: true"));
    CHECK_THAT(plain.resolved, !Catch::Contains("check_partials"));
}
