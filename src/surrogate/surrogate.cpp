#include "jennopt/surrogate/surrogate.hpp"

#include "core/at.hpp"
#include "core/format.hpp"
#include "jennopt/core/error.hpp"
#include "network/propagation.hpp"
#include "surrogate/predictor.hpp"

#include <algorithm>
#include <utility>

namespace jennopt {

namespace {

/// A dataset at these points whose values (and partials) are to be filled in.
Dataset unset_at(const ConstMatrixRef& X, Index n_x, Index n_y, bool with_partials) {
    if (X.rows() != n_x) {
        throw ShapeError(fmt::format(
            "the surrogate has {} inputs, the points have {}: expected the same", n_x, X.rows()));
    }
    Dataset result{.X = X, .Y = Matrix(n_y, X.cols()), .J = {}};
    if (with_partials) {
        result.J.assign(static_cast<std::size_t>(n_x), Matrix(n_y, X.cols()));
    }
    return result;
}

/// Partials by ln x to partials by x.
void divide_by_logarithmic(Dataset& partials, const Normalization& n) {
    for (const Index j : n.log_x) {
        if (!partials.J.empty()) {
            partials.J[at(j)].array().rowwise() /= partials.X.row(j).array();
        }
    }
}

/// The prediction of one member, raw units.
Dataset predict_by(const Network& network,
                   const Normalization& n,
                   const ConstMatrixRef& X,
                   bool with_partials) {
    const Index n_x = network.n_x();
    const Index n_y = network.n_y();
    Dataset result = unset_at(X, n_x, n_y, with_partials);
    Propagation propagation(network, with_partials);
    for (Index first = 0; first < X.cols(); first += propagation.block_size()) {
        const Index b = std::min(propagation.block_size(), X.cols() - first);
        propagation.begin_block(b) = normalize_inputs(X.middleCols(first, b), n).transpose();
        propagation.forward(network);
        for (Index k = 0; k < n_y; ++k) {
            result.Y.row(k).segment(first, b) =
                (propagation.value(k) * n.sigma_y(k)).array() + n.mu_y(k);
            for (Index j = 0; with_partials && j < n_x; ++j) {
                result.J[static_cast<std::size_t>(j)].row(k).segment(first, b) =
                    propagation.jacobian(k, j) * (n.sigma_y(k) / n.sigma_x(j));
            }
        }
    }
    divide_by_logarithmic(result, n);
    return result;
}

/// Mean and sum of squared deviations of the members' predictions so far, Welford's update: no
/// cancellation where the members agree.
struct Moments {
    Dataset mean;
    Dataset squares;
    double count = 1.0;

    explicit Moments(Dataset first) : mean(std::move(first)), squares(mean) {
        squares.Y.setZero();
        for (Matrix& slice : squares.J) {
            slice.setZero();
        }
    }

    void add(const Dataset& next) {
        count += 1.0;
        add(next.Y, mean.Y, squares.Y);
        for (std::size_t j = 0; j < next.J.size(); ++j) {
            add(next.J[j], mean.J[j], squares.J[j]);
        }
    }

private:
    void add(const Matrix& next, Matrix& mean_of, Matrix& squares_of) const {
        const Matrix deviation = next - mean_of;
        mean_of += deviation / count;
        squares_of.array() += deviation.array() * (next - mean_of).array();
    }
};

Moments moments(const Surrogate& surrogate, const ConstMatrixRef& X, bool with_partials) {
    const std::vector<Network>& members = surrogate.members;
    Moments result(predict_by(members.front(), surrogate.normalization, X, with_partials));
    for (std::size_t i = 1; i < members.size(); ++i) {
        result.add(predict_by(members[i], surrogate.normalization, X, with_partials));
    }
    return result;
}

/// @param at  what a Kriging says at a normalized point: its value, then its partials, (1 + n_x)
template <typename At>
Dataset of_each_output(const Surrogate& surrogate,
                       const ConstMatrixRef& X,
                       bool with_partials,
                       const At& at) {
    const Normalization& n = surrogate.normalization;
    Dataset result = unset_at(X, surrogate.n_x(), surrogate.n_y(), with_partials);
    for (Index t = 0; t < X.cols(); ++t) {
        const Vector x = normalize_inputs(X.col(t), n);
        for (Index k = 0; k < surrogate.n_y(); ++k) {
            const Vector y = n.sigma_y(k) * at(surrogate.kriging[static_cast<std::size_t>(k)], x);
            result.Y(k, t) = y(0);
            for (std::size_t j = 0; j < result.J.size(); ++j) {
                const auto row = static_cast<Index>(j);
                result.J[j](k, t) = y(row + 1) / n.sigma_x(row);
            }
        }
    }
    divide_by_logarithmic(result, n);
    return result;
}

Dataset predict_by_kriging(const Surrogate& surrogate,
                           const ConstMatrixRef& X,
                           bool with_partials) {
    KrigingScratch scratch;
    Vector gradient;
    Dataset result =
        of_each_output(surrogate, X, with_partials, [&](const Kriging& kriging, const Vector& x) {
            Vector y(x.size() + 1);
            y(0) = kriging.predict(x, gradient, scratch);
            y.tail(x.size()) = gradient;
            return y;
        });
    result.Y.colwise() += surrogate.normalization.mu_y;
    return result;
}

Dataset spread_of_kriging(const Surrogate& surrogate, const ConstMatrixRef& X, bool with_partials) {
    return of_each_output(surrogate,
                          X,
                          with_partials,
                          [with_partials](const Kriging& kriging, const Vector& x) -> Vector {
                              return with_partials ? kriging.deviations(x)
                                                   : Vector::Constant(1, kriging.deviation(x));
                          });
}

}  // namespace

Evaluation evaluate(const Surrogate& surrogate, const ConstVectorRef& x) {
    return Predictor(surrogate)(x);
}

Dataset predict(const Surrogate& surrogate, const ConstMatrixRef& X, bool with_partials) {
    if (surrogate.is_kriging()) {
        return predict_by_kriging(surrogate, X, with_partials);
    }
    return surrogate.members.size() == 1
               ? predict_by(surrogate.members.front(), surrogate.normalization, X, with_partials)
               : moments(surrogate, X, with_partials).mean;
}

Dataset spread(const Surrogate& surrogate, const ConstMatrixRef& X, bool with_partials) {
    if (!surrogate.has_spread()) {
        throw Error("the surrogate has 1 member, expected at least 2 for a spread");
    }
    if (surrogate.is_kriging()) {
        return spread_of_kriging(surrogate, X, with_partials);
    }
    Moments result = moments(surrogate, X, with_partials);
    const auto deviation = [&result](const Matrix& squares) -> Matrix {
        return (squares / (result.count - 1.0)).cwiseSqrt();
    };
    result.squares.Y = deviation(result.squares.Y);
    for (Matrix& slice : result.squares.J) {
        slice = deviation(slice);
    }
    return std::move(result.squares);
}

}  // namespace jennopt
