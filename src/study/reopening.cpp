#include "study/reopening.hpp"

#include "core/format.hpp"
#include "record/record.hpp"
#include "study/continuation.hpp"
#include "study/seal.hpp"

#include <algorithm>
#include <cmath>

namespace jennopt {

namespace {

bool has_failures(const ReplicateRecord& record) {
    const auto is_unchecked = [](const SurrogateRecord& surrogate) {
        return !surrogate.optimum.failure.empty();
    };
    const auto has_failed_step = [](const OptimizerRecord& optimizer) {
        return std::ranges::any_of(optimizer.steps, [](const StepRecord& step) {
            return step.kind != given_step && std::isnan(step.value);
        });
    };
    return record.failed + record.failed_tests > 0 || !record.truth_failure.empty() ||
           std::ranges::any_of(record.surrogates, is_unchecked) ||
           std::ranges::any_of(record.optimizers, has_failed_step);
}

/// Calls the function with every finished replicate: its arm, number and folder.
template <typename Function>
void for_each_finished(const std::filesystem::path& folder,
                       const Study& study,
                       const Function& function) {
    for (const Arm& arm : study.arms) {
        for (Index replicate = 0; replicate < study.replicates; ++replicate) {
            const std::filesystem::path place = replicate_folder(folder, arm, replicate);
            if (is_done(place)) {
                function(arm, replicate, place);
            }
        }
    }
}

}  // namespace

std::vector<std::string> reopen_damaged(const std::filesystem::path& folder, const Study& study) {
    std::vector<std::string> sentences;
    for_each_finished(folder, study, [&](const Arm& arm, Index replicate, const auto& place) {
        if (const std::string damage = damage_of(place); !damage.empty()) {
            break_seal(place);
            sentences.push_back(
                fmt::format("{}, replicate {}, is made again from what was evaluated: it was "
                            "finished, and now {} ({})",
                            arm.label,
                            replicate,
                            damage,
                            place.string()));
        }
    });
    return sentences;
}

void reopen_failed(const std::filesystem::path& folder, const Study& study) {
    for_each_finished(folder, study, [](const Arm&, Index, const auto& place) {
        if (has_failures(read_record(place))) {
            break_seal(place);
        }
    });
}

}  // namespace jennopt
