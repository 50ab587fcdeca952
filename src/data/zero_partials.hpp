#pragma once

#include "data/output_partials.hpp"

#include <vector>

namespace jennopt {

// Zeros that stand for partials that were not computed, told from those of a function that does not
// change.

/// Rows in which all partials of an output are 0; none where they are too few, or all.
[[nodiscard]] std::vector<Index> rows_of_zeros(const Dataset& rows, Index output);

/// Whether values change from one of these rows to the next, by more than what the partials of the
/// other rows leave of their differences.
/// @param others  without the partials of these rows
[[nodiscard]] bool are_wrong_rows(const OutputPartials& others, const std::vector<Index>& zero);

/// How many rows have a wrong 0 in a given column whose other partials explain the differences; 0:
/// none is known to be wrong.
/// @param place  of the column among those given
[[nodiscard]] Index wrong_zeros(const OutputPartials& partials, Index place);

/// Whether a column of zeros is wrong: slopes along its input explain what the other columns do
/// not; or what those leave is large where rows differ by this input and small where by others; or
/// all columns are 0 and values change smoothly from row to row.
[[nodiscard]] bool is_wrong_zero(const OutputPartials& partials, Index input);

}  // namespace jennopt
