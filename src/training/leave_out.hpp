#pragma once

#include "jennopt/data/dataset.hpp"
#include "jennopt/network/network.hpp"
#include "jennopt/training/weights.hpp"

#include <optional>
#include <vector>

namespace jennopt {

/// Samples that are left out together, and their weights with gamma's scale and lambda 1.
struct Part {
    const Dataset& data;  ///< normalized units
    const LossWeights& weights;
};

/// Weighted squared errors of a part's samples, with these weights.
struct PartError {
    double value = 0.0;    ///< sum
    double partial = 0.0;  ///< sum
    /// Each by itself: first those of values, then those of partials, input by input.
    std::vector<std::vector<double>> squares = {};
};

/// What training without one part after the other would predict there, for the price of a few
/// steps. With J_f and r_f the derivatives and residuals of part f at theta, the weights of a
/// network trained on all parts, one step of Gauss-Newton on the loss of the others,
///
///     h_f = -(sum_{i != f} J_i^T G J_i + Lambda)^-1 (sum_{i != f} J_i^T G r_i + Lambda theta),
///
/// makes the errors r_f + J_f h_f; G has gamma for partials and 1 for values. With the one
/// factorization N = sum J_i^T G J_i + Lambda and its step h they are, by Woodbury's formula,
///
///     (I - J_f N^-1 J_f^T G)^-1 (r_f + J_f h).
///
/// Where residuals are linear in theta this is exact; what training had left to do is in the step,
/// too. The network itself at theta + h_f says less: the step is long where lambda is small.
/// @param trained  on all parts
/// @param gamma    (n_x) the scale that partials were trained with, by input, >= 0
/// @param lambda   of all parts
/// @return nothing where a matrix is singular to rounding
[[nodiscard]] std::optional<std::vector<PartError>> leave_out_each(const Network& trained,
                                                                   const std::vector<Part>& parts,
                                                                   const Vector& gamma,
                                                                   double lambda);

}  // namespace jennopt
