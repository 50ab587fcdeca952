#include "report/readings.hpp"

#include "core/format.hpp"

#include <algorithm>
#include <limits>

namespace jennopt {

namespace {

constexpr double not_there = std::numeric_limits<double>::quiet_NaN();

void add_accuracy(std::vector<Reading>& readings, const ProblemInfo& problem) {
    readings.push_back({"r2_value", [](const auto& r) { return r.accuracy.r2_value; }});
    if (problem.n_y() > 1) {
        for (Index k = 0; k < problem.n_y(); ++k) {
            const std::string& output = problem.outputs[static_cast<std::size_t>(k)].name;
            readings.push_back({fmt::format("r2_value[{}]", output), [k](const auto& r) {
                                    const Vector& r2 = r.accuracy.r2_values;
                                    return k < r2.size() ? r2(k) : not_there;
                                }});
        }
    }
    readings.push_back({"r2_partials", [](const auto& r) { return r.accuracy.r2_partials; }});
    readings.push_back({"rmse_value", [](const auto& r) { return r.accuracy.rmse_value; }});
    readings.push_back({"rmse_partials", [](const auto& r) { return r.accuracy.rmse_partials; }});
}

void add_training(std::vector<Reading>& readings) {
    readings.push_back({"train_seconds", [](const auto& r) { return r.train_seconds; }});
    readings.push_back({"search_seconds", [](const auto& r) { return r.search_seconds; }});
    readings.push_back(
        {"train_iterations", [](const auto& r) { return static_cast<double>(r.iterations); }});
    readings.push_back({"lambda", [](const auto& r) { return r.selection.lambda; }});
    readings.push_back({"gamma", [](const auto& r) { return r.selection.gamma; }});
    readings.push_back({"final_loss", [](const auto& r) { return r.loss.total(); }});
}

/// The losses of several initializations, best first; none where there was no choice.
std::vector<double> restart_losses(const SurrogateRecord& record) {
    std::vector<double> losses;
    for (const Restart& restart : record.restarts) {
        if (restart.failure.empty()) {
            losses.push_back(restart.loss.total());
        }
    }
    std::sort(losses.begin(), losses.end());
    return record.restarts.size() > 1 ? losses : std::vector<double>{};
}

void add_networks(std::vector<Reading>& readings) {
    readings.push_back({"loss_best_start", [](const auto& r) {
                            const std::vector<double> losses = restart_losses(r);
                            return losses.empty() ? not_there : losses.front();
                        }});
    readings.push_back({"loss_worst_start", [](const auto& r) {
                            const std::vector<double> losses = restart_losses(r);
                            return losses.empty() ? not_there : losses.back();
                        }});
    const auto add = [&readings](const std::string& name, auto part, auto field) {
        readings.push_back({name, [part, field](const SurrogateRecord& r) {
                                return r.calibration ? ((*r.calibration).*part).*field : not_there;
                            }});
    };
    add("spread_coverage_value", &SpreadCalibration::values, &Calibration::coverage);
    add("spread_coverage_partials", &SpreadCalibration::partials, &Calibration::coverage);
    add("spread_rank_value", &SpreadCalibration::values, &Calibration::rank_correlation);
    add("spread_rank_partials", &SpreadCalibration::partials, &Calibration::rank_correlation);
}

double read_optimum(const OptimumRecord& optimum, double OptimumRecord::*field) {
    return optimum.search.runs.empty() ? not_there : optimum.*field;
}

/// Of the optimum that the first start alone leads to, in the problem's units.
double first_start_distance(const SurrogateRecord& record, const Matrix& known) {
    const std::vector<SearchRun>& runs = record.optimum.search.runs;
    if (runs.empty() || runs.front().x.size() != known.rows()) {
        return not_there;
    }
    return (known.colwise() - runs.front().x).colwise().norm().minCoeff();
}

void add_optimum(std::vector<Reading>& readings, const ProblemInfo& problem) {
    readings.push_back({"optimum_predicted", [](const auto& r) {
                            return read_optimum(r.optimum, &OptimumRecord::predicted);
                        }});
    for (const VerdictName& verdict : verdict_names(problem)) {
        readings.push_back({verdict.name, [field = verdict.field](const auto& r) {
                                return read_verdict(r.optimum, field);
                            }});
    }
    if (problem.known_optimum && problem.has_uniform_inputs()) {
        readings.push_back(
            {"first_start_distance", [known = problem.known_optimum->X](const auto& r) {
                 return first_start_distance(r, known);
             }});
    }
    readings.push_back({"true_evaluations",
                        [](const auto& r) { return static_cast<double>(r.true_evaluations); }});
    readings.push_back({"true_cost", [](const auto& r) { return r.true_cost; }});
}

void add_polishing(std::vector<Reading>& readings) {
    const auto add = [&readings](const std::string& name, auto field) {
        readings.push_back({name, [field](const SurrogateRecord& r) {
                                return r.polishing ? static_cast<double>((*r.polishing).*field)
                                                   : not_there;
                            }});
    };
    add("polish_kept", &PolishingOutcome::kept);
    add("near_error_before", &PolishingOutcome::near_before);
    add("near_error_after", &PolishingOutcome::near_after);
    add("global_error_before", &PolishingOutcome::global_before);
    add("global_error_after", &PolishingOutcome::global_after);
}

}  // namespace

double read_verdict(const OptimumRecord& optimum, double Verdict::*field) {
    return optimum.search.runs.empty() ? not_there : optimum.verdict.*field;
}

std::vector<VerdictName> verdict_names(const ProblemInfo& problem) {
    std::vector<VerdictName> names{{"optimum_true_value", &Verdict::true_value},
                                   {"optimum_distance", &Verdict::distance},
                                   {"optimum_gradient_norm", &Verdict::gradient_norm}};
    if (!problem.constraints().empty()) {
        names.push_back({"optimum_violation", &Verdict::violation});
    }
    return names;
}

std::vector<Reading> surrogate_readings(const ProblemInfo& problem) {
    std::vector<Reading> readings;
    add_accuracy(readings, problem);
    add_training(readings);
    add_networks(readings);
    add_optimum(readings, problem);
    add_polishing(readings);
    return readings;
}

}  // namespace jennopt
