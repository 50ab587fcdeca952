#include "core/format.hpp"
#include "record/claim_metrics.hpp"
#include "report/findings/findings.hpp"
#include "report/findings/parts.hpp"
#include "report/number_text.hpp"
#include "report/words.hpp"
#include "study/optimizer_checks.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace jennopt {

namespace {

/// "12", or "12 (8 to 20)" where the replicates differ.
std::string count_range(const Spread& spread) {
    return count_text(spread.median) +
           (spread.min == spread.max
                ? ""
                : " (" + count_text(spread.min) + " to " + count_text(spread.max) + ")");
}

/// "target reached in 7 of 10 replicates, evaluations used up in 3".
std::string endings_text(const ArmResults& arm, const std::string& optimizer) {
    std::map<std::string, long> counts;
    for (const ReplicateRecord& replicate : arm.replicates) {
        if (const OptimizerRecord* record = find_optimizer(replicate, optimizer)) {
            ++counts[record->termination];
        }
    }
    std::vector<std::string> texts;
    for (const auto& [ending, count] : counts) {
        texts.push_back(counts.size() == 1 ? ending : fmt::format("{} in {}", ending, count));
    }
    return fmt::format("{}", fmt::join(texts, ", "));
}

/// What an optimizer found over the replicates, at which cost, and why it stopped.
std::string course_of(const ArmResults& arm,
                      const MetricTable& table,
                      std::size_t number,
                      const std::string& optimizer) {
    const auto values =
        table.feasible_values(number, optimizer, metrics::optimum_true_value, std::nan(""));
    const std::optional<Spread> spread = spread_of(values);
    const MetricRow* found = table.find(number, optimizer, metrics::true_evaluations);
    const MetricRow* all = table.find(number, optimizer, metrics::evaluations_in_all);
    const auto n = std::ssize(arm.replicates);
    std::string text = optimizer + ": ";
    if (!spread) {
        text += n == 1 ? "no feasible design" : "no feasible design in any replicate";
    } else {
        text += "best feasible value " + short_number(spread->median, 4);
        if (n > 1) {
            text += " (median; " + short_number(spread->min, 4) + " to " +
                    short_number(spread->max, 4) + "), feasible in " +
                    count_of(spread->n, n, "replicate");
        }
        text += ", found after " + count_range(found->spread);
    }
    const OptimizerRecord* first = find_optimizer(arm.replicates.front(), optimizer);
    const Index given = first == nullptr ? 0 : first->given();  // the same in every replicate
    return text + " of " + count_range(all->spread) + " evaluations" +
           (given == 0 ? "" : fmt::format(", beside {} that existed", given)) +
           "; stopped: " + endings_text(arm, optimizer) + ".";
}

std::string contest_of(const ArmResults& arm, const MetricTable& table, std::size_t number) {
    std::vector<Contestant> contestants;
    for (const std::string& name : optimizer_names(arm)) {
        contestants.push_back({name, optimum_scores(table, arm, number, name)});
    }
    const std::vector<Contestant> ranking =
        ranked(std::move(contestants), NumberStyle::general, arm.problem.sense());
    const bool is_decided = ranking.size() > 1 && std::isfinite(ranking.front().median);
    return is_decided ? ranking_opening("True value of the best design", arm.replicates.size()) +
                            ranking_clause(ranking) + "."
                      : "";
}

}  // namespace

std::vector<std::string> optimizer_findings(const StudyResults& study,
                                            const MetricTable& table,
                                            std::size_t arm) {
    const ArmResults& results = study.arms.at(arm);
    std::vector<std::string> sentences;
    for (const std::string& name : optimizer_names(results)) {
        sentences.push_back(course_of(results, table, arm, name));
    }
    if (results.arm.config.surrogates.empty()) {  // else surrogates and optimizers meet in one
        sentences.push_back(contest_of(results, table, arm));
    }
    std::erase(sentences, "");
    return sentences;
}

std::vector<std::string> optimizer_warnings(const ArmResults& arm) {
    const std::vector<StepRecord> none;
    std::vector<std::string> sentences;
    for (const OptimizerConfig& config : arm.arm.config.optimizers) {
        sentences.push_back(model_warning(config, arm.problem));
    }
    for (const std::string& name : optimizer_names(arm)) {
        Tally failed;
        Index all = 0;
        for (const ReplicateRecord& replicate : arm.replicates) {
            const OptimizerRecord* record = find_optimizer(replicate, name);
            for (const StepRecord& step : record == nullptr ? none : record->steps) {
                const bool is_own = step.round >= 0;
                all += is_own ? 1 : 0;
                if (is_own && std::isnan(step.value)) {
                    failed.note(record->first_failure);
                }
            }
        }
        if (failed.count > 0) {
            sentences.push_back(name + ": " + count_of(failed.count, all, "evaluation") +
                                " failed; the first failure: " + failed.first);
        }
    }
    std::erase(sentences, "");
    return sentences;
}

}  // namespace jennopt
