#include "study/lost_replicates.hpp"

#include "core/format.hpp"
#include "core/text_file.hpp"
#include "study/config/settings.hpp"
#include "study/evaluation.hpp"

#include <algorithm>
#include <utility>

namespace jennopt {

namespace {

constexpr const char* lost_name = "FAILED";

std::optional<std::filesystem::file_time_type> time_lost(const std::filesystem::path& replicate) {
    std::error_code absent;
    const auto time = std::filesystem::last_write_time(replicate / lost_name, absent);
    return absent ? std::nullopt : std::optional(time);
}

}  // namespace

LostReplicates::LostReplicates(std::filesystem::path folder,
                               const Study& study,
                               const std::vector<Unit>& units)
    : folder_(std::move(folder)), study_(study), units_(units), lost_(units.size()) {
    for (std::size_t i = 0; i < units_.size(); ++i) {
        ProblemConfig problem = study.arms[units_[i].arm].config.problem;
        problems_.push_back(emit(write(problem_keys(problem))));
        before_.push_back(time_lost(place_of(i)));
    }
}

std::filesystem::path LostReplicates::place_of(std::size_t unit) const {
    return unit_folder(folder_, study_, units_[unit]);
}

void LostReplicates::begin(std::size_t unit) {
    require_use(unit);
    std::filesystem::remove(place_of(unit) / lost_name);
}

void LostReplicates::require_use(std::size_t unit) {
    const std::scoped_lock lock(mutex_);
    if (const auto found = given_up_.find(problems_[unit]); found != given_up_.end()) {
        throw GivenUp(found->second);
    }
}

void LostReplicates::note(std::size_t unit, const std::string& message) {
    const std::scoped_lock lock(mutex_);
    lost_[unit] = message;
    make_folder(place_of(unit));
    write_text(place_of(unit) / lost_name, message + '\n');
}

std::string LostReplicates::leave_out(std::size_t unit, const EvaluationError& failure) {
    note(unit, failure.what());
    if (dynamic_cast<const FirstFailures*>(&failure) != nullptr) {
        const std::scoped_lock lock(mutex_);
        given_up_.try_emplace(problems_[unit], failure.what());
    }
    return fmt::format("{}, replicate {}, is left out: {}",
                       study_.arms[units_[unit].arm].label,
                       units_[unit].replicate,
                       failure.what());
}

void LostReplicates::leave_out(std::size_t unit, const GivenUp& failure) {
    note(unit, failure.what());
}

bool LostReplicates::is_left_out_elsewhere(std::size_t unit) {
    const bool is_new = time_lost(place_of(unit)) != before_[unit];
    const std::string why = is_new ? why_lost(place_of(unit)) : "";
    const std::scoped_lock lock(mutex_);
    lost_[unit] = why;
    return !why.empty();
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
