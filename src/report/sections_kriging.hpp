#pragma once

#include "report/document.hpp"
#include "report/study_folder.hpp"

#include <string>
#include <vector>

namespace jennopt {

[[nodiscard]] bool is_kriging(const ArmResults& arm, const std::string& surrogate);

/// What the likelihood found: of each output how far along each input its values stay alike, the
/// additive share and the noise; medians over the replicates.
[[nodiscard]] std::vector<Block> kriging_blocks(const ArmResults& arm,
                                                const std::string& surrogate);

}  // namespace jennopt
