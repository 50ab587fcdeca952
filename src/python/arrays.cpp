#include "python/arrays.hpp"

#include "core/at.hpp"
#include "core/format.hpp"
#include "jennopt/core/error.hpp"

#include <memory>
#include <utility>

namespace jennopt {

namespace {

Index extent(const InArray& array, std::size_t axis) {
    return static_cast<Index>(array.shape(axis));
}

/// Of new memory that Python frees.
OutArray owned(std::unique_ptr<double[]> numbers, std::initializer_list<std::size_t> shape) {
    double* data = numbers.release();
    const nb::capsule owner(data,
                            [](void* memory) noexcept { delete[] static_cast<double*>(memory); });
    return OutArray(data, shape, owner);
}

}  // namespace

std::string shape_text(const InArray& array) {
    std::vector<std::size_t> extents;
    for (std::size_t axis = 0; axis < array.ndim(); ++axis) {
        extents.push_back(array.shape(axis));
    }
    return extents.size() == 1 ? fmt::format("({},)", extents.front())
                               : fmt::format("({})", fmt::join(extents, ", "));
}

RowsMap columns_of(const InArray& array, std::string_view name, Index n) {
    if (array.ndim() != 2 || extent(array, 1) != n) {
        throw ShapeError(
            fmt::format("{} has shape {}, expected (m, {})", name, shape_text(array), n));
    }
    return {array.data(), n, extent(array, 0)};
}

Dataset dataset_of(const InArray& X, const InArray& Y, const std::optional<InArray>& J) {
    for (const auto& [array, name] : {std::pair(&X, "X"), std::pair(&Y, "Y")}) {
        if (array->ndim() != 2 || array->size() == 0) {
            throw ShapeError(fmt::format("{} has shape {}, expected (m, {})",
                                         name,
                                         shape_text(*array),
                                         array == &X ? "n_x" : "n_y"));
        }
    }
    const Index m = extent(X, 0);
    const Index n_x = extent(X, 1);
    const Index n_y = extent(Y, 1);
    if (extent(Y, 0) != m) {
        throw ShapeError(fmt::format(
            "Y has shape {}, expected ({}, {}) as X has {} rows", shape_text(Y), m, n_y, m));
    }
    Dataset data = empty_dataset(n_x, n_y);
    data.X = columns_of(X, "X", n_x);
    data.Y = columns_of(Y, "Y", n_y);
    if (J &&
        (J->ndim() != 3 || extent(*J, 0) != m || extent(*J, 1) != n_y || extent(*J, 2) != n_x)) {
        throw ShapeError(fmt::format(
            "J has shape {}, expected (m, n_y, n_x) = ({}, {}, {})", shape_text(*J), m, n_y, n_x));
    }
    for (Index j = 0; j < n_x; ++j) {
        data.J[at(j)].setConstant(n_y, m, std::numeric_limits<double>::quiet_NaN());
        for (Index t = 0; J && t < m; ++t) {
            for (Index k = 0; k < n_y; ++k) {
                data.J[at(j)](k, t) = J->data()[(t * n_y + k) * n_x + j];
            }
        }
    }
    return data;
}

OutArray array_of(const std::vector<Matrix>& J, bool is_single) {
    const auto n_x = std::ssize(J);
    const Index n_y = J.front().rows();
    const Index m = J.front().cols();
    auto numbers = std::make_unique_for_overwrite<double[]>(at(m * n_y * n_x));
    double* next = numbers.get();
    for (Index t = 0; t < m; ++t) {
        for (Index k = 0; k < n_y; ++k) {
            for (const Matrix& slice : J) {
                *next++ = slice(k, t);
            }
        }
    }
    return is_single ? owned(std::move(numbers), {at(n_y), at(n_x)})
                     : owned(std::move(numbers), {at(m), at(n_y), at(n_x)});
}

OutArray array_of(Matrix&& columns, bool is_single) {
    auto kept = std::make_unique<Matrix>(std::move(columns));
    const std::size_t n = at(kept->rows());
    const std::size_t m = at(kept->cols());
    double* data = kept->data();
    const nb::capsule owner(kept.release(),
                            [](void* matrix) noexcept { delete static_cast<Matrix*>(matrix); });
    return is_single ? OutArray(data, {n}, owner) : OutArray(data, {m, n}, owner);
}

OutArray array_of(const Vector& entries) {
    auto numbers = std::make_unique_for_overwrite<double[]>(at(entries.size()));
    std::copy(entries.begin(), entries.end(), numbers.get());
    return owned(std::move(numbers), {at(entries.size())});
}

InArray to_array(nb::handle object) {
    const nb::object numpy = nb::module_::import_("numpy");
    return nb::cast<InArray>(numpy.attr("ascontiguousarray")(object, numpy.attr("float64")));
}

}  // namespace jennopt
