#pragma once

#include "jennopt/core/types.hpp"

#include <cstddef>

namespace jennopt {

/// An index as containers of the standard library count.
[[nodiscard]] constexpr std::size_t at(Index i) {
    return static_cast<std::size_t>(i);
}

}  // namespace jennopt
