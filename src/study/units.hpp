#pragma once

#include "study/config.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace jennopt {

/// A replicate of an arm: the work that is shared out among threads, processes and machines.
struct Unit {
    std::size_t arm = 0;  ///< index into the study's arms
    Index replicate = 0;

    bool operator==(const Unit&) const = default;
};

/// All of a study, arm by arm.
[[nodiscard]] std::vector<Unit> all_units(const Study& study);

/// Those that somebody chose.
/// @param only  ARM/REPLICATE or ARM each, an arm by its id; none: all
/// @throws ConfigError naming what the study does not have
[[nodiscard]] std::vector<Unit> chosen_units(const Study& study,
                                             const std::vector<std::string>& only);

/// "jenn-1f0e/3"
[[nodiscard]] std::string to_text(const Study& study, const Unit& unit);

/// <study folder>/<arm id>/r<replicate>
[[nodiscard]] std::filesystem::path unit_folder(const std::filesystem::path& folder,
                                                const Study& study,
                                                const Unit& unit);

/// The folder of the claims of the processes that work on a study.
[[nodiscard]] std::filesystem::path claims_folder(const std::filesystem::path& folder);

/// The name of the claim on a unit.
[[nodiscard]] std::string claim_name(const Study& study, const Unit& unit);
[[nodiscard]] std::string claim_name(const std::string& arm_id, Index replicate);

}  // namespace jennopt
