#pragma once

#include "jennopt/network/network.hpp"
#include "network/propagation.hpp"

#include <vector>

namespace jennopt {

/// Derivatives of a block's values and partials with respect to all weights and biases.
///
/// With delta_l = dyhat_k/dz_l and delta'_(l,j) its derivative along x_j, one backward sweep per
/// output k gives
///
///     dyhat_k/dW_l = delta_l a_(l-1)^T,
///     d(dyhat_k/dx_j)/dW_l = delta_l a'_(l-1,j)^T + delta'_(l,j) a_(l-1)^T,
///
/// and the biases' likewise with a = 1, a' = 0. Owns its scratch: one object serves one thread.
class ParameterJacobian {
public:
    /// Room for blocks of this propagation, which goes by forward tangents or has no Jacobian.
    ParameterJacobian(const Network& shape, const Propagation& propagation);

    /// Rows of output k, after forward() of the same network.
    /// @param scale  one factor per row
    /// @param rows   ((1 + n_tangents) * row_step, n_parameters): samples of the value, then of
    ///               each partial, laid out as the propagation's layers
    void operator()(const Network& network,
                    const Propagation& propagation,
                    Index k,
                    const ConstVectorRef& scale,
                    Eigen::Ref<Matrix> rows);

    /// delta and delta' of output k in all layers, after forward() of the same network.
    void sweep(const Network& network, const Propagation& propagation, Index k);

    /// delta_l = 1 .. n_layers() of the last sweep, rows as the propagation's layers have them.
    [[nodiscard]] const Matrix& delta(Index l) const;

private:
    void seed(const Network& network, const Propagation& propagation, Index k);
    void pull_back(const Network& network, const Propagation& propagation, Index l);
    void fill_layer(const Network& network,
                    const Propagation& propagation,
                    Index l,
                    const ConstVectorRef& scale,
                    Eigen::Ref<Matrix> rows);

    std::vector<Matrix> delta_;  // 0 (empty) .. n_layers(): delta_l, then delta'_(l,j) below it
    Vector scaled_;              // one neuron's delta, delta' and, for each j again, delta
};

}  // namespace jennopt
