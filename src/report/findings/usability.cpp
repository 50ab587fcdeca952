#include "core/format.hpp"
#include "data/table_split.hpp"
#include "jennopt/data/sampling.hpp"
#include "report/findings/findings.hpp"
#include "report/findings/parts.hpp"
#include "report/number_text.hpp"
#include "report/validation.hpp"

#include <cmath>
#include <limits>

namespace jennopt {

namespace {

/// So few samples cannot say that a fit is worse than their mean.
constexpr Index fewest_judging = 5;

/// Samples that R2 is of.
Index judging_samples(const ArmResults& arm, const ReplicateRecord& replicate) {
    const StudyConfig& config = arm.arm.config;
    if (replicate.folds > 0) {
        return replicate.samples;
    }
    if (const TableProblem* table = table_problem(arm)) {
        return test_rows(config.problem.table.test, table->rows().m());
    }
    return config.test.empty()
               ? fewest_judging
               : sample_count(config.test, arm.problem.n_x()) - replicate.failed_tests;
}

/// What its surrogates and optimizers reached, over all replicates.
struct Reached {
    std::vector<LostSurrogate> lost = {};
    Index trained = 0;
    Tally unchecked = {};
    double best_r2 = -std::numeric_limits<double>::infinity();
    std::string best = {};
    double least_violation = std::numeric_limits<double>::infinity();
    bool has_usable = false;  ///< a surrogate

    void note(const SurrogateRecord& record, double r2) {
        // R2 is not known where all test samples have one value.
        const bool is_checked =
            record.optimum.failure.empty() || record.optimum.instead == next_minimum;
        has_usable = has_usable || (is_checked && !(r2 < 0.0));
        ++trained;
        unchecked.note(is_checked ? "" : record.optimum.failure);
        best = r2 > best_r2 ? record.name : best;
        best_r2 = std::fmax(best_r2, r2);
    }

    void note(const ReplicateRecord& replicate) {
        for (const OptimizerRecord& record : replicate.optimizers) {
            if (record.best) {
                least_violation = std::fmin(least_violation, record.best->verdict.violation);
            }
        }
        lost.insert(lost.end(), replicate.lost.begin(), replicate.lost.end());
    }
};

Reached reached_by(const StudyResults& study, const MetricTable& table) {
    Reached reached;
    for (std::size_t a = 0; a < study.arms.size(); ++a) {
        for (std::size_t r = 0; r < study.arms[a].replicates.size(); ++r) {
            const ReplicateRecord& replicate = study.arms[a].replicates[r];
            const bool can_judge = judging_samples(study.arms[a], replicate) >= fewest_judging;
            reached.note(replicate);
            for (const SurrogateRecord& record : replicate.surrogates) {
                const auto values = table.values(a, record.name, metrics::r2_value);
                reached.note(record, values.empty() || !can_judge ? std::nan("") : values[r]);
            }
        }
    }
    return reached;
}

}  // namespace

std::string why_unusable(const StudyResults& study, const MetricTable& table) {
    const auto [lost, trained, unchecked, best_r2, best, least_violation, has_usable] =
        reached_by(study, table);
    const ArmResults& first = study.arms.front();
    if (has_usable || least_violation <= first.arm.config.optimization.constraint_tolerance) {
        return {};
    }
    if (trained == 0 && lost.empty() && !optimizer_names(study).empty()) {
        return "no optimizer found a feasible design; the least violation is " +
               short_number(least_violation);
    }
    if (trained == 0 && !lost.empty()) {
        return fmt::format("no surrogate is left, all {} were lost; ", lost.size()) +
               lost.front().name + " in the first replicate: " + lost.front().reason;
    }
    if (unchecked.count == trained) {
        return trained == 0 ? ""
                            : "every optimum found on a surrogate lies where the evaluation fails; "
                              "the first failure: " +
                                  unchecked.first;
    }
    return "every surrogate predicts worse than the mean of the " + judged_samples(first) +
           (unchecked.count == 0 ? "" : ", or its optimum lies where the evaluation fails") + "; " +
           r2_words(first) + " of values is " + r2_number(best_r2) + " at best (" + best + ")";
}

}  // namespace jennopt
