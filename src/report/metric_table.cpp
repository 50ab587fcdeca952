#include "report/metric_table.hpp"

#include "core/format.hpp"
#include "core/json.hpp"
#include "core/text_file.hpp"
#include "data/csv.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace jennopt {

namespace {

constexpr double not_there = std::numeric_limits<double>::quiet_NaN();

std::vector<double> read_metric(const ArmResults& arm,
                                const std::string& contender,
                                const Metric& metric,
                                Index output) {
    std::vector<double> values;
    for (const ReplicateRecord& replicate : arm.replicates) {
        values.push_back(metric.read({arm.problem, replicate, contender}, output));
    }
    return values;
}

void append_new(std::vector<std::string>& names, const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) {
        names.push_back(name);
    }
}

bool has(const ArmResults& arm, std::string_view contender) {
    return std::any_of(arm.replicates.begin(), arm.replicates.end(), [&](const auto& replicate) {
        const std::vector<std::string> names = contenders_of(replicate);
        return std::find(names.begin(), names.end(), contender) != names.end();
    });
}

/// What a reader of the files needs to know of each arm's problem.
Json arms_json(const StudyResults& study) {
    Json arms = Json::array();
    for (const ArmResults& arm : study.arms) {
        arms.push_back({{"arm", arm.arm.label},
                        {"problem", arm.problem.name},
                        {"inputs", arm.problem.n_x()},
                        {"outputs", arm.problem.n_y()}});
    }
    return arms;
}

const char* better_name(Better better) {
    switch (better) {
        case Better::lower:
            return "lower";
        case Better::higher:
            return "higher";
        case Better::neither:
            return "neither";
    }
    return "";
}

const char* scale_name(Scale scale) {
    switch (scale) {
        case Scale::linear:
            return "linear";
        case Scale::logarithmic:
            return "logarithmic";
        case Scale::one_minus:
            return "one_minus";
    }
    return "";
}

const char* style_name(NumberStyle style) {
    switch (style) {
        case NumberStyle::general:
            return "general";
        case NumberStyle::count:
            return "count";
        case NumberStyle::r2:
            return "r2";
    }
    return "";
}

/// The catalogue's lines of the metrics that the table has.
Json metrics_json(const MetricTable& table) {
    Json metrics = Json::object();
    for (const MetricRow& row : table.rows()) {
        if (const Metric* metric = find_metric(row.metric)) {
            metrics[std::string(metric->name)] = {{"words", metric->words},
                                                  {"unit", metric->unit},
                                                  {"better", better_name(metric->better)},
                                                  {"scale", scale_name(metric->scale)},
                                                  {"style", style_name(metric->style)}};
        }
    }
    return metrics;
}

}  // namespace

MetricTable::MetricTable(const StudyResults& study) {
    for (std::size_t arm = 0; arm < study.arms.size(); ++arm) {
        starts_.push_back(rows_.size());
        places_.emplace_back();
        read_arm(study, arm);
    }
    starts_.push_back(rows_.size());
}

void MetricTable::read_arm(const StudyResults& study, std::size_t arm) {
    const ArmResults& results = study.arms[arm];
    const auto append_extras = [&](const std::vector<ExtraMetric>& extras,
                                   const std::string& wanted,
                                   const std::string& contender) {
        for (const ExtraMetric& extra : extras) {
            if (extra.arm == arm && extra.contender == wanted) {
                append({arm, contender, extra.metric, extra.values, {}});
            }
        }
    };
    for (const std::string& surrogate : surrogate_names(results)) {
        read_contender(results, arm, surrogate);
        append_extras(study.partials_errors, "", surrogate);
    }
    std::vector<std::string> peers;
    for (const ExtraMetric& peer : study.peers) {
        if (peer.arm == arm) {
            append_new(peers, peer.contender);
        }
    }
    for (const std::string& peer : peers) {
        append_extras(study.peers, peer, peer);
        append_extras(study.partials_errors, "", peer);
    }
    for (const std::string_view other : {direct_search, best_sample}) {
        if (has(results, other)) {
            read_contender(results, arm, std::string(other));
        }
    }
}

