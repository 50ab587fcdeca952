#pragma once

#include "jennopt/core/types.hpp"

#include <cstddef>

namespace jennopt {

/// What OpenBLAS maps for each thread that is inside of it, bytes. Where it gets none it tries for
/// ever.
inline constexpr std::size_t blas_memory = std::size_t{128} << 20;

/// Whether the limits of this process leave so much more address space.
[[nodiscard]] bool has_address_space(std::size_t bytes);

/// Refuses more threads than there is room for, before they are begun.
/// @throws ConfigError with what they need
void require_address_space(Index jobs);

}  // namespace jennopt
