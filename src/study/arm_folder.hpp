#pragma once

#include "study/config.hpp"

#include <filesystem>

namespace jennopt {

/// <study folder>/<arm id>/r<replicate>
[[nodiscard]] std::filesystem::path replicate_folder(const std::filesystem::path& folder,
                                                     const Arm& arm,
                                                     Index replicate);

/// @throws ConfigError if the folder is there, is not empty, and is no folder of a study
void refuse_foreign_folder(const std::filesystem::path& folder);

/// An arm's id ends in a hash of its configuration: the same label with another hash is a changed
/// configuration. Arms of other labels (a sweep that grew or shrank) are no hindrance.
/// @throws ConfigError with the difference if the folder holds such an arm
void refuse_other_configuration(const std::filesystem::path& folder, const Study& study);

/// Removes what jennopt wrote into a study's folder, and nothing else.
void discard_results(const std::filesystem::path& folder);

}  // namespace jennopt
