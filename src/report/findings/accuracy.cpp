#include "core/format.hpp"
#include "report/findings/findings.hpp"
#include "report/findings/parts.hpp"
#include "report/number_text.hpp"
#include "report/validation.hpp"
#include "report/words.hpp"

#include <algorithm>

namespace jennopt {

namespace {

std::string accuracy_sentence(const ArmResults& results,
                              const MetricTable& table,
                              std::size_t arm,
                              std::string_view metric,
                              const std::string& what) {
    std::vector<Contestant> surrogates;
    std::size_t n = 0;
    for (const std::string& name : table.contenders(arm)) {
        Contestant& each = surrogates.emplace_back(Contestant{name, {}});
        for (const double r2 : table.values(arm, name, metric)) {
            each.scores.push_back(-r2);
        }
        n = std::max(n, each.scores.size());
    }
    surrogates = ranked(std::move(surrogates), NumberStyle::r2, -1.0);
    if (!surrogates.empty() && surrogates.front().median > 0.0) {
        return "No surrogate predicts " + what + " better than the mean of the " +
               judged_samples(results) + ": " + r2_words(results) + " is " +
               surrogates.front().text + " at best (" + surrogates.front().name + ").";
    }
    return surrogates.size() < 2
               ? ""
               : ranking_opening(r2_opening(results, what), n) + ranking_clause(surrogates) + ".";
}

std::string start_sentence(const MetricTable& table, std::size_t arm, const SurrogateConfig& of) {
    const auto best = table.median(arm, of.name, metrics::loss_best_start);
    const auto worst = table.median(arm, of.name, metrics::loss_worst_start);
    if (!best || !worst || of.fit.restarts == 1) {
        return "";
    }
    const auto losses = distinct_numbers(std::vector{*best, *worst}, NumberStyle::general);
    return of.name + fmt::format(" keeps the best of {} initializations", of.fit.restarts) +
           (of.fit.members > 1 ? " for each network" : "") + ": training loss " + losses[0] +
           " at best, " + losses[1] + " at worst (medians).";
}

std::string spread_sentence(const ArmResults& results,
                            const MetricTable& table,
                            std::size_t arm,
                            const SurrogateConfig& of) {
    // What two standard deviations cover of normal errors, and how much less is an error bar yet.
    constexpr double normal_coverage = 0.95;
    constexpr double fair_coverage = 0.85;
    const auto values = table.median(arm, of.name, metrics::spread_coverage_value);
    if (!values) {
        return "";
    }
    const auto partials = table.median(arm, of.name, metrics::spread_coverage_partials);
    const bool is_test = folds_of(results) == 0;
    const auto rank = table.median(arm, of.name, metrics::spread_rank_value);
    return fmt::format(
        "{} Two of {} standard deviations cover the error at {:.0f} % of the {}values{}{} (an "
        "error bar: {:.0f} %): the spread {}.{}",
        of.kind == SurrogateKind::kriging
            ? of.name + " knows how sure it is."
            : fmt::format("{} is the mean of {} networks.", of.name, of.fit.members),
        of.kind == SurrogateKind::kriging ? "its" : "their",
        100.0 * *values,
        is_test ? "test " : "",
        is_test ? "" : " held back",
        partials ? fmt::format(" and {:.0f} % of the partials", 100.0 * *partials) : "",
        100.0 * normal_coverage,
        *values < fair_coverage ? "understates the error" : "is of about the right size",
        rank ? fmt::format(" Its rank correlation with the error is {:.2f} (1: it is large where "
                           "the model is wrong, 0: unrelated).",
                           *rank)
             : "");
}

/// That cross-validation left nothing of a network.
std::string linear_sentence(const ArmResults& arm, const std::string& name) {
    Index linear = 0;
    std::vector<double> errors;
    for (const ReplicateRecord& replicate : arm.replicates) {
        const SurrogateRecord* record = find_surrogate(replicate, name);
        if (record != nullptr && record->selection.linear) {
            ++linear;
            errors.push_back(record->selection.linear_error);
        }
    }
    const auto n = std::ssize(arm.replicates);
    return linear == 0 ? ""
                       : fmt::format(
                             "{} is a linear model{}: on samples held back (cross-validation) that "
                             "predicts "
                             "better than a network, with R2 of values {}{}.",
                             name,
                             n == 1 ? "" : " in " + count_of(linear, n, "replicate"),
                             number_text(1.0 - *median_of(errors), NumberStyle::r2),
                             errors.size() > 1 ? " (median)" : "");
}

}  // namespace

std::vector<std::string> accuracy_findings(const StudyResults& study,
                                           const MetricTable& table,
                                           std::size_t arm) {
    const ArmResults& results = study.arms.at(arm);
    std::vector<std::string> sentences{
        accuracy_sentence(results, table, arm, metrics::r2_value, "values"),
        accuracy_sentence(results, table, arm, metrics::r2_partials, "partials")};
    for (const SurrogateConfig& config : results.arm.config.surrogates) {
        sentences.push_back(start_sentence(table, arm, config));
        sentences.push_back(spread_sentence(results, table, arm, config));
        sentences.push_back(linear_sentence(results, config.name));
    }
    std::erase(sentences, "");
    return sentences;
}

}  // namespace jennopt
