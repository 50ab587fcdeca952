#include "data/csv.hpp"
#include "record/record.hpp"
#include "study/counting_problem.hpp"
#include "study/finished_study.hpp"
#include "study/held_out.hpp"
#include "support/catch.hpp"
#include "support/random_dataset.hpp"

#include <cmath>
#include <numeric>
#include <set>

using namespace jennopt;

namespace {

/// y = 3 x1 - x2, which any surrogate learns, at m random points.
Evaluated linear_samples(Index m) {
    Rng rng(3);
    Evaluated samples;
    samples.data = {.X = Matrix(2, m), .Y = Matrix(1, m), .J = {}};
    for (Index t = 0; t < m; ++t) {
        samples.data.X.col(t) = Vector{{rng.uniform(), rng.uniform()}};
        samples.data.Y(0, t) = 3.0 * samples.data.X(0, t) - samples.data.X(1, t);
    }
    samples.data.J = {Matrix::Constant(1, m, 3.0), Matrix::Constant(1, m, -1.0)};
    samples.arrived.resize(static_cast<std::size_t>(m));
    std::iota(samples.arrived.begin(), samples.arrived.end(), Index{0});
    return samples;
}

const std::string study_text =
    "study: small\nreplicates: 1\nproblem: {name: counting}\nsampling: {count: 14}\ntest: none\n"
    "defaults: {hidden: [4], training: {max_iterations: 60}}\n"
    "surrogates:\n  nn: {kind: nn}\n  jenn: {kind: jenn, members: 2}\n  polished: {polish: nn, by: "
    "value}\n  kriging: {kind: kriging}\n"
    "optimization: {starts: 2, max_evaluations: 20, truth_baseline: false}\n";

std::filesystem::path run_small(const ScratchFolder& folder,
                                const std::string& output,
                                Index jobs,
                                const std::shared_ptr<const CountingProblem>& problem) {
    const Study study = study_from(study_text, folder);
    return run(
        study, arms_with(study, problem), {.output = folder.path() / output, .jobs = jobs}, silent);
}

}  // namespace

TEST_CASE("held out: five folds, one point each below ten, none of a single point",
          "[study][held_out]") {
    const Rng rng(1);
    for (const auto& [m, folds] :
         {std::pair<Index, Index>{1, 0}, {2, 2}, {9, 9}, {10, 5}, {40, 5}}) {
        const Evaluated samples = linear_samples(m);
        CHECK(HeldOut(samples, rng).folds() == folds);
    }
    Evaluated repeated = linear_samples(12);
    repeated.data.X.colwise() = Vector{{0.5, 0.5}};
    CHECK(HeldOut(repeated, rng).folds() == 0);
    repeated.data.X.leftCols(6).colwise() = Vector{{0.25, 0.5}};
    CHECK(HeldOut(repeated, rng).folds() == 2);
}

TEST_CASE("held out: a sample is predicted by surrogates that never saw it", "[study][held_out]") {
    Evaluated samples = linear_samples(11);
    samples.data.Y(0, 4) += 100.0;  // nothing else tells of it
    const SurrogateConfig config{
        .name = "kriging", .kind = SurrogateKind::kriging, .krige = {.noise = KrigingNoise::none}};
    const Rng rng(1);
    const FitObserver nobody;
    HeldOut held(samples, rng);
    SurrogateRecord record;
    const ProblemInfo problem = CountingProblem().info();
    const TrainingTask task{config, samples, nullptr, problem, rng, 2, nobody};
    const Trained trained = train_surrogate(task, record);
    const HeldOutPrediction found =
        held.predict(task, trained, [](Index /*fold*/) { return FitObserver{}; });
    CHECK(predict(trained.surrogate, samples.data.X, false).Y(0, 4) ==
          Approx(samples.data.Y(0, 4)));
    CHECK(std::abs(found.values.Y(0, 4) - samples.data.Y(0, 4)) > 10.0);
    CHECK(found.values.X == samples.data.X);
    REQUIRE(found.spread);
    CHECK((found.spread->Y.array() > 0.0).all());
}

TEST_CASE("held out: a study without test samples has cross-validated accuracies of every kind",
          "[study][held_out]") {
    const ScratchFolder folder;
    const auto problem = std::make_shared<const CountingProblem>();
    const auto place = run_small(folder, "one", 1, problem);
    CHECK(problem->evaluations == 14 + 4);
    const Study study = study_from(study_text, folder);
    const auto replicate = place / study.arms.front().id / "r0";
    const ReplicateRecord record = read_record(replicate);
    CHECK(record.folds == 5);
    CHECK_FALSE(std::filesystem::exists(replicate / "test.csv"));
    REQUIRE(record.surrogates.size() == 4);
    for (const SurrogateRecord& surrogate : record.surrogates) {
        INFO(surrogate.name);
        CHECK(std::isfinite(surrogate.accuracy.r2_value));
        CHECK(surrogate.calibration.has_value() ==
              (surrogate.name == "jenn" || surrogate.name == "kriging"));
        const Table table = read_csv(replicate / "held_out" / (surrogate.name + ".csv"));
        CHECK(table.rows.rows() == 14);
        CHECK(table.columns == std::vector<std::string>{"x1", "x2", "y", "d_y_d_x1", "d_y_d_x2"});
    }
    CHECK(record.surrogates.back().accuracy.r2_value > 0.999);
    CHECK(contents(place) == contents(run_small(folder, "four", 4, problem)));
}

TEST_CASE("held out: where a linear model was found better it is that without each fold, too",
          "[study][held_out]") {
    Evaluated samples = linear_samples(12);
    SurrogateConfig config{.name = "nn", .kind = SurrogateKind::nn};
    config.fit.hidden = {3};
    config.fit.gamma.scale = 0.0;
    config.fit.linear = true;
    config.fit.lambda = 0.1;
    const Rng rng(1);
    const FitObserver nobody;
    HeldOut held(samples, rng);
    SurrogateRecord record;
    const ProblemInfo problem = CountingProblem().info();
    const TrainingTask task{config, samples, nullptr, problem, rng, 1, nobody};
    const Trained trained = train_surrogate(task, record);
    REQUIRE(trained.selection.linear);
    config.fit.linear = false;
    const HeldOutPrediction found =
        held.predict(task, trained, [](Index /*fold*/) { return FitObserver{}; });
    CHECK(found.values.Y.isApprox(samples.data.Y, 1e-6));
}
