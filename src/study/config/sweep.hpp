#pragma once

#include "study/config/document.hpp"

#include <string>
#include <utility>
#include <vector>

namespace jennopt {

/// One combination of a sweep: the study as if it had been written for it.
struct ArmDocument {
    std::string label;  ///< "sampling.count=9, trainer=adam"; "base" without a sweep
    std::vector<std::pair<std::string, std::string>> choices;  ///< the same, axis and value
    Document study;  ///< without the keys sweep and figures
};

/// Every combination of the values of each of the sweep's grids, the first axis slowest. At least
/// one, the study itself, also where the sweep is wrong.
[[nodiscard]] std::vector<ArmDocument> expand_sweep(const Document& study, ConfigErrors& errors);

}  // namespace jennopt
