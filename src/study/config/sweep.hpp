#pragma once

#include "study/config.hpp"
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

/// Replaces one value of a study by its path, for --set and for the sweep. A path below a surrogate
/// that does not exist is an error: a misspelt name must not make a new surrogate.
void replace(Document& study,
             const std::string& path,
             const Document& value,
             const Place& place,
             ConfigErrors& errors);

/// Applies each --set in turn; what is wrong with one is reported at "--set 2 (seed=x)".
/// In overrides.cpp.
void apply(const std::vector<Override>& overrides, Document& study, ConfigErrors& errors);

}  // namespace jennopt
