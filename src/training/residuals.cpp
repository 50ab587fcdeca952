#include "training/residuals.hpp"

#include "core/at.hpp"
#include "training/shapes.hpp"

#include <algorithm>
#include <cmath>

namespace jennopt {

namespace {

Vector lambda_of(const Network& shape, const LossWeights& weights) {
    Vector lambda = Vector::Zero(shape.n_parameters());
    const Index last = weights.regularization == Regularization::all_layers ? shape.n_layers()
                                                                            : shape.n_layers() - 1;
    for (Index l = 1; l <= last; ++l) {
        shape.weights_in(lambda, l).setConstant(weights.lambda);
    }
    return lambda;
}

/// What the samples first ... first + b - 1 have of output k, or of one of its partials.
struct BlockTruth {
    const Matrix& weight;
    const Matrix& truth;
    Index k;
    Index first;
    Index b;
};

/// Roots of the weights and weighted residuals of a block; 0 where a weight is, and beyond the
/// block's samples.
/// @return the sum of the squared residuals
double fill_row(const BlockTruth& block,
                const Eigen::Map<const Vector>& model,
                Eigen::Ref<Vector> scale,
                Eigen::Ref<Vector> r) {
    double sum = 0.0;
    for (Index s = 0; s < r.size(); ++s) {
        const double weight = s < block.b ? block.weight(block.k, block.first + s) : 0.0;
        const bool counts = weight > 0.0;
        scale(s) = counts ? std::sqrt(weight) : 0.0;
        // A missing partial is NaN: it must not be touched, zero times NaN is NaN.
        r(s) = counts ? scale(s) * (model(s) - block.truth(block.k, block.first + s)) : 0.0;
        sum += r(s) * r(s);
    }
    return sum;
}

}  // namespace

Index residual_count(const LossWeights& weights) {
    Index count = (weights.beta.array() > 0.0).count();
    for (const Matrix& gamma : weights.gamma) {
        count += (gamma.array() > 0.0).count();
    }
    return count;
}

Index row_count(const LossWeights& weights) {
    Index count = weights.beta.size();
    for (const Matrix& gamma : weights.gamma) {
        count += gamma.size();
    }
    return count;
}

Residuals::Residuals(const Network& shape, const Dataset& data, const LossWeights& weights)
    : data_(data),
      weights_(weights),
      propagation_(shape, !weights.gamma.empty(), JacobianWay::forward_tangents),
      jacobian_(shape, propagation_),
      lambda_(lambda_of(shape, weights)),
      count_(residual_count(weights)),
      rows_(row_count(weights)) {
    check_shapes(shape, data, weights);
    r_ = Vector::Zero(rows_per_block());
    scale_ = Vector::Zero(rows_per_block());
}

Index Residuals::rows_per_block() const {
    return data_.n_y() * propagation_.layer(0).rows();
}

LossTerms Residuals::loss(const Network& network) {
    return over_blocks(network, [](Index, Index) {});
}

LossTerms Residuals::linearize(const Network& network, const Block& block) {
    J_.resize(rows_per_block(), n_parameters());
    return over_blocks(network, [&](Index, Index) {
        const Index step = (1 + propagation_.n_tangents()) * propagation_.row_step();
        for (Index k = 0; k < data_.n_y(); ++k) {
            jacobian_(network,
                      propagation_,
                      k,
                      scale_.segment(k * step, step),
                      J_.middleRows(k * step, step));
        }
        const Index rows = data_.n_y() * step;
        block(r_.head(rows), scale_.head(rows), J_.topRows(rows));
    });
}

LossTerms Residuals::sweep(const Network& network,
                           const std::function<void(const Swept&)>& output) {
    return over_blocks(network, [&](Index first, Index size) {
        const Index rows = (1 + n_tangents()) * value_rows();
        for (Index k = 0; k < data_.n_y(); ++k) {
            jacobian_.sweep(network, propagation_, k);
            output({.k = k,
                    .first = first,
                    .size = size,
                    .r = r_.segment(k * rows, rows),
                    .scale = scale_.segment(k * rows, rows),
                    .propagation = propagation_,
                    .jacobian = jacobian_});
        }
    });
}

LossTerms Residuals::linearize_output(const Network& network, const OutputBlock& block) {
    const Index n = network.weights(network.n_layers()).cols();
    Matrix J(propagation_.layer(0).rows(), n + 1);
    return over_blocks(network, [&](Index, Index) {
        const Index step = propagation_.row_step();
        const Index rows = (1 + propagation_.n_tangents()) * step;
        for (Index k = 0; k < data_.n_y(); ++k) {
            const auto scale = scale_.segment(k * rows, rows);
            const auto a = propagation_.layer(network.n_layers() - 1);
            J.topLeftCorner(rows, n) = scale.asDiagonal() * a.topRows(rows);
            if (network.n_layers() == 1) {  // the inputs' tangents are unit vectors
                J.block(step, 0, rows - step, n).setZero();
                for (Index j = 0; j < propagation_.n_tangents(); ++j) {
                    J.col(j).segment((1 + j) * step, step) = scale.segment((1 + j) * step, step);
                }
            }
            J.col(n).head(rows).setZero();
            J.col(n).head(step) = scale.head(step);
            block(k, r_.segment(k * rows, rows), scale, J.topRows(rows));
        }
    });
}

LossTerms Residuals::over_blocks(const Network& network,
                                 const std::function<void(Index, Index)>& block) {
    LossTerms sums;
    for (Index first = 0; first < data_.m(); first += propagation_.block_size()) {
        const Index b = std::min(propagation_.block_size(), data_.m() - first);
        propagation_.begin_block(b) = data_.X.middleCols(first, b).transpose();
        propagation_.forward(network);
        fill(first, b, sums);
        block(first, b);
    }
    const double half = 1.0 / (2.0 * static_cast<double>(data_.m()));
    return {.value = half * sums.value,
            .jacobian = half * sums.jacobian,
            .regularization = half * lambda_.dot(network.theta().cwiseAbs2())};
}

void Residuals::fill(Index first, Index b, LossTerms& sums) {
    const Index step = propagation_.row_step();
    const Index n_tangents = propagation_.n_tangents();
    for (Index k = 0; k < data_.n_y(); ++k) {
        for (Index j = 0; j <= n_tangents; ++j) {
            const Index row = (k * (1 + n_tangents) + j) * step;
            const double sum =
                fill_row({.weight = j == 0 ? weights_.beta : weights_.gamma[at(j - 1)],
                          .truth = j == 0 ? data_.Y : data_.J[at(j - 1)],
                          .k = k,
                          .first = first,
                          .b = b},
                         j == 0 ? propagation_.value(k) : propagation_.jacobian(k, j - 1),
                         scale_.segment(row, step),
                         r_.segment(row, step));
            (j == 0 ? sums.value : sums.jacobian) += sum;
        }
    }
}

}  // namespace jennopt
