#include "jennopt/report/summary.hpp"

#include "core/format.hpp"
#include "core/json.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "jennopt/data/csv.hpp"
#include "report/readings.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <map>
#include <utility>

namespace jennopt {

namespace {

constexpr double not_there = std::numeric_limits<double>::quiet_NaN();

const SurrogateRecord* find_surrogate(const ReplicateRecord& replicate, std::string_view name) {
    const auto found = std::find_if(replicate.surrogates.begin(),
                                    replicate.surrogates.end(),
                                    [name](const auto& r) { return r.name == name; });
    return found == replicate.surrogates.end() ? nullptr : &*found;
}

/// Keeps the metric if at least one replicate has it.
void keep(std::vector<Metric>& metrics, Metric metric) {
    for (double& value : metric.values) {
        value = std::isfinite(value) ? value : not_there;
    }
    if (std::any_of(metric.values.begin(), metric.values.end(), [](double v) {
            return std::isfinite(v);
        })) {
        metrics.push_back(std::move(metric));
    }
}

void collect_surrogate(std::vector<Metric>& metrics,
                       const ReportArm& arm,
                       const std::string& surrogate,
                       const ProblemInfo& problem) {
    for (const Reading& reading : surrogate_readings(problem)) {
        Metric metric{arm.arm.label, surrogate, reading.name, {}};
        for (const ReplicateRecord& replicate : arm.replicates) {
            const SurrogateRecord* record = find_surrogate(replicate, surrogate);
            metric.values.push_back(record != nullptr ? reading.read(*record) : not_there);
        }
        keep(metrics, std::move(metric));
    }
}

void collect_truth(std::vector<Metric>& metrics, const ReportArm& arm, const ProblemInfo& problem) {
    for (const VerdictName& verdict : verdict_names(problem)) {
        Metric metric{arm.arm.label, "truth", verdict.name, {}};
        for (const ReplicateRecord& replicate : arm.replicates) {
            metric.values.push_back(replicate.truth ? read_verdict(*replicate.truth, verdict.field)
                                                    : not_there);
        }
        keep(metrics, std::move(metric));
    }
    Metric evaluations{arm.arm.label, "truth", "true_evaluations", {}};
    Metric cost{arm.arm.label, "truth", "true_cost", {}};
    for (const ReplicateRecord& replicate : arm.replicates) {
        const double n =
            replicate.truth ? static_cast<double>(replicate.truth_evaluations) : not_there;
        evaluations.values.push_back(n);
        cost.values.push_back(n * (1.0 + problem.gradient_price));
    }
    keep(metrics, std::move(evaluations));
    keep(metrics, std::move(cost));
}

void append_name(std::vector<std::string>& names, const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) {
        names.push_back(name);
    }
}

void append_names(std::vector<std::string>& names, const ReportArm& arm) {
    for (const ReplicateRecord& replicate : arm.replicates) {
        for (const SurrogateRecord& record : replicate.surrogates) {
            append_name(names, record.name);
        }
    }
}

/// Peers were trained outside: their metrics come as they are.
void collect_peer(std::vector<Metric>& metrics,
                  const ReportInput& input,
                  const ReportArm& arm,
                  const std::string& peer) {
    for (const Metric& metric : input.peers) {
        if (metric.arm == arm.arm.label && metric.surrogate == peer) {
            keep(metrics, metric);
        }
    }
}

/// The samples are those of every surrogate of the arm, and so are their errors.
void collect_partials_errors(std::vector<Metric>& metrics,
                             const ReportInput& input,
                             const ReportArm& arm,
                             const std::string& surrogate) {
    for (Metric metric : input.partials_errors) {
        if (metric.arm == arm.arm.label && metric.surrogate.empty()) {
            metric.surrogate = surrogate;
            keep(metrics, std::move(metric));
        }
    }
}

}  // namespace

bool has_many_arms(const ReportInput& input) {
    constexpr std::size_t most = 8;
    return input.arms.size() > most;
}

double quantile(std::span<const double> values, double p) {
    if (values.empty()) {
        throw Error("quantile of no values, expected at least one");
    }
    std::vector<double> sorted(values.begin(), values.end());
    std::sort(sorted.begin(), sorted.end());
    const double place = p * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(std::floor(place));
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    const double part = place - static_cast<double>(below);
    return sorted[below] + part * (sorted[above] - sorted[below]);
}

std::vector<std::string> surrogate_names(const ReportArm& arm) {
    std::vector<std::string> names;
    append_names(names, arm);
    return names;
}

std::vector<std::string> surrogate_names(const ReportInput& input) {
    std::vector<std::string> names;
    for (const ReportArm& arm : input.arms) {
        append_names(names, arm);
    }
    for (const Metric& metric : input.peers) {
        append_name(names, metric.surrogate);
    }
    return names;
}

