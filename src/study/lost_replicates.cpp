#include "study/lost_replicates.hpp"

#include "core/at.hpp"
#include "core/format.hpp"
#include "core/text_file.hpp"
#include "study/config/settings.hpp"
#include "study/continuation.hpp"
#include "study/evaluation.hpp"

#include <algorithm>
#include <utility>

namespace jennopt {

namespace {

constexpr const char* lost_name = "FAILED";

}  // namespace

LostReplicates::LostReplicates(std::filesystem::path folder,
                               const std::vector<PlannedArm>& arms,
                               Index replicates)
    : folder_(std::move(folder)) {
    for (const PlannedArm& planned : arms) {
        ProblemConfig problem = planned.arm->config.problem;
        const std::string text = emit(write(problem_keys(problem)));
        for (Index replicate = 0; replicate < replicates; ++replicate) {
            units_.push_back({planned.arm, replicate, text});
        }
    }
    lost_.resize(units_.size());
}

std::filesystem::path LostReplicates::place_of(Index unit) const {
    return replicate_folder(folder_, *units_[at(unit)].arm, units_[at(unit)].replicate);
}

void LostReplicates::begin(Index unit) {
    require_use(unit);
    std::filesystem::remove(place_of(unit) / lost_name);
}

void LostReplicates::require_use(Index unit) {
    const std::scoped_lock lock(mutex_);
    if (const auto found = given_up_.find(units_[at(unit)].problem); found != given_up_.end()) {
        throw GivenUp(found->second);
    }
}

void LostReplicates::note(Index unit, const std::string& message) {
    const std::scoped_lock lock(mutex_);
    lost_[at(unit)] = message;
    make_folder(place_of(unit));
    write_text(place_of(unit) / lost_name, message + '\n');
}

std::string LostReplicates::leave_out(Index unit, const EvaluationError& failure) {
    note(unit, failure.what());
    if (dynamic_cast<const FirstFailures*>(&failure) != nullptr) {
        const std::scoped_lock lock(mutex_);
        given_up_.try_emplace(units_[at(unit)].problem, failure.what());
    }
    return fmt::format("{}, replicate {}, is left out: {}",
                       units_[at(unit)].arm->label,
                       units_[at(unit)].replicate,
                       failure.what());
}

void LostReplicates::leave_out(Index unit, const GivenUp& failure) {
    note(unit, failure.what());
}

void LostReplicates::require_any() const {
    const std::scoped_lock lock(mutex_);
    if (!std::ranges::any_of(lost_, &std::string::empty)) {
        throw EvaluationError(lost_.front());
    }
}

std::string why_lost(const std::filesystem::path& replicate) {
    const std::filesystem::path file = replicate / lost_name;
    if (!std::filesystem::exists(file)) {
        return "";
    }
    const std::string text = read_own_text(file);
    const std::string line = text.substr(0, text.find('\n'));
    return line.empty() ? "its evaluations failed" : line;
}

}  // namespace jennopt
