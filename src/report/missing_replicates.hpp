#pragma once

#include "study/study_contents.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace jennopt {

/// Numbers of the replicates of an arm that have a folder, in order.
/// @param arm         folder
/// @param replicates  how many there are to be
[[nodiscard]] std::vector<Index> begun_replicates(const std::filesystem::path& arm,
                                                  Index replicates);

/// Which replicates of a study are not finished, and why, but for those whose evaluations failed: a
/// process is at them, or was and has ended, or nobody has begun them. A sentence per arm and
/// reason; none if all are finished.
[[nodiscard]] std::vector<std::string> missing_replicates(const std::filesystem::path& folder,
                                                          const StudyContents& contents);

}  // namespace jennopt
