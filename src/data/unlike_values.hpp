#pragma once

#include "data/output_partials.hpp"

#include <vector>

namespace jennopt {

/// Of partials that no simple pattern makes right.
inline constexpr const char* unlike_values_reason =
    "no simple pattern: shifted rows, another point, or another quantity?";

/// Given inputs whose partials are not the slopes of the values: a polynomial through the values
/// alone predicts the differences of rows that it has not seen, and the partials do not.
[[nodiscard]] std::vector<Index> unlike_values(const OutputPartials& partials);

}  // namespace jennopt