void MetricTable::read_contender(const ArmResults& results,
                                 std::size_t arm,
                                 const std::string& contender) {
    for (const Metric& metric : metric_catalogue()) {
        if (metric.read == nullptr) {
            continue;
        }
        append({arm,
                contender,
                std::string(metric.name),
                read_metric(results, contender, metric, -1),
                {}});
        const Index n_y = metric.per_output ? results.problem.n_y() : 1;
        for (Index k = 0; n_y > 1 && k < n_y; ++k) {
            append({arm,
                    contender,
                    fmt::format("{}[{}]",
                                metric.name,
                                results.problem.outputs[static_cast<std::size_t>(k)].name),
                    read_metric(results, contender, metric, k),
                    {}});
        }
    }
}

void MetricTable::append(MetricRow row) {
    for (double& value : row.values) {
        value = std::isfinite(value) ? value : not_there;
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
    const auto& places = places_.at(arm);
    const auto found = places.find(std::pair(std::string(contender), std::string(metric)));
    return found == places.end() ? nullptr : &rows_[found->second];
}

std::span<const double> MetricTable::values(std::size_t arm,
                                            std::string_view contender,
                                            std::string_view metric) const {
    const MetricRow* row = find(arm, contender, metric);
    return row == nullptr ? std::span<const double>() : std::span<const double>(row->values);
}

std::optional<double> MetricTable::median(std::size_t arm,
                                          std::string_view contender,
                                          std::string_view metric) const {
    const MetricRow* row = find(arm, contender, metric);
    return row == nullptr ? std::nullopt : std::optional(row->spread.median);
}

std::vector<std::string> MetricTable::contenders(std::size_t arm) const {
    std::vector<std::string> names;
    for (const MetricRow& row : rows(arm)) {
        append_new(names, row.contender);
    }
    return names;
}

std::vector<std::string> MetricTable::contenders() const {
    std::vector<std::string> names;
    for (const MetricRow& row : rows_) {
        append_new(names, row.contender);
    }
    return names;
}

void write_metrics(const StudyResults& study, const MetricTable& table) {
    const std::vector<std::string> problems = problem_names(study);
    std::string values = "arm,surrogate,replicate,metric,value\n";
    std::string summary = "arm,surrogate,metric,median,q25,q75,min,max,n\n";
    Json list = Json::array();
    for (const MetricRow& row : table.rows()) {
        const ArmResults& arm = study.arms[row.arm];
        const std::string label = csv_cell(arm.arm.label);
        const std::string contender = csv_cell(row.contender);
        const std::string metric = csv_cell(row.metric);
        for (std::size_t r = 0; r < row.values.size(); ++r) {
            if (std::isfinite(row.values[r])) {
                values += fmt::format("{},{},{},{},{}\n",
                                      label,
                                      contender,
                                      arm.replicates[r].replicate,
                                      metric,
                                      row.values[r]);
            }
        }
        const Spread& s = row.spread;
        summary += fmt::format("{},{},{},{},{},{},{},{},{}\n",
                               label,
                               contender,
                               metric,
                               s.median,
                               s.q25,
                               s.q75,
                               s.min,
                               s.max,
                               s.n);
        list.push_back({{"arm", arm.arm.label},
                        {"surrogate", row.contender},
                        {"metric", row.metric},
                        {"median", s.median},
                        {"q25", s.q25},
                        {"q75", s.q75},
                        {"min", s.min},
                        {"max", s.max},
                        {"n", s.n}});
        if (problems.size() > 1) {
            list.back()["problem"] = arm.problem.name;
        }
    }
    const Json json = {{"study", study.study},
                       {"problem", problems.size() == 1 ? Json(problems.front()) : Json(problems)},
                       {"version", study.version},
                       {"quantiles", "linear interpolation between order statistics (type 7)"},
                       {"arms", arms_json(study)},
                       {"metrics", metrics_json(table)},
                       {"rows", list}};
    write_text(study.folder / "metrics.csv", values);
    write_text(study.folder / "summary.csv", summary);
    write_text(study.folder / "summary.json",
               json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

}  // namespace jennopt
