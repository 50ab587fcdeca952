#include "report/findings/usability.hpp"

#include "core/format.hpp"
#include "report/number_text.hpp"

#include <cmath>
#include <limits>

namespace jennopt {

namespace {

/// What became of all trained surrogates of a study.
struct Fates {
    long trained = 0;
    long unchecked = 0;  ///< the evaluation at its optimum failed
    bool any_usable = false;
    double best_r2 = -std::numeric_limits<double>::infinity();
    std::string best;
    std::string first_failure;
    std::vector<LostSurrogate> lost;
};

void note_fate(Fates& fates, const SurrogateRecord& record, double r2) {
    const bool failed = !record.optimum.failure.empty();
    ++fates.trained;
    fates.unchecked += failed ? 1 : 0;
    // R2 is not known where all test samples have one value.
    fates.any_usable = fates.any_usable || (!failed && !(r2 < 0.0));
    if (failed && fates.first_failure.empty()) {
        fates.first_failure = record.optimum.failure;
    }
    if (r2 > fates.best_r2) {
        fates.best_r2 = r2;
        fates.best = record.name;
    }
}

Fates fates_of(const StudyResults& study, const MetricTable& table) {
    Fates fates;
    for (std::size_t a = 0; a < study.arms.size(); ++a) {
        const ArmResults& arm = study.arms[a];
        for (std::size_t r = 0; r < arm.replicates.size(); ++r) {
            const ReplicateRecord& replicate = arm.replicates[r];
            for (const SurrogateRecord& record : replicate.surrogates) {
                const auto r2 = table.values(a, record.name, metrics::r2_value);
                note_fate(fates, record, r2.empty() ? std::nan("") : r2[r]);
            }
            fates.lost.insert(fates.lost.end(), replicate.lost.begin(), replicate.lost.end());
        }
    }
    return fates;
}

}  // namespace

std::string why_unusable(const StudyResults& study, const MetricTable& table) {
    const Fates fates = fates_of(study, table);
    if (fates.any_usable || (fates.trained == 0 && fates.lost.empty())) {
        return {};
    }
    if (fates.trained == 0) {
        return fmt::format("no surrogate is left, all {} were lost; {} in the first replicate: {}",
                           fates.lost.size(),
                           fates.lost.front().name,
                           fates.lost.front().reason);
    }
    return fates.unchecked == fates.trained
               ? "every optimum found on a surrogate lies where the evaluation fails; the first "
                 "failure: " +
                     fates.first_failure
               : fmt::format(
                     "every surrogate predicts worse than the mean of the test samples{}; "
                     "R2 of values is {} at best ({})",
                     fates.unchecked == 0 ? "" : ", or its optimum lies where the evaluation fails",
                     r2_number(fates.best_r2),
                     fates.best);
}

}  // namespace jennopt
