#pragma once

#include "jennopt/core/types.hpp"
#include "jennopt/data/dataset.hpp"
#include "jennopt/network/network.hpp"
#include "jennopt/network/propagation.hpp"
#include "jennopt/training/weights.hpp"

#include <span>
#include <vector>

namespace jennopt {

/// The three parts of the loss; all >= 0, dimensionless.
struct LossTerms {
    double value = 0.0;           ///< 1/(2m) sum beta (yhat - y)^2
    double jacobian = 0.0;        ///< 1/(2m) sum gamma (dyhat/dx - dy/dx)^2
    double regularization = 0.0;  ///< lambda/(2m) sum W^2

    [[nodiscard]] double total() const { return value + jacobian + regularization; }
};

/// The Jacobian-enhanced loss of a network on a dataset, Berguin (2024), arXiv 2406.09132, cost
/// function:
///
///     L = 1/(2m) [ sum beta (yhat - y)^2 + sum gamma (dyhat/dx - dy/dx)^2 + lambda sum W^2 ]
///
/// Cost and gradient are the same function of gamma. Scratch is allocated once, here; one object
/// serves one thread.
class Loss {
public:
    /// @param data     normalized units; must outlive this object, as weights must
    /// @throws ShapeError if shapes do not fit
    Loss(const Network& shape,
         const Dataset& data,
         const LossWeights& weights,
         JacobianWay way = JacobianWay::cheapest);

    /// Loss of the network over all samples, and its gradient, laid out as theta.
    LossTerms operator()(const Network& network, Vector& gradient);

    /// The same over some of the samples, 1/m taken over those: a mini-batch.
    LossTerms operator()(const Network& network, std::span<const Index> samples, Vector& gradient);

private:
    double value_residuals(std::span<const Index> block, double m);
    double jacobian_residuals(std::span<const Index> block, double m);
    [[nodiscard]] Index regularized_layers(const Network& network) const;

    const Dataset& data_;
    const LossWeights& weights_;
    Propagation propagation_;
    Matrix value_seed_;       // beta (yhat - y) / m of one block
    Matrix jacobian_seed_;    // gamma (dyhat/dx - dy/dx) / m of one block
    std::vector<Index> all_;  // 0 .. m - 1
};

}  // namespace jennopt
