#include "record/metric.hpp"
#include "support/catch.hpp"

#include <cmath>
#include <limits>
#include <map>
#include <set>

using namespace jennopt;

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// Two inputs of one unit and width, a constraint and a second quantity.
ProblemInfo square_problem() {
    return {.name = "square",
            .summary = "",
            .inputs = {{"x1", "m", 0.0, 2.0}, {"x2", "m", 0.0, 2.0}},
            .outputs = {{"cost", "", OutputRole::objective}, {"limit", "", OutputRole::constraint}},
            .gradient_price = 0.5,
            .known_optimum = KnownOptimum{.X = Matrix{{1.0}, {1.0}}, .value = 0.0, .source = ""}};
}

OptimumRecord optimum_at(double x1, double x2, double value) {
    OptimumRecord optimum;
    optimum.x = Vector{{x1, x2}};
    optimum.predicted = value - 1.0;
    optimum.verdict = {value, 0.25, 0.125, (optimum.x - Vector::Ones(2)).norm()};
    optimum.search.runs = {{.start = Vector::Zero(2), .x = Vector{{1.0, 0.0}}, .evaluations = 7},
                           {.start = Vector::Zero(2), .x = optimum.x, .evaluations = 12}};
    optimum.search.best = 1;
    optimum.search.evaluations = 19;
    return optimum;
}

ReplicateRecord hand_made() {
    ReplicateRecord record;
    record.samples = 20;
    record.failed = 1;
    SurrogateRecord jenn{.name = "jenn"};
    jenn.iterations = 77;
    jenn.selection = {.lambda = 0.1, .gamma = 0.3};
    jenn.loss = {1.0, 2.0, 3.0};
    jenn.accuracy.r2_value = 0.9;
    jenn.accuracy.r2_values = Vector{{0.8, 0.7}};
    jenn.accuracy.r2_partials = 0.6;
    jenn.accuracy.rmse_value = 0.5;
    jenn.accuracy.rmse_partials = 0.4;
    jenn.polishing = PolishingOutcome{true, 1.5, 2.5, 3.5, 4.5};
    jenn.restarts = {{.loss = {4.0, 0.0, 0.0}},
                     {.loss = {2.0, 0.0, 1.0}},
                     {.loss = {9.0, 9.0, 9.0}, .failure = "diverged"}};
    jenn.calibration = SpreadCalibration{{0.95, 0.5}, {0.85, 0.25}};
    jenn.optimum = optimum_at(1.0, 1.5, -2.0);
    jenn.true_evaluations = 22;
    jenn.true_cost = 32.5;
    jenn.train_seconds = 1.25;
    jenn.search_seconds = 0.75;
    record.surrogates = {jenn};
    record.truth = optimum_at(1.0, 1.25, -3.0);
    record.truth_evaluations = 19;
    record.best_sample =
        EvaluatedPoint{"training sample", Vector{{0.0, 1.0}}, {5.0, 0.0, 8.0, 1.0}};
    return record;
}

double read_metric(std::string_view name,
                   std::string_view contender,
                   const ReplicateRecord& record,
                   const ProblemInfo& problem,
                   Index output = -1) {
    return find_metric(name)->read({problem, record, contender}, output);
}

}  // namespace

TEST_CASE("metric: every one of a surrogate reads what stands in its record", "[record][metric]") {
    const std::map<std::string_view, double> expected = {
        {metrics::r2_value, 0.9},
        {metrics::r2_partials, 0.6},
        {metrics::rmse_value, 0.5},
        {metrics::rmse_partials, 0.4},
        {metrics::train_seconds, 1.25},
        {metrics::search_seconds, 0.75},
        {metrics::train_iterations, 77.0},
        {metrics::lambda, 0.1},
        {metrics::gamma, 0.3},
        {metrics::final_loss, 6.0},
        {metrics::loss_best_start, 3.0},
        {metrics::loss_worst_start, 4.0},
        {metrics::spread_coverage_value, 0.95},
        {metrics::spread_coverage_partials, 0.85},
        {metrics::spread_rank_value, 0.5},
        {metrics::spread_rank_partials, 0.25},
        {metrics::optimum_predicted, -3.0},
        {metrics::optimum_true_value, -2.0},
        {metrics::optimum_distance, 0.5},
        {metrics::optimum_distance_widths, unknown},
        {metrics::optimum_gradient_norm, 0.125},
        {metrics::optimum_violation, 0.25},
        {metrics::first_start_distance, 1.0},
        {metrics::true_evaluations, 22.0},
        {metrics::all_starts_evaluations, unknown},
        {metrics::evaluations_in_all, unknown},
        {metrics::optimizer_rounds, unknown},
        {metrics::proposal_seconds, unknown},
        {metrics::true_cost, 32.5},
        {metrics::polish_kept, 1.0},
        {metrics::near_error_before, 1.5},
        {metrics::near_error_after, 2.5},
        {metrics::global_error_before, 3.5},
        {metrics::global_error_after, 4.5},
    };
    const ReplicateRecord record = hand_made();
    const ProblemInfo problem = square_problem();
    for (const Metric& metric : metric_catalogue()) {
        if (metric.read == nullptr) {
            continue;
        }
        INFO(metric.name);
        REQUIRE(expected.contains(metric.name));
        const double value = metric.read({problem, record, "jenn"}, -1);
        CHECK((value == expected.at(metric.name) ||
               (std::isnan(value) && std::isnan(expected.at(metric.name)))));
    }
    CHECK(read_metric(metrics::r2_value, "jenn", record, problem, 1) == 0.7);
    CHECK(std::isnan(read_metric(metrics::r2_value, "jenn", record, problem, 2)));
    CHECK(std::isnan(read_metric(metrics::r2_value, "kriging", record, problem)));
}

