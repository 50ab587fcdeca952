#include "core/format.hpp"
#include "report/findings/rows.hpp"
#include "report/findings/warnings.hpp"
#include "report/number_text.hpp"
#include "report/words.hpp"

#include <algorithm>
#include <cmath>

namespace jennopt {

namespace {

// A prediction this many of its own test errors too low is a flaw that the search found.
constexpr double far_in_rmse = 3.0;

/// The optima of one contender, one per replicate that has one.
std::vector<const OptimumRecord*> claimed_optima(const ArmResults& arm,
                                                 std::string_view contender) {
    std::vector<const OptimumRecord*> optima;
    for (const ReplicateRecord& replicate : arm.replicates) {
        if (contender == direct_search && replicate.truth) {
            optima.push_back(&*replicate.truth);
        } else if (const SurrogateRecord* record = find_surrogate(replicate, contender)) {
            optima.push_back(&record->optimum);
        }
    }
    return optima;
}

/// Optima at which the problem could not be evaluated, and starts that a failure ended.
void warn_failed_searches(std::vector<std::string>& sentences,
                          const std::string& name,
                          const std::vector<const OptimumRecord*>& optima) {
    long unchecked = 0;
    long ended = 0;
    std::string first;
    std::string first_ended;
    for (const OptimumRecord* optimum : optima) {
        unchecked += optimum->failure.empty() ? 0 : 1;
        first = first.empty() ? optimum->failure : first;
        for (const SearchRun& run : optimum->search.runs) {
            ended += run.failure.empty() ? 0 : 1;
            first_ended = first_ended.empty() ? run.failure : first_ended;
        }
    }
    if (unchecked > 0) {
        sentences.push_back(
            fmt::format("{}: the problem could not be evaluated at the optimum in {}: {}",
                        name,
                        count_of(unchecked, static_cast<long>(optima.size()), "replicate"),
                        first));
    }
    if (ended > 0) {
        sentences.push_back(fmt::format("{}: a failing evaluation ended {} local search{}: {}",
                                        name,
                                        ended,
                                        ended == 1 ? "" : "es",
                                        first_ended));
    }
}

void warn_infeasible(std::vector<std::string>& sentences,
                     const std::string& name,
                     const std::vector<const OptimumRecord*>& optima,
                     double tolerance) {
    double largest = 0.0;
    const auto outside = std::count_if(optima.begin(), optima.end(), [&](const auto* optimum) {
        const double violation = optimum->verdict.violation;
        largest = violation > largest ? violation : largest;
        return violation > tolerance;
    });
    if (outside > 0) {
        sentences.push_back(
            fmt::format("{} claims an optimum that violates a true constraint in {}, by {}{}.",
                        name,
                        count_of(outside, static_cast<long>(optima.size()), "replicate"),
                        short_number(largest),
                        outside > 1 ? " at most" : ""));
    }
}

/// The claims of a surrogate that something contradicts; the worst of them stands for all.
struct Contradicted {
    long count = 0;
    double gap = 0.0;
    double predicted = 0.0;
    double instead = 0.0;
    double rmse = 0.0;

    void add(double predicted_here, double instead_here, double rmse_here) {
        ++count;
        if (const double here = instead_here - predicted_here; here > gap) {
            *this = {count, here, predicted_here, instead_here, rmse_here};
        }
    }
};

/// Predictions far below the true value there, and, where there is none, below all samples.
void warn_too_low(std::vector<std::string>& sentences,
                  const ArmResults& arm,
                  const std::string& name) {
    Contradicted by_truth;
    Contradicted by_samples;
    long all = 0;
    const Index objective = arm.problem.objective();
    for (const ReplicateRecord& replicate : arm.replicates) {
        const SurrogateRecord* record = find_surrogate(replicate, name);
        if (record == nullptr || objective >= record->accuracy.rmse_values.size()) {
            continue;
        }
        ++all;
        const double rmse = record->accuracy.rmse_values(objective);
        const double predicted = record->optimum.predicted;
        const double checked = record->optimum.verdict.true_value;
        const auto least = least_sampled(arm, replicate);
        if (checked - predicted > far_in_rmse * rmse) {
            by_truth.add(predicted, checked, rmse);
        } else if (std::isnan(checked) && least && *least - predicted > rmse) {
            by_samples.add(predicted, *least, rmse);
        }
    }
    if (by_truth.count > 0) {
        sentences.push_back(fmt::format(
            "{} predicts too low a value at its optimum in {}: the true one is more than {:.0f} "
            "test errors (RMSE) above it, {} instead of {}{}.",
            name,
            count_of(by_truth.count, all, "replicate"),
            far_in_rmse,
            short_number(by_truth.instead),
            short_number(by_truth.predicted),
            by_truth.count > 1 ? " at worst" : ""));
    }
    if (by_samples.count > 0) {
        sentences.push_back(fmt::format(
            "{} predicts an optimum of {}, below every {} by {} in {}, more than its test error "
            "(RMSE {}): the least value there is {}.",
            name,
            short_number(by_samples.predicted),
            arm.arm.config.problem.is_table() ? "row" : "training sample",
            short_number(by_samples.gap),
            count_of(by_samples.count, all, "replicate"),
            short_number(by_samples.rmse),
            short_number(by_samples.instead)));
    }
}

/// A value below a stated global minimum: the statement, or the problem, is wrong.
void warn_below_known(std::vector<std::string>& sentences, const ArmResults& arm) {
    if (!arm.problem.known_optimum || !std::isfinite(arm.problem.known_optimum->value)) {
        return;
    }
    const double known = arm.problem.known_optimum->value;
    const double tolerance = arm.arm.config.optimization.constraint_tolerance;
    double least = known;
    std::vector<std::string> contenders = surrogate_names(arm);
    contenders.emplace_back(direct_search);
    for (const std::string& contender : contenders) {
        for (const OptimumRecord* optimum : claimed_optima(arm, contender)) {
            if (!optimum->search.runs.empty() && optimum->verdict.violation <= tolerance) {
                least = std::min(least, optimum->verdict.true_value);
            }
        }
    }
    if (least < known - 1e-6 * std::max(1.0, std::abs(known))) {
        sentences.push_back(
            fmt::format("A true value of {} was found, below the stated global minimum {}: the "
                        "statement is wrong.",
                        short_number(least, 6),
                        short_number(known, 6)));
    }
}

}  // namespace

std::vector<std::string> search_warnings(const ArmResults& arm) {
    std::vector<std::string> sentences;
    const double tolerance = arm.arm.config.optimization.constraint_tolerance;
    for (const std::string& name : surrogate_names(arm)) {
        const std::vector<const OptimumRecord*> optima = claimed_optima(arm, name);
        warn_too_low(sentences, arm, name);
        warn_failed_searches(sentences, name, optima);
        warn_infeasible(sentences, name, optima, tolerance);
    }
    const std::string direct = contender_words(direct_search);
    const std::vector<const OptimumRecord*> optima = claimed_optima(arm, direct_search);
    warn_failed_searches(sentences, direct, optima);
    warn_infeasible(sentences, direct, optima, tolerance);
    const auto failed = std::find_if(
        arm.replicates.begin(), arm.replicates.end(), [](const ReplicateRecord& replicate) {
            return !replicate.truth_failure.empty();
        });
    if (failed != arm.replicates.end()) {
        sentences.push_back("Direct search was not possible: " + failed->truth_failure);
    }
    warn_below_known(sentences, arm);
    return sentences;
}

}  // namespace jennopt
