#include "study/units.hpp"

#include "core/format.hpp"
#include "core/nearest.hpp"
#include "jennopt/core/error.hpp"

#include <algorithm>
#include <charconv>

namespace jennopt {

namespace {

std::size_t arm_of(const Study& study, const std::string& id, const std::string& text) {
    const auto found = std::ranges::find(study.arms, id, &Arm::id);
    if (found != study.arms.end()) {
        return static_cast<std::size_t>(found - study.arms.begin());
    }
    std::vector<std::string> ids;
    for (const Arm& arm : study.arms) {
        ids.push_back(arm.id);
    }
    throw ConfigError(
        fmt::format("--only {}: {} has no arm {}{}; jennopt plan {} lists them (an arm's name ends "
                    "in a hash of what it is: of a study that changed it is another one)",
                    text,
                    study.name,
                    id,
                    did_you_mean(id, ids),
                    study.file.string()));
}

Index replicate_of(const Study& study, std::string_view digits, const std::string& text) {
    Index number = -1;
    const auto [stop, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc{} || stop != digits.data() + digits.size() || number < 0 ||
        number >= study.replicates) {
        throw ConfigError(fmt::format("--only {}: the replicate is {}, expected 0 to {}",
                                      text,
                                      digits.empty() ? "missing" : digits,
                                      study.replicates - 1));
    }
    return number;
}

}  // namespace

std::vector<Unit> all_units(const Study& study) {
    std::vector<Unit> units;
    for (std::size_t arm = 0; arm < study.arms.size(); ++arm) {
        for (Index replicate = 0; replicate < study.replicates; ++replicate) {
            units.push_back({arm, replicate});
        }
    }
    return units;
}

std::vector<Unit> chosen_units(const Study& study, const std::vector<std::string>& only) {
    if (only.empty()) {
        return all_units(study);
    }
    std::vector<Unit> chosen;
    const auto add = [&chosen](const Unit& unit) {
        if (std::ranges::find(chosen, unit) == chosen.end()) {
            chosen.push_back(unit);
        }
    };
    for (const std::string& text : only) {
        const std::size_t slash = text.find('/');
        const std::size_t arm = arm_of(study, text.substr(0, slash), text);
        if (slash != std::string::npos) {
            add({arm, replicate_of(study, std::string_view(text).substr(slash + 1), text)});
            continue;
        }
        for (Index replicate = 0; replicate < study.replicates; ++replicate) {
            add({arm, replicate});
        }
    }
    return chosen;
}

std::string to_text(const Study& study, const Unit& unit) {
    return fmt::format("{}/{}", study.arms[unit.arm].id, unit.replicate);
}

std::filesystem::path unit_folder(const std::filesystem::path& folder,
                                  const Study& study,
                                  const Unit& unit) {
    return folder / study.arms[unit.arm].id / fmt::format("r{}", unit.replicate);
}

std::filesystem::path claims_folder(const std::filesystem::path& folder) {
    return folder / "claims";
}

std::string claim_name(const Study& study, const Unit& unit) {
    return claim_name(study.arms[unit.arm].id, unit.replicate);
}

std::string claim_name(const std::string& arm_id, Index replicate) {
    return fmt::format("{}.r{}", arm_id, replicate);
}

}  // namespace jennopt
