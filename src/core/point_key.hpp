#pragma once

#include "jennopt/core/types.hpp"

#include <string>

namespace jennopt {

/// The bytes of a point: two points have the same if they are equal in every digit; -0 and 0 are
/// one point.
[[nodiscard]] inline std::string point_key(const ConstVectorRef& x) {
    const Vector plain = x.array() + 0.0;
    return {reinterpret_cast<const char*>(plain.data()),
            static_cast<std::size_t>(plain.size()) * sizeof(double)};
}

}  // namespace jennopt
