#include "report/networks.hpp"

#include "core/format.hpp"
#include "report/number_text.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace jennopt {

namespace {

/// What two standard deviations cover of normal errors, and how much less is still an error bar.
constexpr double normal_coverage = 0.95;
constexpr double fair_coverage = 0.85;

/// Median over the replicates, NaN if there is none.
double median_of(std::span<const Metric> metrics,
                 const ReportArm& arm,
                 const std::string& surrogate,
                 const std::string& name) {
    const Metric* metric = find_metric(metrics, arm.arm.label, surrogate, name);
    std::vector<double> there;
    if (metric != nullptr) {
        std::copy_if(metric->values.begin(),
                     metric->values.end(),
                     std::back_inserter(there),
                     [](double value) { return std::isfinite(value); });
    }
    return there.empty() ? std::nan("") : quantile(there, 0.5);
}

std::string start_sentence(const ReportArm& arm,
                           std::span<const Metric> metrics,
                           const SurrogateConfig& config) {
    const double best = median_of(metrics, arm, config.name, "loss_best_start");
    const double worst = median_of(metrics, arm, config.name, "loss_worst_start");
    if (std::isnan(best) || config.fit.restarts == 1) {
        return {};
    }
    return fmt::format(
        "{} keeps the best of {} initializations{}: training loss {} at best, {} at "
        "worst (medians).",
        config.name,
        config.fit.restarts,
        config.fit.members > 1 ? " for each network" : "",
        short_number(best),
        short_number(worst));
}

std::string spread_sentence(const ReportArm& arm,
                            std::span<const Metric> metrics,
                            const SurrogateConfig& config) {
    const double values = median_of(metrics, arm, config.name, "spread_coverage_value");
    if (std::isnan(values)) {
        return {};
    }
    const double partials = median_of(metrics, arm, config.name, "spread_coverage_partials");
    const double rank = median_of(metrics, arm, config.name, "spread_rank_value");
    return fmt::format(
        "{} is the mean of {} networks. Two of their standard deviations cover the error at "
        "{:.0f} % of the test values{} (an error bar: {:.0f} %): the spread {}.{}",
        config.name,
        config.fit.members,
        100.0 * values,
        std::isnan(partials) ? "" : fmt::format(" and {:.0f} % of the partials", 100.0 * partials),
        100.0 * normal_coverage,
        values < fair_coverage ? "understates the error" : "is of about the right size",
        std::isnan(rank)
            ? ""
            : fmt::format(" Its rank correlation with the error is {:.2f} (1: it tells "
                          "where the model is wrong, 0: it does not).",
                          rank));
}

void warn_restarts(std::vector<std::string>& sentences,
                   const ReportArm& arm,
                   const SurrogateConfig& config) {
    Index diverged = 0;
    Index all = 0;
    Index members = 0;
    std::string first;
    for (const ReplicateRecord& replicate : arm.replicates) {
        for (const SurrogateRecord& record : replicate.surrogates) {
            if (record.name != config.name) {
                continue;
            }
            std::set<Index> alive;
            for (const Restart& restart : record.restarts) {
                ++all;
                diverged += restart.failure.empty() ? 0 : 1;
                first = first.empty() ? restart.failure : first;
                if (restart.kept) {
                    alive.insert(restart.member);
                }
            }
            members +=
                record.restarts.empty() ? 0 : config.fit.members - static_cast<Index>(alive.size());
        }
    }
    if (diverged > 0) {
        sentences.push_back(fmt::format(
            "{}: {} of {} trainings diverged and were left out{}; the first said: {}",
            config.name,
            diverged,
            all,
            members > 0 ? fmt::format(", {} without a network", plural(members, "member")) : "",
            first));
    }
}

}  // namespace

std::vector<std::string> network_sentences(const ReportArm& arm, std::span<const Metric> metrics) {
    std::vector<std::string> sentences;
    for (const SurrogateConfig& config : arm.arm.config.surrogates) {
        for (const std::string& sentence :
             {start_sentence(arm, metrics, config), spread_sentence(arm, metrics, config)}) {
            if (!sentence.empty()) {
                sentences.push_back(sentence);
            }
        }
    }
    return sentences;
}

std::vector<std::string> network_warnings(const ReportArm& arm) {
    std::vector<std::string> sentences;
    for (const SurrogateConfig& config : arm.arm.config.surrogates) {
        warn_restarts(sentences, arm, config);
    }
    return sentences;
}

}  // namespace jennopt
