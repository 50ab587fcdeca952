#pragma once

#include "jennopt/core/types.hpp"
#include "jennopt/data/dataset.hpp"

#include "python/nanobind.hpp"
#include <optional>
#include <string_view>
#include <vector>

namespace jennopt {

// numpy arrays have one row per sample, (m, n), the library has one column, (n, m): in memory the
// same.

using InArray = nb::ndarray<const double, nb::c_contig, nb::device::cpu>;
using OutArray = nb::ndarray<nb::numpy, double, nb::c_contig, nb::device::cpu>;
using RowsMap = Eigen::Map<const Matrix>;

/// (m, n) as (n, m), no copy. @throws ShapeError naming the array and both shapes
[[nodiscard]] RowsMap columns_of(const InArray& array, std::string_view name, Index n);

/// "(3, 2)".
[[nodiscard]] std::string shape_text(const InArray& array);

/// From X (m, n_x), Y (m, n_y) and J (m, n_y, n_x).
/// @throws ShapeError naming the array and both shapes
[[nodiscard]] Dataset dataset_of(const InArray& X,
                                 const InArray& Y,
                                 const std::optional<InArray>& J);

/// (m, n_y, n_x), or (n_y, n_x) of a single one.
[[nodiscard]] OutArray array_of(const std::vector<Matrix>& J, bool is_single);

/// (n, m) as (m, n), or of a single column as (n); no copy.
[[nodiscard]] OutArray array_of(Matrix&& columns, bool is_single);

[[nodiscard]] OutArray array_of(const Vector& entries);

/// The array of double precision, in C order, that numpy makes of anything.
[[nodiscard]] InArray to_array(nb::handle object);

}  // namespace jennopt
