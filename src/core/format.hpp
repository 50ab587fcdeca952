#pragma once

#include "jennopt/core/types.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <span>
#include <string>

namespace jennopt {

/// "[1, 2.5, -3]": every digit needed to read the same doubles back.
[[nodiscard]] inline std::string to_text(const ConstVectorRef& x) {
    return fmt::format("[{}]", fmt::join(x.begin(), x.end(), ", "));
}

}  // namespace jennopt
