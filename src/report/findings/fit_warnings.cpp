#include "core/format.hpp"
#include "report/findings/warnings.hpp"
#include "report/number_text.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace jennopt {

namespace {

void warn_lost(std::vector<std::string>& sentences,
               const ArmResults& arm,
               const std::string& name) {
    long lost = 0;
    std::string reason;
    for (const ReplicateRecord& replicate : arm.replicates) {
        lost += find_surrogate(replicate, name) == nullptr ? 1 : 0;
        for (const LostSurrogate& each : replicate.lost) {
            reason = each.name == name && reason.empty() ? each.reason : reason;
        }
    }
    if (lost > 0) {
        sentences.push_back(
            fmt::format("{} was lost in {}: {}.",
                        name,
                        count_of(lost, static_cast<long>(arm.replicates.size()), "replicate"),
                        reason.empty() ? "no reason is recorded" : reason));
    }
}

/// "partials" of an R2; of one output only where the pooled values do not show it; "" otherwise.
std::string predicted_badly(const MetricTable& table, const MetricRow& row) {
    if (!(row.spread.min < 0.0)) {
        return {};
    }
    if (row.metric == metrics::r2_partials) {
        return "partials";
    }
    const std::string_view metric = row.metric;
    if (!metric.starts_with(metrics::r2_value)) {
        return {};
    }
    if (metric == metrics::r2_value) {
        return "values";
    }
    const MetricRow* pooled = table.find(row.arm, row.contender, metrics::r2_value);
    return pooled != nullptr && pooled->spread.min < 0.0
               ? std::string()
               : fmt::format("values of {}", metric.substr(metrics::r2_value.size()));
}

void warn_worse_than_mean(std::vector<std::string>& sentences,
                          const MetricTable& table,
                          std::size_t arm) {
    for (const MetricRow& row : table.rows(arm)) {
        const std::string what = predicted_badly(table, row);
        if (what.empty()) {
            continue;
        }
        const auto bad =
            std::count_if(row.values.begin(), row.values.end(), [](double r2) { return r2 < 0.0; });
        sentences.push_back(fmt::format(
            "{} predicts the {} of the test samples worse than the mean of these samples in {}: "
            "R2 {}{}.",
            row.contender,
            what,
            count_of(bad, row.spread.n, "replicate"),
            r2_number(row.spread.min),
            bad > 1 ? " at worst" : ""));
    }
}

void warn_restarts(std::vector<std::string>& sentences,
                   const ArmResults& arm,
                   const SurrogateConfig& config) {
    Index diverged = 0;
    Index all = 0;
    Index missing = 0;
    std::string first;
    for (const ReplicateRecord& replicate : arm.replicates) {
        const SurrogateRecord* record = find_surrogate(replicate, config.name);
        if (record == nullptr || record->restarts.empty()) {
            continue;
        }
        std::set<Index> members;
        for (const Restart& restart : record->restarts) {
            ++all;
            diverged += restart.failure.empty() ? 0 : 1;
            first = first.empty() ? restart.failure : first;
            if (restart.kept) {
                members.insert(restart.member);
            }
        }
        missing += config.fit.members - static_cast<Index>(members.size());
    }
    if (diverged > 0) {
        sentences.push_back(fmt::format(
            "{}: {} diverged and were left out{}; the first reason: {}",
            config.name,
            count_of(diverged, all, "training"),
            missing > 0 ? fmt::format(", {} without a network", plural(missing, "member")) : "",
            first));
    }
}

void warn_refused(std::vector<std::string>& sentences,
                  const ArmResults& arm,
                  const std::string& name) {
    long refused = 0;
    long polished = 0;
    for (const ReplicateRecord& replicate : arm.replicates) {
        const SurrogateRecord* record = find_surrogate(replicate, name);
        if (record != nullptr && record->polishing) {
            ++polished;
            refused += record->polishing->kept ? 0 : 1;
        }
    }
    if (refused > 0) {
        sentences.push_back(fmt::format(
            "{}: the guard refused the polishing in {}; there it is its base unchanged.",
            name,
            count_of(refused, polished, "replicate")));
    }
}

}  // namespace

std::vector<std::string> fit_warnings(const StudyResults& study,
                                      const MetricTable& table,
                                      std::size_t arm) {
    const ArmResults& results = study.arms.at(arm);
    std::vector<std::string> sentences;
    for (const SurrogateConfig& config : results.arm.config.surrogates) {
        warn_lost(sentences, results, config.name);
    }
    warn_worse_than_mean(sentences, table, arm);
    for (const SurrogateConfig& config : results.arm.config.surrogates) {
        warn_restarts(sentences, results, config);
        warn_refused(sentences, results, config.name);
    }
    return sentences;
}

}  // namespace jennopt
