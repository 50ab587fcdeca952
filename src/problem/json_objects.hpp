#pragma once

#include "core/json.hpp"

#include <string_view>
#include <vector>

namespace jennopt {

/// The JSON objects in a text that may hold anything else between them, in their order. Of an
/// object the objects inside are not listed; of one that breaks off or is no JSON those that are
/// complete. The words NaN and Infinity, which JSON does not have and many programs write, become
/// the texts "nan", "inf" and "-inf". Takes time in proportion to the text.
[[nodiscard]] std::vector<Json> json_objects(std::string_view text);

}  // namespace jennopt
