#include "core/format.hpp"
#include "report/findings/findings.hpp"
#include "report/findings/parts.hpp"
#include "report/number_text.hpp"
#include "report/validation.hpp"
#include "report/words.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

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

/// What stands there instead, "" where nothing does.
std::string instead_text(const std::vector<const OptimumRecord*>& optima) {
    std::vector<std::string> texts;
    for (const char* other : {next_minimum, sample_instead}) {
        if (const auto n = std::ranges::count(optima, other, &OptimumRecord::instead); n > 0) {
            texts.push_back(fmt::format("the {} {}", other, n == 1 ? "once" : plural(n, "time")));
        }
    }
    return texts.empty() ? "" : fmt::format(", taken instead is {}", fmt::join(texts, ", "));
}

/// Optima at which the problem could not be evaluated, starts that a failure ended, and optima that
/// violate a constraint.
void warn_claims(std::vector<std::string>& sentences,
                 const std::string& name,
                 const std::vector<const OptimumRecord*>& optima,
                 double tolerance) {
    Tally unchecked;
    Tally ended;
    Index outside = 0;
    double largest = 0.0;
    for (const OptimumRecord* optimum : optima) {
        unchecked.note(optimum->failure);
        for (const SearchRun& run : optimum->search.runs) {
            ended.note(run.failure);
        }
        outside += optimum->verdict.violation > tolerance ? 1 : 0;
        largest = std::fmax(largest, optimum->verdict.violation);
    }
    const auto of_all = [&](Index n) { return count_of(n, std::ssize(optima), "replicate"); };
    if (unchecked.count > 0) {
        sentences.push_back(name + ": the problem could not be evaluated at the optimum in " +
                            of_all(unchecked.count) + instead_text(optima) + ": " +
                            unchecked.first);
    }
    if (ended.count > 0) {
        const char* noun = ended.count == 1 ? "local search" : "local searches";
        sentences.push_back(fmt::format(
            "{}: a failing evaluation ended {} {}: {}", name, ended.count, noun, ended.first));
    }
    if (outside > 0) {
        sentences.push_back(name + " claims an optimum that violates a true constraint in " +
                            of_all(outside) + ", by " + short_number(largest) +
                            (outside > 1 ? " at most." : "."));
    }
}

/// The claims of a surrogate that something contradicts; the worst of them stands for all.
struct Contradicted {
    double sense;  // of the objective
    Index count = 0;
    double predicted = 0.0;
    double instead = 0.0;
    double rmse = 0.0;

    [[nodiscard]] double gap() const { return sense * (instead - predicted); }

    void add(const Contradicted& claim) {
        const Contradicted& worst = count == 0 || claim.gap() > gap() ? claim : *this;
        *this = {sense, count + 1, worst.predicted, worst.instead, worst.rmse};
    }
};

/// Predictions far better than the true value there, and, where there is none, than all samples.
void warn_too_good(std::vector<std::string>& sentences,
                   const ArmResults& arm,
                   const std::string& name) {
    const double sense = arm.problem.sense();
    Contradicted by_truth{sense};
    Contradicted by_samples{sense};
    Index all = 0;
    const Index objective = arm.problem.objective();
    const std::string error_kind = folds_of(arm) > 0 ? "cross-validation" : "test";
    for (const ReplicateRecord& replicate : arm.replicates) {
        const SurrogateRecord* record = find_surrogate(replicate, name);
        if (record == nullptr || objective >= record->accuracy.rmse_values.size()) {
            continue;
        }
        ++all;
        const double rmse = record->accuracy.rmse_values(objective);
        const double predicted = record->optimum.predicted;
        const double checked = record->optimum.verdict.true_value;
        const auto best = best_sampled(arm, replicate);
        if (sense * (checked - predicted) > far_in_rmse * rmse) {
            by_truth.add({sense, 0, predicted, checked, rmse});
        } else if (std::isnan(checked) && best && sense * (*best - predicted) > rmse) {
            by_samples.add({sense, 0, predicted, *best, rmse});
        }
    }
    if (by_truth.count > 0) {
        sentences.push_back(name + " predicts too " + (sense > 0.0 ? "low" : "high") +
                            " a value at its optimum in " +
                            count_of(by_truth.count, all, "replicate") + ": the true one is more " +
                            fmt::format("than {:.0f} {} errors (RMSE) {} it, ",
                                        far_in_rmse,
                                        error_kind,
                                        sense > 0.0 ? "above" : "below") +
                            short_number(by_truth.instead) + " instead of " +
                            short_number(by_truth.predicted) +
                            (by_truth.count > 1 ? " at worst." : "."));
    }
    if (by_samples.count > 0) {
        const bool is_table = arm.arm.config.problem.is_table();
        sentences.push_back(
            name + " predicts an optimum of " + short_number(by_samples.predicted) +
            (sense > 0.0 ? ", below every " : ", above every ") +
            (is_table ? "row" : "training sample") + " by " + short_number(by_samples.gap()) +
            " in " + count_of(by_samples.count, all, "replicate") + ", more than its " +
            error_kind + " error (RMSE " + short_number(by_samples.rmse) +
            (sense > 0.0 ? "): the least value there is " : "): the greatest value there is ") +
            short_number(by_samples.instead) + ".");
    }
}

}  // namespace

std::vector<std::string> search_warnings(const ArmResults& arm) {
    std::vector<std::string> sentences;
    const double tolerance = arm.arm.config.optimization.constraint_tolerance;
    const double sense = arm.problem.sense();
    double least = std::numeric_limits<double>::infinity();  // of what is minimized
    std::vector<std::string> contenders = surrogate_names(arm);
    contenders.emplace_back(direct_search);
    for (const std::string& name : contenders) {
        const std::vector<const OptimumRecord*> optima = claimed_optima(arm, name);
        warn_too_good(sentences, arm, name);
        warn_claims(sentences, contender_words(name), optima, tolerance);
        for (const OptimumRecord* optimum : optima) {
            if (!optimum->search.runs.empty() && optimum->verdict.violation <= tolerance) {
                least = std::min(least, sense * optimum->verdict.true_value);
            }
        }
    }
    Index differences = 0;
    for (const ReplicateRecord& replicate : arm.replicates) {
        differences += replicate.truth_differences;
    }
    if (differences > 0) {
        sentences.push_back(
            "Direct search: partials that the problem does not give were taken from differences, "
            "which cost " +
            count_text(static_cast<double>(differences)) +
            " more evaluations of values; they are not in the counts of its evaluations.");
    }
    Tally impossible;
    for (const ReplicateRecord& replicate : arm.replicates) {
        impossible.note(replicate.truth_failure);
    }
    if (impossible.count > 0) {
        sentences.push_back("Direct search was not possible: " + impossible.first);
    }
    const double known = arm.problem.known_optimum ? sense * arm.problem.known_optimum->value : NAN;
    if (least < known - 1e-6 * std::max(1.0, std::abs(known))) {
        sentences.push_back("A true value of " + short_number(sense * least, 6) +
                            " was found, better than the stated global optimum " +
                            short_number(sense * known, 6) + ": the statement is wrong.");
    }
    return sentences;
}

}  // namespace jennopt
