#pragma once

#include "study/config.hpp"
#include "study/config/document.hpp"

#include <string>
#include <vector>

namespace jennopt {

/// Replaces one value of a study by its path, for --set and for the sweep. A path below a surrogate
/// that does not exist is an error: a misspelt name must not make a new surrogate.
void replace(Document& study,
             const std::string& path,
             const Document& value,
             const Place& place,
             ConfigErrors& errors);

/// Applies each --set in turn; what is wrong with one is reported at "--set 2 (seed=x)".
void apply(const std::vector<Override>& overrides, Document& study, ConfigErrors& errors);

}  // namespace jennopt
