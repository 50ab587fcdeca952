#include "report/metric_table.hpp"

#include "core/format.hpp"
#include "core/json.hpp"
#include "core/text_file.hpp"
#include "data/csv.hpp"
#include "report/race.hpp"
#include "report/validation.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace jennopt {

namespace {

bool has(const ArmResults& arm, std::string_view contender) {
    return std::ranges::any_of(arm.replicates, [&](const ReplicateRecord& replicate) {
        return std::ranges::count(contenders_of(replicate), contender) > 0;
    });
}

std::vector<std::string> contenders_in(std::span<const MetricRow> rows) {
    std::vector<std::string> names;
    for (const MetricRow& row : rows) {
        append_once(names, row.contender);
    }
    return names;
}

constexpr std::array spread_names{"median", "q25", "q75", "min", "max"};

/// The catalogue's lines of the metrics that the table has.
Json metrics_json(const MetricTable& table, bool is_maximum) {
    Json list = Json::object();
    for (const MetricRow& row : table.rows()) {
        if (const Metric* metric = find_metric(row.metric)) {
            const bool rises = is_maximum && metric->name == metrics::optimum_true_value;
            list[std::string(metric->name)] = {
                {"words", metric->words},
                {"unit", metric->unit},
                {"better", name_of(rises ? Better::higher : metric->better)},
                {"scale", name_of(metric->scale)},
                {"style", name_of(metric->style)}};
        }
    }
    return list;
}

}  // namespace

MetricTable::MetricTable(const StudyResults& study) {
    for (std::size_t arm = 0; arm < study.arms.size(); ++arm) {
        starts_.push_back(rows_.size());
        tolerances_.push_back(study.arms[arm].arm.config.optimization.constraint_tolerance);
        places_.emplace_back();
        read_arm(study, arm);
    }
    starts_.push_back(rows_.size());
}

void MetricTable::read_arm(const StudyResults& study, std::size_t arm) {
    const ArmResults& results = study.arms[arm];
    for (const std::string& surrogate : surrogate_names(results)) {
        read_contender(results, arm, surrogate);
        for (const ArmMetric& extra : study.partials_errors) {
            if (extra.arm == arm) {
                append({arm, surrogate, extra.metric, extra.values, {}});
            }
        }
    }
    for (const std::string& optimizer : optimizer_names(results)) {
        read_contender(results, arm, optimizer);
        append_race(study, arm, optimizer);
    }
    for (const std::string_view other : {direct_search, best_sample}) {
        if (has(results, other)) {
            read_contender(results, arm, std::string(other));
        }
    }
}

void MetricTable::append_race(const StudyResults& study,
                              std::size_t arm,
                              const std::string& optimizer) {
    const std::optional<RaceCourse> course = race_course(study, arm);
    const RaceEntry* entry = course ? find_entry(*course, optimizer) : nullptr;
    if (entry == nullptr) {
        return;
    }
    MetricRow row{arm, optimizer, std::string(metrics::evaluations_to_target), {}, {}};
    const std::vector<double> counts = evaluations_of(*entry);
    for (const ReplicateRecord& replicate : study.arms[arm].replicates) {
        const auto run = std::ranges::find(entry->runs, replicate.replicate, &RaceRun::replicate);
        const auto place = static_cast<std::size_t>(run - entry->runs.begin());
        row.values.push_back(run == entry->runs.end() ? std::nan("") : counts[place]);
    }
    append(std::move(row));
}

void MetricTable::read_contender(const ArmResults& results,
                                 std::size_t arm,
                                 const std::string& contender) {
    const auto read = [&](const Metric& metric, std::string name, Index output) {
        MetricRow row{arm, contender, std::move(name), {}, {}};
        for (const ReplicateRecord& replicate : results.replicates) {
            row.values.push_back(metric.read({results.problem, replicate, contender}, output));
        }
        append(std::move(row));
    };
    for (const Metric& metric : metric_catalogue()) {
        if (metric.read == nullptr) {
            continue;
        }
        read(metric, std::string(metric.name), -1);
        const std::vector<Output>& outputs = results.problem.outputs;
        for (std::size_t k = 0; metric.per_output && outputs.size() > 1 && k < outputs.size();
             ++k) {
            read(
                metric, fmt::format("{}[{}]", metric.name, outputs[k].name), static_cast<Index>(k));
        }
    }
}

