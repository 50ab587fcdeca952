#include "study/reopening.hpp"

#include "core/format.hpp"
#include "record/record.hpp"
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

}  // namespace

std::vector<std::string> reopen_damaged(const std::filesystem::path& folder,
                                        const Study& study,
                                        const std::vector<Unit>& units) {
    std::vector<std::string> sentences;
    for (const Unit& unit : units) {
        const std::filesystem::path place = unit_folder(folder, study, unit);
        const std::string damage = is_done(place) ? damage_of(place) : "";
        if (!damage.empty()) {
            break_seal(place);
            sentences.push_back(
                fmt::format("{}, replicate {}, is made again from what was evaluated: it was "
                            "finished, and now {} ({})",
                            study.arms[unit.arm].label,
                            unit.replicate,
                            damage,
                            place.string()));
        }
    }
    return sentences;
}

void reopen_failed(const std::filesystem::path& folder,
                   const Study& study,
                   const std::vector<Unit>& units) {
    for (const Unit& unit : units) {
        const std::filesystem::path place = unit_folder(folder, study, unit);
        if (is_done(place) && has_failures(read_record(place))) {
            break_seal(place);
        }
    }
}

}  // namespace jennopt
