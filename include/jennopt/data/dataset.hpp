#pragma once

#include "jennopt/core/types.hpp"

#include <span>
#include <vector>

namespace jennopt {

/// Samples of a function with their partials, one column per sample.
struct Dataset {
    Matrix X;  ///< (n_x, m)
    Matrix Y;  ///< (n_y, m)
    std::vector<Matrix>
        J;  ///< n_x slices (n_y, m): J[j](k, t) = dy_k/dx_j at sample t; NaN: missing

    [[nodiscard]] Index n_x() const { return X.rows(); }

    [[nodiscard]] Index n_y() const { return Y.rows(); }

    [[nodiscard]] Index m() const { return X.cols(); }

    /// The Jacobian of one sample, (n_y, n_x).
    [[nodiscard]] Matrix jacobian_at(Index t) const;

    /// How many of the n_y * n_x * m partials are missing.
    [[nodiscard]] Index missing_partials() const;
};

/// No samples yet, all shapes set.
[[nodiscard]] Dataset empty_dataset(Index n_x, Index n_y);

/// The samples with these indices, in this order.
[[nodiscard]] Dataset subset(const Dataset& data, std::span<const Index> samples);

/// The samples closest to x, nearest first, by distance in units of the box's widths; at most
/// `count`.
[[nodiscard]] std::vector<Index> nearest_samples(const Dataset& data,
                                                 const ConstVectorRef& x,
                                                 const Bounds& bounds,
                                                 Index count);

/// From one evaluation per column of X; an empty Jacobian counts as all partials missing.
/// @throws ShapeError if the counts differ
[[nodiscard]] Dataset make_dataset(const ConstMatrixRef& X,
                                   std::span<const Evaluation> evaluations);

/// @throws ShapeError if the shapes disagree (both named)
/// @throws Error naming the sample and the row if an input or value is NaN or infinite, or a
/// partial infinite
void validate(const Dataset& data);

}  // namespace jennopt
