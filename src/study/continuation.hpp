#pragma once

#include "study/config.hpp"
#include "study/units.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace jennopt {

/// The folders of arms in a study's folder, in the order of their names.
[[nodiscard]] std::vector<std::filesystem::path> arm_folders(const std::filesystem::path& folder);

/// The folder of a study's evaluations.
[[nodiscard]] std::filesystem::path evaluations_folder(const std::filesystem::path& folder);

/// @throws ConfigError if the folder is there, is not empty, and is no folder of a study
void refuse_foreign_folder(const std::filesystem::path& folder);

/// What becomes of the arms in the folder that the study does not have (any more), a sentence each;
/// none if there are no such arms. An arm is known by its id, which ends in a hash of its
/// configuration: a changed arm is another one, and the old one stays as it is.
/// @throws ConfigError if no arm of the folder has the problem, or the seed, of one of the study's:
/// then nothing could be used again, and it is another study
[[nodiscard]] std::vector<std::string> check_continuation(const std::filesystem::path& folder,
                                                          const Study& study);

/// What discard_results would remove, a sentence; none where there is nothing. In discard.cpp.
[[nodiscard]] std::vector<std::string> announce_discard(const std::filesystem::path& folder,
                                                        const Study& study);

/// Removes what jennopt wrote into a study's folder, but for its evaluations, what they were made
/// with (inputs.json) and its log, and nothing else. Of a link the link, not what it leads to.
void discard_results(const std::filesystem::path& folder);

}  // namespace jennopt