TEST_CASE("metric: an optimizer is counted until it had its best point", "[record][metric]") {
    const ProblemInfo problem = square_problem();
    ReplicateRecord record;
    OptimizerRecord best{.name = "best", .model = "kriging", .proposal_seconds = 0.25};
    for (Index i = 0; i < 4; ++i) {
        best.steps.push_back(
            {.round = i / 2, .x = Vector::Constant(2, 0.5 * static_cast<double>(i))});
    }
    best.best = EvaluatedPoint{"optimizer best", best.steps[2].x, {-2.0, 0.0, 0.125, 0.5}};
    record.optimizers = {best, best};
    record.optimizers[1].name = "direct";
    record.optimizers[1].model = "";
    const auto of = [&](std::string_view metric, std::string_view contender) {
        return read_metric(metric, contender, record, problem);
    };
    CHECK(contenders_of(record) == std::vector<std::string>{"best", "direct"});
    CHECK(of(metrics::true_evaluations, "best") == 3.0);
    CHECK(of(metrics::evaluations_in_all, "best") == 4.0);
    CHECK(of(metrics::true_cost, "best") == 4.5);
    CHECK(of(metrics::optimizer_rounds, "best") == 2.0);
    CHECK(of(metrics::proposal_seconds, "best") == 0.25);
    CHECK(of(metrics::optimum_true_value, "best") == -2.0);
    CHECK(of(metrics::optimum_distance, "best") == 0.5);
    CHECK(std::isnan(of(metrics::optimum_predicted, "best")));
    CHECK(std::isnan(of(metrics::optimizer_rounds, "direct")));
    CHECK(std::isnan(of(metrics::proposal_seconds, "direct")));
}

TEST_CASE("metric: the direct search is counted for the run that found its optimum",
          "[record][metric]") {
    const ReplicateRecord record = hand_made();
    const ProblemInfo problem = square_problem();
    const auto read = [&](std::string_view name) {
        return read_metric(name, direct_search, record, problem);
    };
    CHECK(read(metrics::true_evaluations) == 12.0);
    CHECK(read(metrics::all_starts_evaluations) == 19.0);
    CHECK(read(metrics::true_cost) == 18.0);  // partials at half the price of a value
    CHECK(read(metrics::optimum_true_value) == -3.0);
    CHECK(read(metrics::optimum_distance) == 0.25);
    CHECK(std::isnan(read(metrics::optimum_predicted)));
    CHECK(std::isnan(read(metrics::r2_value)));
}

TEST_CASE("metric: the best sample has a value and costs all samples", "[record][metric]") {
    const ReplicateRecord record = hand_made();
    const ProblemInfo problem = square_problem();
    const auto read = [&](std::string_view name) {
        return read_metric(name, best_sample, record, problem);
    };
    CHECK(read(metrics::optimum_true_value) == 5.0);
    CHECK(read(metrics::optimum_violation) == 0.0);
    CHECK(read(metrics::optimum_distance) == 1.0);
    CHECK(read(metrics::true_evaluations) == 21.0);
    CHECK(std::isnan(read(metrics::optimum_predicted)));
    CHECK(contenders_of(record) == std::vector<std::string>{"jenn", "truth", "best_sample"});
}

TEST_CASE("metric: distances are in widths of the bounds where units differ", "[record][metric]") {
    const ReplicateRecord record = hand_made();
    ProblemInfo problem = square_problem();
    problem.inputs[1].unit = "kg";
    problem.inputs[1].upper = 10.0;
    CHECK(std::isnan(read_metric(metrics::optimum_distance, "jenn", record, problem)));
    CHECK(std::isnan(read_metric(metrics::first_start_distance, "jenn", record, problem)));
    CHECK(read_metric(metrics::optimum_distance_widths, "jenn", record, problem) == Approx(0.05));
    CHECK(read_metric(metrics::optimum_distance_widths, direct_search, record, problem) ==
          Approx(0.025));
}

TEST_CASE("metric: a problem without constraints has no violation", "[record][metric]") {
    ProblemInfo problem = square_problem();
    problem.outputs.pop_back();
    CHECK(std::isnan(read_metric(metrics::optimum_violation, "jenn", hand_made(), problem)));
}

TEST_CASE("metric: names are found with and without an output", "[record][metric]") {
    CHECK(find_metric("r2_value[drag]") == find_metric(metrics::r2_value));
    CHECK(find_metric("lambda[drag]") == nullptr);
    CHECK(find_metric("r2_value[]") == nullptr);
    CHECK(find_metric("r2_value[drag") == nullptr);
    CHECK(find_metric("r2_valeu") == nullptr);
    std::set<std::string_view> names;
    for (const Metric& metric : metric_catalogue()) {
        CHECK(names.insert(metric.name).second);
        CHECK(find_metric(metric.name) == &metric);
    }
}

TEST_CASE("metric: words name output and unit", "[record][metric]") {
    CHECK(metric_words("r2_value[drag]") == "R2 of values (drag)");
    CHECK(metric_words(metrics::train_seconds) == "training time, s");
    CHECK(metric_words("of_a_plugin") == "of_a_plugin");
    CHECK(shown_words(metrics::r2_value) == "1 - R2 of values");
    CHECK(shown_value(metrics::r2_value, 0.75) == 0.25);
    CHECK(shown_value(metrics::r2_value, 1.0) == 1e-16);
    CHECK(shown_value(metrics::lambda, 0.75) == 0.75);
}
