#pragma once

#include "jennopt/core/types.hpp"
#include "jennopt/data/dataset.hpp"

#include <vector>

namespace jennopt {

/// The map between raw and normalized units, affine but for logarithmic inputs, Berguin (2024),
/// section on data normalization:
///
///     x := (x - mu_x) / sigma_x,  y := (y - mu_y) / sigma_y,  J(k, j) := J(k, j) sigma_x(j) /
///     sigma_y(k)
///
/// mu is the mean over the samples, sigma the population standard deviation (1/m). A constant row
/// gets sigma = 1: it normalizes to zero and its partials keep their size. An output that is
/// constant next to its partials (sin(x) sampled at multiples of pi) gets the size of those: rms of
/// dy/dx(j) sigma_x(j). A surrogate's sigma_x may have been divided by input_scales().
struct Normalization {
    Vector mu_x;     ///< (n_x)
    Vector sigma_x;  ///< (n_x), > 0
    Vector mu_y;     ///< (n_y)
    Vector sigma_y;  ///< (n_y), > 0
    /// Inputs whose natural logarithm takes the place of x in all of this: mu_x and sigma_x are of
    /// ln x, and J(k, j) is multiplied by x(j), too. Raw values of these are > 0.
    std::vector<Index> log_x = {};
};

/// mu = 0 and sigma = 1: raw and normalized units are the same.
[[nodiscard]] Normalization no_normalization(Index n_x, Index n_y);

/// From the samples.
/// @param log_x  as Normalization::log_x
/// @throws ShapeError if there are none
/// @throws Error naming the sample where a logarithmic input is not > 0
[[nodiscard]] Normalization fit_normalization(const Dataset& raw,
                                              const std::vector<Index>& log_x = {});

/// ln x in place of x for the logarithmic inputs, and partials by it.
/// @param log_x  as Normalization::log_x
/// @throws Error naming the sample where such an input is not > 0
[[nodiscard]] Dataset with_logarithms(Dataset data, const std::vector<Index>& log_x);

/// Inputs X (n_x, m) in normalized units.
/// @throws Error naming the sample where a logarithmic input is not > 0
[[nodiscard]] Matrix normalize_inputs(const ConstMatrixRef& X, const Normalization& normalization);

/// d(normalized x_j)/dx_j at raw x (n_x), what partials by normalized inputs are multiplied by.
[[nodiscard]] Vector input_slopes(const ConstVectorRef& x, const Normalization& normalization);

/// Rows of a dataset that do not vary over its samples by more than rounding.
struct ConstantRows {
    std::vector<Index> inputs;   ///< rows of X
    std::vector<Index> outputs;  ///< rows of Y
};

/// Every row of a single sample is constant; of no samples none is.
[[nodiscard]] ConstantRows constant_rows(const Dataset& data);

/// X, Y and J in normalized units; missing partials stay NaN.
[[nodiscard]] Dataset normalize(const Dataset& raw, const Normalization& normalization);

/// X, Y and J back in raw units; the inverse of normalize to rounding.
[[nodiscard]] Dataset denormalize(const Dataset& data, const Normalization& normalization);

}  // namespace jennopt