std::vector<Metric> collect_metrics(const ReportInput& input) {
    std::vector<Metric> metrics;
    for (const ReportArm& arm : input.arms) {
        std::ranges::move(collect_metrics(input, arm), std::back_inserter(metrics));
    }
    return metrics;
}

std::vector<Metric> collect_metrics(const ReportInput& input, const ReportArm& arm) {
    std::vector<Metric> metrics;
    for (const std::string& surrogate : surrogate_names(arm)) {
        collect_surrogate(metrics, arm, surrogate, arm.problem);
        collect_partials_errors(metrics, input, arm, surrogate);
    }
    std::vector<std::string> peers;
    for (const Metric& metric : input.peers) {
        if (metric.arm == arm.arm.label) {
            append_name(peers, metric.surrogate);
        }
    }
    for (const std::string& peer : peers) {
        collect_peer(metrics, input, arm, peer);
        collect_partials_errors(metrics, input, arm, peer);
    }
    collect_truth(metrics, arm, arm.problem);
    return metrics;
}

const Metric* find_metric(std::span<const Metric> metrics,
                          std::string_view arm,
                          std::string_view surrogate,
                          std::string_view name) {
    const auto found = std::find_if(metrics.begin(), metrics.end(), [&](const Metric& metric) {
        return metric.arm == arm && metric.surrogate == surrogate && metric.name == name;
    });
    return found == metrics.end() ? nullptr : &*found;
}

std::vector<SummaryRow> summarize(std::span<const Metric> metrics) {
    std::vector<SummaryRow> rows;
    for (const Metric& metric : metrics) {
        std::vector<double> there;
        std::copy_if(metric.values.begin(),
                     metric.values.end(),
                     std::back_inserter(there),
                     [](double value) { return std::isfinite(value); });
        if (there.empty()) {
            continue;
        }
        rows.push_back({.arm = metric.arm,
                        .surrogate = metric.surrogate,
                        .metric = metric.name,
                        .median = quantile(there, 0.5),
                        .q25 = quantile(there, 0.25),
                        .q75 = quantile(there, 0.75),
                        .min = quantile(there, 0.0),
                        .max = quantile(there, 1.0),
                        .n = static_cast<Index>(there.size())});
    }
    return rows;
}

std::span<const SummaryRow> rows_of(std::span<const SummaryRow> rows, std::string_view arm) {
    const auto first = std::find_if(
        rows.begin(), rows.end(), [arm](const SummaryRow& row) { return row.arm == arm; });
    const auto last =
        std::find_if(first, rows.end(), [arm](const SummaryRow& row) { return row.arm != arm; });
    return {first, last};
}

std::vector<std::string> surrogate_names(std::span<const SummaryRow> rows) {
    std::vector<std::string> names;
    for (const SummaryRow& row : rows) {
        append_name(names, row.surrogate);
    }
    return names;
}

const SummaryRow* find_row(std::span<const SummaryRow> rows,
                           std::string_view arm,
                           std::string_view surrogate,
                           std::string_view metric) {
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const SummaryRow& row) {
        return row.arm == arm && row.surrogate == surrogate && row.metric == metric;
    });
    return found == rows.end() ? nullptr : &*found;
}

std::vector<std::string> problem_names(const ReportInput& input) {
    std::vector<std::string> names;
    for (const ReportArm& arm : input.arms) {
        if (std::find(names.begin(), names.end(), arm.problem.name) == names.end()) {
            names.push_back(arm.problem.name);
        }
    }
    return names;
}

void write_summary(const ReportInput& input, std::span<const SummaryRow> rows) {
    const std::vector<std::string> problems = problem_names(input);
    std::map<std::string, std::string> problem_of;
    for (const ReportArm& arm : input.arms) {
        problem_of[arm.arm.label] = arm.problem.name;
    }
    std::string csv = "arm,surrogate,metric,median,q25,q75,min,max,n\n";
    Json list = Json::array();
    for (const SummaryRow& row : rows) {
        csv += fmt::format("{},{},{},{},{},{},{},{},{}\n",
                           csv_cell(row.arm),
                           csv_cell(row.surrogate),
                           csv_cell(row.metric),
                           row.median,
                           row.q25,
                           row.q75,
                           row.min,
                           row.max,
                           row.n);
        list.push_back({{"arm", row.arm},
                        {"surrogate", row.surrogate},
                        {"metric", row.metric},
                        {"median", row.median},
                        {"q25", row.q25},
                        {"q75", row.q75},
                        {"min", row.min},
                        {"max", row.max},
                        {"n", row.n}});
        if (problems.size() > 1) {
            list.back()["problem"] = problem_of[row.arm];
        }
    }
    const Json json = {{"study", input.study},
                       {"problem", problems.size() == 1 ? Json(problems.front()) : Json(problems)},
                       {"version", input.version},
                       {"quantiles", "linear interpolation between order statistics (type 7)"},
                       {"rows", list}};
    write_text(input.folder / "summary.csv", csv);
    write_text(input.folder / "summary.json",
               json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

}  // namespace jennopt
