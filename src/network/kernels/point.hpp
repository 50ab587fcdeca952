#pragma once

#include "jennopt/core/types.hpp"
#include "jennopt/network/activation.hpp"

#include <span>

namespace jennopt {

/// One layer of a network laid out for one point: every column and vector is filled up with zeros
/// to `padded` entries, a multiple of sample_unit.
struct PointLayer {
    Index n;       ///< neurons
    Index padded;  ///< n, filled up
    Activation activation;
    const double* W;             ///< (padded, n of the layer below)
    const double* b;             ///< (padded)
    const double* W_transposed;  ///< (padded of the layer below, n)
    double* a;                   ///< (padded); layer 0: the point
    double* slope;               ///< (padded) g'; layer 0: ones
    double* delta;               ///< (padded)
};

/// Value (n_y) and Jacobian (n_y, n_x), column-major, at the point in layers[0].a; two layers or
/// more.
void propagate_point(std::span<const PointLayer> layers, double* value, double* jacobian);

}  // namespace jennopt
