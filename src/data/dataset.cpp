#include "jennopt/data/dataset.hpp"

#include "core/at.hpp"
#include "core/format.hpp"
#include "jennopt/core/error.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>
#include <string_view>

namespace jennopt {

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

void require_finite(const Matrix& A, std::string_view row_name) {
    for (Index t = 0; t < A.cols(); ++t) {
        for (Index i = 0; i < A.rows(); ++i) {
            if (!std::isfinite(A(i, t))) {
                throw Error(fmt::format(
                    "sample {}: {} {} is {}, expected a finite number", t, row_name, i, A(i, t)));
            }
        }
    }
}

void require_no_infinite_partial(const Dataset& data) {
    for (Index t = 0; t < data.m(); ++t) {
        for (Index j = 0; j < data.n_x(); ++j) {
            for (Index k = 0; k < data.n_y(); ++k) {
                if (const double partial = data.J[at(j)](k, t); std::isinf(partial)) {
                    throw Error(
                        fmt::format("sample {}: the partial of output {} by input {} is {}, "
                                    "expected a finite number or NaN for a missing one",
                                    t,
                                    k,
                                    j,
                                    partial));
                }
            }
        }
    }
}

}  // namespace

Matrix Dataset::jacobian_at(Index t) const {
    Matrix jacobian(n_y(), n_x());
    for (Index j = 0; j < n_x(); ++j) {
        jacobian.col(j) = J[at(j)].col(t);
    }
    return jacobian;
}

Index Dataset::missing_partials() const {
    Index count = 0;
    for (const Matrix& slice : J) {
        count += slice.array().isNaN().count();
    }
    return count;
}

Dataset empty_dataset(Index n_x, Index n_y) {
    return {.X = Matrix(n_x, 0), .Y = Matrix(n_y, 0), .J = {at(n_x), Matrix(n_y, 0)}};
}

Dataset subset(const Dataset& data, std::span<const Index> samples) {
    const auto m = static_cast<Index>(samples.size());
    Dataset part{.X = Matrix(data.n_x(), m),
                 .Y = Matrix(data.n_y(), m),
                 .J = std::vector<Matrix>(data.J.size(), Matrix(data.n_y(), m))};
    for (Index t = 0; t < m; ++t) {
        const Index source = samples[at(t)];
        assert(source >= 0 && source < data.m());
        part.X.col(t) = data.X.col(source);
        part.Y.col(t) = data.Y.col(source);
        for (std::size_t j = 0; j < data.J.size(); ++j) {
            part.J[j].col(t) = data.J[j].col(source);
        }
    }
    return part;
}

std::vector<Index> nearest_samples(const Dataset& data,
                                   const ConstVectorRef& x,
                                   const Bounds& bounds,
                                   Index count) {
    const Eigen::ArrayXd width = bounds.upper - bounds.lower;
    Matrix offset = (data.X.colwise() - x).array().colwise() / width;
    for (const Index j : bounds.logarithmic) {
        offset.row(j) = (data.X.row(j).array() / x(j)).log() / bounds.log_width(j);
    }
    const Eigen::RowVectorXd distance = offset.colwise().norm();
    std::vector<Index> order(static_cast<std::size_t>(data.m()));
    std::iota(order.begin(), order.end(), Index{0});
    std::stable_sort(
        order.begin(), order.end(), [&](Index a, Index b) { return distance(a) < distance(b); });
    order.resize(static_cast<std::size_t>(std::min(data.m(), count)));
    return order;
}

Dataset make_dataset(const ConstMatrixRef& X, std::span<const Evaluation> evaluations) {
    const Index n_x = X.rows();
    const Index m = X.cols();
    if (m != static_cast<Index>(evaluations.size())) {
        throw ShapeError(
            fmt::format("X ({} x {}) and {} evaluations: expected one evaluation per column",
                        n_x,
                        m,
                        evaluations.size()));
    }
    const Index n_y = evaluations.empty() ? 0 : evaluations.front().value.size();
    Dataset data{.X = X, .Y = Matrix(n_y, m), .J = {at(n_x), Matrix::Constant(n_y, m, missing)}};
    for (Index t = 0; t < m; ++t) {
        const auto& [value, jacobian] = evaluations[at(t)];
        if (value.size() != n_y) {
            throw ShapeError(fmt::format(
                "evaluation {}: the value has {} entries, expected {} as in evaluation 0",
                t,
                value.size(),
                n_y));
        }
        data.Y.col(t) = value;
        if (jacobian.size() == 0) {
            continue;
        }
        if (jacobian.rows() != n_y || jacobian.cols() != n_x) {
            throw ShapeError(
                fmt::format("evaluation {}: the Jacobian is ({} x {}), expected ({} x {})",
                            t,
                            jacobian.rows(),
                            jacobian.cols(),
                            n_y,
                            n_x));
        }
        for (Index j = 0; j < n_x; ++j) {
            data.J[at(j)].col(t) = jacobian.col(j);
        }
    }
    return data;
}

void validate(const Dataset& data) {
    if (data.X.cols() != data.Y.cols()) {
        throw ShapeError(
            fmt::format("X ({} x {}) and Y ({} x {}): expected the same number of columns",
                        data.n_x(),
                        data.m(),
                        data.n_y(),
                        data.Y.cols()));
    }
    if (static_cast<Index>(data.J.size()) != data.n_x()) {
        throw ShapeError(
            fmt::format("J with {} slices and X ({} x {}): expected one slice per row of X",
                        data.J.size(),
                        data.n_x(),
                        data.m()));
    }
    for (Index j = 0; j < data.n_x(); ++j) {
        const Matrix& slice = data.J[at(j)];
        if (slice.rows() != data.n_y() || slice.cols() != data.m()) {
            throw ShapeError(fmt::format("J[{}] ({} x {}) and Y ({} x {}): expected the same shape",
                                         j,
                                         slice.rows(),
                                         slice.cols(),
                                         data.n_y(),
                                         data.m()));
        }
    }
    require_finite(data.X, "input");
    require_finite(data.Y, "output");
    require_no_infinite_partial(data);
}

}  // namespace jennopt
