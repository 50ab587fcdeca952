#include "network/parameter_jacobian.hpp"

#include "core/at.hpp"
#include "network/kernels/kernels.hpp"

#include <utility>

namespace jennopt {

namespace {

/// On entry the derivatives of yhat_k with respect to a layer's a and their tangents, on exit with
/// respect to its z: delta' := g' delta' + g'' z' delta, then delta := g' delta.
void through_activation(
    Activation activation, const double* a, double* delta, Index rows, Index n_tangents) {
    using Column = Eigen::Map<Eigen::ArrayXd>;
    const Eigen::Map<const Eigen::ArrayXd> A(a, rows);
    Column D(delta, rows);
    switch (activation) {
        case Activation::tanh:
            for (Index j = 1; j <= n_tangents; ++j) {
                const Eigen::Map<const Eigen::ArrayXd> A_j(a + j * rows, rows);
                Column D_j(delta + j * rows, rows);
                D_j = (1.0 - A * A) * D_j - 2.0 * A * A_j * D;
            }
            D *= 1.0 - A * A;
            break;
        case Activation::linear:
            break;
        case Activation::relu:
            for (Index j = 0; j <= n_tangents; ++j) {
                Column D_j(delta + j * rows, rows);
                D_j = (A > 0.0).select(D_j, 0.0);
            }
            break;
    }
}

}  // namespace

ParameterJacobian::ParameterJacobian(const Network& shape, const Propagation& propagation)
    : delta_(shape.layer_sizes().size()) {
    const Index rows = propagation.layer(0).rows();
    for (std::size_t l = 1; l < delta_.size(); ++l) {
        delta_[l] = Matrix::Zero(rows, shape.layer_sizes()[l]);
    }
    scaled_ = Vector::Zero(2 * rows);
}

void ParameterJacobian::operator()(const Network& network,
                                   const Propagation& propagation,
                                   Index k,
                                   const ConstVectorRef& scale,
                                   Eigen::Ref<Matrix> rows) {
    sweep(network, propagation, k);
    for (Index l = network.n_layers(); l >= 1; --l) {
        fill_layer(network, propagation, l, scale, rows);
    }
}

void ParameterJacobian::sweep(const Network& network, const Propagation& propagation, Index k) {
    seed(network, propagation, k);
    for (Index l = network.n_layers(); l > 1; --l) {
        pull_back(network, propagation, l);
    }
}

const Matrix& ParameterJacobian::delta(Index l) const {
    return delta_[at(l)];
}

void ParameterJacobian::seed(const Network& network, const Propagation& propagation, Index k) {
    const Index L = network.n_layers();
    const Index step = propagation.row_step();
    Matrix& top = delta_[at(L)];
    top.topRows((1 + propagation.n_tangents()) * step).setZero();
    top.col(k).head(step).setOnes();
    through_activation(network.activation(L),
                       propagation.layer(L).col(k).data(),
                       top.col(k).data(),
                       step,
                       propagation.n_tangents());
}

void ParameterJacobian::pull_back(const Network& network, const Propagation& propagation, Index l) {
    const Index step = propagation.row_step();
    const auto W = network.weights(l);
    const Matrix& above = delta_[at(l)];
    Matrix& below = delta_[at(l - 1)];
    multiply((1 + propagation.n_tangents()) * step,
             W.rows(),
             W.cols(),
             {above.data(), above.rows()},
             {W.data(), 1, W.rows()},
             {below.data(), below.rows()});
    for (Index i = 0; i < below.cols(); ++i) {
        through_activation(network.activation(l - 1),
                           propagation.layer(l - 1).col(i).data(),
                           below.col(i).data(),
                           step,
                           propagation.n_tangents());
    }
}

void ParameterJacobian::fill_layer(const Network& network,
                                   const Propagation& propagation,
                                   Index l,
                                   const ConstVectorRef& scale,
                                   Eigen::Ref<Matrix> rows) {
    const Index step = propagation.row_step();
    const Index n_tangents = propagation.n_tangents();
    const Index all = (1 + n_tangents) * step;
    const auto a = propagation.layer(l - 1);
    const Index n = network.weights(l).rows();
    const Index p = network.weights(l).cols();
    // W column by column, then b, as theta has them.
    const Index first = network.weights(l).data() - network.theta().data();
    for (Index i = 0; i < n; ++i) {
        const auto delta = delta_[at(l)].col(i);
        auto scaled = scaled_.head(all).array();            // of delta, delta'_1, ...
        auto repeated = scaled_.segment(all, all).array();  // of delta, delta, ...
        scaled = scale.array() * delta.head(all).array();
        for (Index j = 1; j <= n_tangents; ++j) {
            repeated.segment(j * step, step) =
                scale.segment(j * step, step).array() * delta.head(step).array();
        }
        rows.col(first + n * p + i) = scaled;
        for (Index q = 0; q < p; ++q) {
            auto column = rows.col(first + i + q * n).array();
            const auto value = a.col(q).head(step).array();
            for (Index j = 0; j <= n_tangents; ++j) {
                column.segment(j * step, step) = scaled.segment(j * step, step) * value;
            }
            if (l > 1) {
                column.tail(all - step) +=
                    repeated.segment(step, all - step) * a.col(q).segment(step, all - step).array();
            } else if (n_tangents > 0) {  // a'_(0,j) is 1 for input j and 0 for all others
                column.segment((1 + q) * step, step) += repeated.segment((1 + q) * step, step);
            }
        }
    }
}

}  // namespace jennopt
