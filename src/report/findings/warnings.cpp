#include "core/format.hpp"
#include "report/findings/findings.hpp"
#include "report/number_text.hpp"
#include "report/validation.hpp"

#include <algorithm>
#include <set>

namespace jennopt {

namespace {

std::string lost_warning(const ArmResults& arm, const std::string& name) {
    Tally lost;
    for (const ReplicateRecord& replicate : arm.replicates) {
        if (find_surrogate(replicate, name) == nullptr) {
            const auto found = std::ranges::find(replicate.lost, name, &LostSurrogate::name);
            lost.note(found == replicate.lost.end() ? "no reason is recorded" : found->reason);
        }
    }
    const std::string count = count_of(lost.count, std::ssize(arm.replicates), "replicate");
    return lost.count == 0 ? "" : fmt::format("{} was lost in {}: {}.", name, count, lost.first);
}

/// "partials" of an R2; of one output only where the pooled values do not show it; "" otherwise.
std::string predicted_badly(const MetricTable& table, const MetricRow& row) {
    const std::string_view metric = row.metric;
    if (!(row.spread.min < 0.0)) {
        return {};
    }
    if (metric == metrics::r2_partials || metric == metrics::r2_value) {
        return metric == metrics::r2_value ? "values" : "partials";
    }
    const MetricRow* pooled = table.find(row.arm, row.contender, metrics::r2_value);
    return !metric.starts_with(metrics::r2_value) || (pooled != nullptr && pooled->spread.min < 0.0)
               ? ""
               : fmt::format("values of {}", metric.substr(metrics::r2_value.size()));
}

std::string worse_than_mean_warning(const ArmResults& arm,
                                    const MetricTable& table,
                                    const MetricRow& row) {
    const std::string what = predicted_badly(table, row);
    const auto bad = std::ranges::count_if(row.values, [](double r2) { return r2 < 0.0; });
    return what.empty() ? ""
                        : row.contender + " predicts the " + what + " of the " +
                              judged_samples(arm) + " worse than the mean of these samples in " +
                              count_of(bad, row.spread.n, "replicate") + ": " + r2_words(arm) +
                              " " + r2_number(row.spread.min) + (bad > 1 ? " at worst." : ".");
}

std::string restarts_warning(const ArmResults& arm, const SurrogateConfig& config) {
    Tally diverged;
    Index all = 0;
    Index missing = 0;
    for (const ReplicateRecord& replicate : arm.replicates) {
        const SurrogateRecord* record = find_surrogate(replicate, config.name);
        if (record == nullptr || record->restarts.empty()) {
            continue;
        }
        std::set<Index> members;
        for (const Restart& restart : record->restarts) {
            ++all;
            diverged.note(restart.failure);
            if (restart.kept) {
                members.insert(restart.member);
            }
        }
        missing += config.fit.members - std::ssize(members);
    }
    const std::string without =
        missing > 0 ? ", " + plural(missing, "member") + " without a network" : "";
    return diverged.count == 0 ? ""
                               : config.name + ": " + count_of(diverged.count, all, "training") +
                                     " diverged and were left out" + without +
                                     "; the first reason: " + diverged.first;
}

std::string refused_warning(const ArmResults& arm, const std::string& name) {
    Index refused = 0;
    Index polished = 0;
    for (const ReplicateRecord& replicate : arm.replicates) {
        const SurrogateRecord* record = find_surrogate(replicate, name);
        if (record != nullptr && record->polishing) {
            ++polished;
            refused += record->polishing->kept ? 0 : 1;
        }
    }
    return refused == 0
               ? ""
               : name + ": the guard refused the polishing in " +
                     count_of(refused, polished, "replicate") + "; there it is its base unchanged.";
}

}  // namespace

std::vector<std::string> warnings(const StudyResults& study,
                                  const MetricTable& table,
                                  std::size_t arm) {
    const ArmResults& results = study.arms.at(arm);
    const std::vector<SurrogateConfig>& configs = results.arm.config.surrogates;
    const auto done = std::ssize(results.replicates);
    const Index planned = results.arm.config.replicates;
    std::vector<std::string> all;
    if (done < planned) {
        all.push_back(
            fmt::format("Unfinished: {} are there.", count_of(done, planned, "replicate")));
    }
    if (done == 0) {
        return all;
    }
    std::ranges::move(sample_warnings(study, results), std::back_inserter(all));
    for (const SurrogateConfig& config : configs) {
        all.push_back(lost_warning(results, config.name));
    }
    for (const MetricRow& row : table.rows(arm)) {
        all.push_back(worse_than_mean_warning(results, table, row));
    }
    for (const SurrogateConfig& config : configs) {
        all.push_back(restarts_warning(results, config));
        all.push_back(refused_warning(results, config.name));
    }
    std::ranges::move(search_warnings(results), std::back_inserter(all));
    std::ranges::move(optimizer_warnings(results), std::back_inserter(all));
    std::erase(all, "");
    return all;
}

}  // namespace jennopt
