#pragma once

#include "study/config.hpp"
#include "study/units.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace jennopt {

/// Makes those replicates unfinished of which something is damaged. Their evaluations are in the
/// store.
/// @return which, and what of them is damaged, a sentence each
[[nodiscard]] std::vector<std::string> reopen_damaged(const std::filesystem::path& folder,
                                                      const Study& study,
                                                      const std::vector<Unit>& units);

/// Makes those replicates unfinished whose record holds a failed evaluation.
void reopen_failed(const std::filesystem::path& folder,
                   const Study& study,
                   const std::vector<Unit>& units);

}  // namespace jennopt