void MetricTable::append(MetricRow row) {
    for (double& value : row.values) {
        value = std::isfinite(value) ? value : std::nan("");
    }
    if (const std::optional<Spread> spread = spread_of(row.values)) {
        row.spread = *spread;
        places_.back()[{row.contender, row.metric}] = rows_.size();
        rows_.push_back(std::move(row));
    }
}

std::span<const MetricRow> MetricTable::rows(std::size_t arm) const {
    return std::span(rows_).subspan(starts_.at(arm), starts_.at(arm + 1) - starts_.at(arm));
}

const MetricRow* MetricTable::find(std::size_t arm,
                                   std::string_view contender,
                                   std::string_view metric) const {
    const auto found = places_.at(arm).find({std::string(contender), std::string(metric)});
    return found == places_.at(arm).end() ? nullptr : &rows_[found->second];
}

std::span<const double> MetricTable::values(std::size_t arm,
                                            std::string_view contender,
                                            std::string_view metric) const {
    const MetricRow* row = find(arm, contender, metric);
    return row == nullptr ? std::span<const double>() : std::span<const double>(row->values);
}

std::vector<double> MetricTable::feasible_values(std::size_t arm,
                                                 std::string_view contender,
                                                 std::string_view metric,
                                                 double infeasible) const {
    const std::span<const double> all = values(arm, contender, metric);
    std::vector<double> feasible(all.begin(), all.end());
    const auto violations = values(arm, contender, metrics::optimum_violation);
    const bool is_of_optimum =
        metric.starts_with("optimum_") && metric != metrics::optimum_violation;
    for (std::size_t r = 0; is_of_optimum && r < std::min(all.size(), violations.size()); ++r) {
        feasible[r] = violations[r] > tolerances_.at(arm) ? infeasible : feasible[r];
    }
    return feasible;
}

std::optional<double> MetricTable::median(std::size_t arm,
                                          std::string_view contender,
                                          std::string_view metric) const {
    const MetricRow* row = find(arm, contender, metric);
    return row == nullptr ? std::nullopt : std::optional(row->spread.median);
}

std::vector<std::string> MetricTable::contenders(std::size_t arm) const {
    return contenders_in(rows(arm));
}

std::vector<std::string> MetricTable::contenders() const {
    return contenders_in(rows());
}

void write_metrics(const StudyResults& study, const MetricTable& table) {
    const std::vector<std::string> problems = problem_names(study);
    std::string values = "arm,surrogate,replicate,metric,value\n";
    std::string summary = "arm,surrogate,metric,median,q25,q75,min,max,n\n";
    Json arms = Json::array();
    for (const ArmResults& arm : study.arms) {
        arms.push_back({{"arm", arm.arm.label},
                        {"problem", arm.problem.name},
                        {"inputs", arm.problem.n_x()},
                        {"outputs", arm.problem.n_y()}});
        if (const Index folds = folds_of(arm); folds > 0) {
            arms.back()["cross_validation_folds"] = folds;
        }
    }
    Json list = Json::array();
    for (const MetricRow& row : table.rows()) {
        const ArmResults& arm = study.arms[row.arm];
        const std::string key =
            fmt::format("{},{}", csv_cell(arm.arm.label), csv_cell(row.contender));
        const std::string metric = csv_cell(row.metric);
        for (std::size_t r = 0; r < row.values.size(); ++r) {
            if (std::isfinite(row.values[r])) {
                const Index replicate = arm.replicates[r].replicate;
                values += fmt::format("{},{},{},{}\n", key, replicate, metric, row.values[r]);
            }
        }
        const Spread& s = row.spread;
        const std::array numbers{s.median, s.q25, s.q75, s.min, s.max};
        summary += fmt::format("{},{},{},{}\n", key, metric, fmt::join(numbers, ","), s.n);
        Json line = {{"arm", arm.arm.label}, {"surrogate", row.contender}, {"metric", row.metric}};
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            line[spread_names.at(i)] = numbers.at(i);
        }
        line["n"] = s.n;
        if (problems.size() > 1) {
            line["problem"] = arm.problem.name;
        }
        list.push_back(std::move(line));
    }
    const Json json = {{"study", study.study},
                       {"problem", problems.size() == 1 ? Json(problems.front()) : Json(problems)},
                       {"version", study.version},
                       {"quantiles", "linear interpolation between order statistics (type 7)"},
                       {"arms", arms},
                       {"metrics", metrics_json(table, maximizes(study))},
                       {"rows", list}};
    write_text(study.folder / "metrics.csv", values);
    write_text(study.folder / "summary.csv", summary);
    write_text(study.folder / "summary.json",
               json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

}  // namespace jennopt
