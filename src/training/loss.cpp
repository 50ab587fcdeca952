#include "jennopt/training/loss.hpp"

#include "training/shapes.hpp"

#include <algorithm>
#include <numeric>

namespace jennopt {

namespace {

std::size_t at(Index i) {
    return static_cast<std::size_t>(i);
}

}  // namespace

Loss::Loss(const Network& shape, const Dataset& data, const LossWeights& weights, JacobianWay way)
    : data_(data),
      weights_(weights),
      propagation_(shape, !weights.gamma.empty(), way),
      value_seed_(propagation_.block_size(), data.n_y()),
      jacobian_seed_(weights.gamma.empty() ? 0 : propagation_.block_size(),
                     data.n_y() * data.n_x()),
      all_(at(data.m())) {
    check_shapes(shape, data, weights);
    std::iota(all_.begin(), all_.end(), Index{0});
}

LossTerms Loss::operator()(const Network& network, Vector& gradient) {
    return (*this)(network, all_, gradient);
}

LossTerms Loss::operator()(const Network& network,
                           std::span<const Index> samples,
                           Vector& gradient) {
    gradient.setZero(network.n_parameters());
    const double m = static_cast<double>(samples.size());
    LossTerms loss;
    for (std::size_t first = 0; first < samples.size(); first += at(propagation_.block_size())) {
        const auto block =
            samples.subspan(first, std::min(at(propagation_.block_size()), samples.size() - first));
        const Index b = static_cast<Index>(block.size());
        auto X = propagation_.begin_block(b);
        for (Index s = 0; s < b; ++s) {
            X.row(s) = data_.X.col(block[at(s)]).transpose();
        }
        propagation_.forward(network);
        loss.value += value_residuals(block, m);
        loss.jacobian += weights_.gamma.empty() ? 0.0 : jacobian_residuals(block, m);
        propagation_.backward(network,
                              value_seed_.topRows(b),
                              jacobian_seed_.topRows(std::min(b, jacobian_seed_.rows())),
                              gradient);
    }
    for (Index l = 1; l <= regularized_layers(network); ++l) {
        loss.regularization += weights_.lambda / (2.0 * m) * network.weights(l).squaredNorm();
        network.weights_in(gradient, l) += weights_.lambda / m * network.weights(l);
    }
    return loss;
}

double Loss::value_residuals(std::span<const Index> block, double m) {
    const auto value = propagation_.value();
    double sum = 0.0;
    for (Index k = 0; k < value.cols(); ++k) {
        for (Index s = 0; s < value.rows(); ++s) {
            const Index t = block[at(s)];
            const double residual = value(s, k) - data_.Y(k, t);
            const double weighted = weights_.beta(k, t) * residual;
            sum += weighted * residual;
            value_seed_(s, k) = weighted / m;
        }
    }
    return sum / (2.0 * m);
}

double Loss::jacobian_residuals(std::span<const Index> block, double m) {
    const auto jacobian = propagation_.jacobian();
    const Index n_y = data_.n_y();
    double sum = 0.0;
    for (Index j = 0; j < data_.n_x(); ++j) {
        const Matrix& gamma = weights_.gamma[at(j)];
        const Matrix& J = data_.J[at(j)];
        for (Index k = 0; k < n_y; ++k) {
            for (Index s = 0; s < jacobian.rows(); ++s) {
                const Index t = block[at(s)];
                // A missing partial is NaN: it must not be touched, zero times NaN is NaN.
                const double residual =
                    gamma(k, t) > 0.0 ? jacobian(s, k + j * n_y) - J(k, t) : 0.0;
                const double weighted = gamma(k, t) * residual;
                sum += weighted * residual;
                jacobian_seed_(s, k + j * n_y) = weighted / m;
            }
        }
    }
    return sum / (2.0 * m);
}

Index Loss::regularized_layers(const Network& network) const {
    return weights_.regularization == Regularization::all_layers ? network.n_layers()
                                                                 : network.n_layers() - 1;
}

}  // namespace jennopt
