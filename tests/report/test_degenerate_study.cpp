#include "core/format.hpp"
#include "jennopt/report/comparison.hpp"
#include "jennopt/report/html.hpp"
#include "jennopt/report/table.hpp"
#include "jennopt/study/study.hpp"
#include "study/finished_study.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

#include <limits>

using namespace jennopt;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

struct Oddness {
    Index n_x = 2;
    bool flat = false;              ///< the output is 7 everywhere
    bool narrow = false;            ///< the last input varies by rounding only
    bool without_partials = false;  ///< all NaN, though the problem promises them
};

/// y = sum sin(x_j), with something wrong.
class OddProblem final : public Problem {
public:
    explicit OddProblem(const Oddness& oddness) : Problem(make_info(oddness)), oddness_(oddness) {}

private:
    static ProblemInfo make_info(const Oddness& oddness) {
        ProblemInfo info{.name = "odd", .summary = "a sum of sines"};
        for (Index j = 0; j < oddness.n_x; ++j) {
            info.inputs.push_back({fmt::format("x{}", j + 1), "", -1.0, 1.0});
        }
        if (oddness.narrow) {
            info.inputs.back().lower = 1e9;
            info.inputs.back().upper = 1e9 + 1e-7;
        }
        info.outputs = {{"y", "", OutputRole::objective}};
        return info;
    }

    [[nodiscard]] Evaluation do_evaluate(const ConstVectorRef& x,
                                         Derivatives /*wanted*/) const override {
        Evaluation y{.value = Vector::Constant(1, x.array().sin().sum()),
                     .jacobian = x.array().cos().matrix().transpose()};
        if (oddness_.flat) {
            y.value.setConstant(7.0);
            y.jacobian.setZero();
        }
        if (oddness_.without_partials) {
            y.jacobian.setConstant(missing);
        }
        return y;
    }

    Oddness oddness_;
};

struct Seen {
    ReplicateRecord record;
    std::string text;  ///< what the terminal shows, without line breaks
};

/// Runs a study of the odd problem and reads what a user would; the page must be whole.
Seen run_odd(const Oddness& oddness,
             const std::string& sampling,
             const std::string& jenn = "{kind: jenn}") {
    const ScratchFolder folder;
    const Study study = study_from(fmt::format(R"(study: odd
replicates: 1
problem: {{name: odd}}
sampling: {}
test: {{plan: random, count: 15}}
defaults: {{hidden: [4], training: {{max_iterations: 200}}}}
surrogates:
  nn: {{kind: nn}}
  jenn: {}
optimization: {{starts: 2, max_evaluations: 30}}
)",
                                               sampling,
                                               jenn),
                                   folder);
    const auto problem = std::make_shared<const OddProblem>(oddness);
    const auto place =
        run(study, arms_with(study, problem), {.output = folder.path() / "out"}, silent);
    Seen seen{.record = read_record(place / study.arms.front().id / "r0"), .text = {}};
    ReportInput input{.folder = place, .study = "odd"};
    input.arms.push_back({study.arms.front(), {seen.record}, problem->info()});
    seen.text = table_text(input);
    for (std::size_t at = 0; (at = seen.text.find("\n  ", at)) != std::string::npos;) {
        seen.text.erase(at, 2);
    }
    const std::string page = html_page(input, summarize(collect_metrics(input)), {});
    CHECK_THAT(page, !Catch::Contains(">nan") && !Catch::Contains(">inf"));
    for (const SurrogateRecord& surrogate : seen.record.surrogates) {
        CHECK(std::isfinite(surrogate.loss.total()));
        CHECK(surrogate.optimum.x.allFinite());
        CHECK(std::isfinite(surrogate.optimum.predicted));
    }
    return seen;
}

}  // namespace

TEST_CASE("degenerate study: a constant output is learned and said", "[report][degenerate]") {
    const Seen seen = run_odd({.flat = true}, "{count: 8}");
    REQUIRE(seen.record.surrogates.size() == 2);
    CHECK(seen.record.surrogates[1].optimum.predicted == Approx(7.0).margin(0.1));
    CHECK_THAT(seen.text,
               Catch::Contains("Output y is the same in all training samples of 1 of 1 replicate: "
                               "it was not scaled by its values."));
}

TEST_CASE("degenerate study: a constant input is said", "[report][degenerate]") {
    const Seen seen = run_odd({.narrow = true}, "{count: 8}");
    CHECK(seen.record.surrogates.size() == 2);
    CHECK_THAT(seen.text,
               Catch::Contains("Input x2 is the same in all training samples of 1 of 1 replicate: "
                               "it was not scaled, and only its partials tell what it does."));
}

TEST_CASE("degenerate study: a single sample is learned and said", "[report][degenerate]") {
    const Seen seen = run_odd({}, "{plan: random, count: 1}");
    REQUIRE(seen.record.surrogates.size() == 2);
    CHECK(seen.record.samples == 1);
    CHECK(seen.record.surrogates[1].selection.candidates.empty());
    CHECK_THAT(
        seen.text,
        Catch::Contains("1 of 1 replicate learned from a single sample: nothing was scaled") &&
            !Catch::Contains("is the same in all training samples") &&
            !Catch::Contains("lie where an earlier one does"));
}

TEST_CASE("degenerate study: repeated samples are counted and said", "[report][degenerate]") {
    const Seen seen = run_odd({}, "[{plan: grid, levels: 2}, {plan: grid, levels: 3}]");
    CHECK(seen.record.surrogates.size() == 2);
    CHECK(seen.record.repeated == 4);
    CHECK_THAT(seen.text,
               Catch::Contains("4 of 13 training samples lie where an earlier one does; such a "
                               "point counts as often as it was sampled."));
}

TEST_CASE("degenerate study: one input is enough, and nothing needs to be said",
          "[report][degenerate]") {
    const Seen seen = run_odd({.n_x = 1}, "{plan: grid, levels: 6}");
    REQUIRE(seen.record.surrogates.size() == 2);
    CHECK(seen.record.surrogates[1].accuracy.r2_value > 0.99);
    CHECK_THAT(seen.text, !Catch::Contains("! "));
}

TEST_CASE("degenerate study: without any partial a jenn is the plain network, and that is said",
          "[report][degenerate]") {
    const Seen seen = run_odd({.without_partials = true}, "{count: 8}");
    REQUIRE(seen.record.surrogates.size() == 2);
    CHECK(seen.record.surrogates[0].loss.total() == seen.record.surrogates[1].loss.total());
    CHECK_THAT(
        seen.text,
        Catch::Contains("16 of 16 partials of the training samples are missing and were masked"));
}

TEST_CASE("degenerate study: a mask that leaves nothing to learn from is said",
          "[report][degenerate]") {
    const Seen seen = run_odd({.without_partials = true}, "{count: 8}", "{kind: jenn, beta: 0}");
    CHECK(seen.record.surrogates.size() == 1);
    REQUIRE(seen.record.lost.size() == 1);
    CHECK_THAT(seen.text,
               Catch::Contains("jenn was lost in 1 of 1 replicate: output 0 has nothing to learn "
                               "from: beta is 0 for all its values and its partials are missing") &&
                   Catch::Contains("expected a weight > 0 on at least one value or known partial"));
}
