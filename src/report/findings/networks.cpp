#include "report/findings/networks.hpp"

#include "core/format.hpp"
#include "report/number_text.hpp"

namespace jennopt {

namespace {

/// What two standard deviations cover of normal errors, and how much less is still an error bar.
constexpr double normal_coverage = 0.95;
constexpr double fair_coverage = 0.85;

std::string start_sentence(const MetricTable& table,
                           std::size_t arm,
                           const SurrogateConfig& config) {
    const auto best = table.median(arm, config.name, metrics::loss_best_start);
    const auto worst = table.median(arm, config.name, metrics::loss_worst_start);
    if (!best || !worst || config.fit.restarts == 1) {
        return {};
    }
    const std::vector<std::string> losses =
        distinct_numbers(std::vector{*best, *worst}, NumberStyle::general);
    return fmt::format(
        "{} keeps the best of {} initializations{}: training loss {} at best, {} at "
        "worst (medians).",
        config.name,
        config.fit.restarts,
        config.fit.members > 1 ? " for each network" : "",
        losses[0],
        losses[1]);
}

std::string spread_sentence(const MetricTable& table,
                            std::size_t arm,
                            const SurrogateConfig& config) {
    const auto values = table.median(arm, config.name, metrics::spread_coverage_value);
    if (!values) {
        return {};
    }
    const auto partials = table.median(arm, config.name, metrics::spread_coverage_partials);
    const auto rank = table.median(arm, config.name, metrics::spread_rank_value);
    return fmt::format(
        "{} is the mean of {} networks. Two of their standard deviations cover the error at "
        "{:.0f} % of the test values{} (an error bar: {:.0f} %): the spread {}.{}",
        config.name,
        config.fit.members,
        100.0 * *values,
        partials ? fmt::format(" and {:.0f} % of the partials", 100.0 * *partials) : "",
        100.0 * normal_coverage,
        *values < fair_coverage ? "understates the error" : "is of about the right size",
        rank ? fmt::format(" Its rank correlation with the error is {:.2f} (1: it is large where "
                           "the model is wrong, 0: unrelated).",
                           *rank)
             : "");
}

}  // namespace

std::vector<std::string> network_findings(const StudyResults& study,
                                          const MetricTable& table,
                                          std::size_t arm) {
    std::vector<std::string> sentences;
    for (const SurrogateConfig& config : study.arms.at(arm).arm.config.surrogates) {
        sentences.push_back(start_sentence(table, arm, config));
        sentences.push_back(spread_sentence(table, arm, config));
    }
    std::erase(sentences, std::string());
    return sentences;
}

}  // namespace jennopt
