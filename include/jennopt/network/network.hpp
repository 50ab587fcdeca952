#pragma once

#include "jennopt/core/names.hpp"
#include "jennopt/core/random.hpp"
#include "jennopt/core/types.hpp"
#include "jennopt/network/activation.hpp"

#include <array>
#include <vector>

namespace jennopt {

/// The two ways through the Jacobian of a network and its gradient; equal to rounding.
enum class JacobianWay {
    cheapest,          ///< the one with fewer matrix products
    forward_tangents,  ///< the paper's: n_x tangents forward, 3 (1 + n_x) passes with the gradient
    adjoint            ///< one backward sweep and one tangent per output, 3 (1 + n_y) passes
};

template <>
inline constexpr auto enum_names<JacobianWay> =
    std::to_array<Named<JacobianWay>>({{JacobianWay::cheapest, "auto"},
                                       {JacobianWay::forward_tangents, "tangents"},
                                       {JacobianWay::adjoint, "adjoint"}});

/// A multi-layer perceptron: layer sizes, activations and one vector theta of all weights and
/// biases.
///
/// Layer l = 1 .. n_layers() maps a^(l-1) to a^(l) = g(W^(l) a^(l-1) + b^(l)), Berguin (2024),
/// forward propagation; a^(0) = x, a^(n_layers()) = y, normalized units.
class Network {
public:
    /// All weights and biases zero.
    /// @param layer_sizes  n_x, hidden..., n_y: at least two entries, each >= 1
    /// @throws ConfigError otherwise
    explicit Network(std::vector<Index> layer_sizes,
                     Activation hidden = Activation::tanh,
                     Activation output = Activation::linear);

    [[nodiscard]] const std::vector<Index>& layer_sizes() const { return layer_sizes_; }

    [[nodiscard]] Index n_x() const { return layer_sizes_.front(); }

    [[nodiscard]] Index n_y() const { return layer_sizes_.back(); }

    [[nodiscard]] Index n_layers() const { return static_cast<Index>(layer_sizes_.size()) - 1; }

    [[nodiscard]] Index n_parameters() const { return theta_.size(); }

    /// Of layer l = 1 .. n_layers().
    [[nodiscard]] Activation activation(Index l) const {
        return l == n_layers() ? output_ : hidden_;
    }

    [[nodiscard]] Vector& theta() { return theta_; }

    [[nodiscard]] const Vector& theta() const { return theta_; }

    /// W^(l), (n_l, n_(l-1)), a view into theta; l = 1 .. n_layers().
    [[nodiscard]] Eigen::Map<const Matrix> weights(Index l) const { return weights_in(theta_, l); }

    [[nodiscard]] Eigen::Map<Matrix> weights(Index l) { return weights_in(theta_, l); }

    /// b^(l), (n_l), a view into theta.
    [[nodiscard]] Eigen::Map<const Vector> biases(Index l) const { return biases_in(theta_, l); }

    [[nodiscard]] Eigen::Map<Vector> biases(Index l) { return biases_in(theta_, l); }

    /// The same views into any vector laid out as theta, a gradient for instance.
    [[nodiscard]] Eigen::Map<const Matrix> weights_in(const Vector& vector, Index l) const;
    [[nodiscard]] Eigen::Map<Matrix> weights_in(Vector& vector, Index l) const;
    [[nodiscard]] Eigen::Map<const Vector> biases_in(const Vector& vector, Index l) const;
    [[nodiscard]] Eigen::Map<Vector> biases_in(Vector& vector, Index l) const;

private:
    std::vector<Index> layer_sizes_;
    std::vector<Index> offsets_;  // of W^(l) in theta, l = 1 ..; W column by column, then b
    Activation hidden_;
    Activation output_;
    Vector theta_;
};

/// W ~ normal with variance 1 / n_(l-1), b = 0, as the paper's code starts.
void initialize(Network& network, Rng& rng);

}  // namespace jennopt
