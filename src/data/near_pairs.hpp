#pragma once

#include "jennopt/core/types.hpp"

#include <vector>

namespace jennopt {

/// Two samples that lie near each other.
struct NearPair {
    Index a = 0;
    Index b = 0;
    double distance = 0.0;  ///< > 0
};

/// Pairs of each sample and the few nearest to it, each pair once; samples at one point are no
/// pair. Of many samples only some are looked at.
/// @param U           (n, m), inputs of one size
/// @param neighbours  of each sample, >= 1
[[nodiscard]] std::vector<NearPair> near_pairs(const Matrix& U, Index neighbours);

}  // namespace jennopt
