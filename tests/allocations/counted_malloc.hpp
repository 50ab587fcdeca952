#pragma once

/// Allocations by malloc, calloc, realloc, aligned_alloc and what calls them (operator new, Eigen),
/// of this program and the libraries it loads, all threads together, since the program began.
[[nodiscard]] long allocations();
