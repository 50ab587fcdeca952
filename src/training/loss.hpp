#pragma once

#include "core/team.hpp"
#include "jennopt/core/types.hpp"
#include "jennopt/data/dataset.hpp"
#include "jennopt/network/network.hpp"
#include "jennopt/training/weights.hpp"
#include "network/propagation.hpp"

#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace jennopt {

/// The Jacobian-enhanced loss of a network on a dataset, Berguin (2024), arXiv 2406.09132, cost
/// function:
///
///     L = 1/(2m) [ sum beta (yhat - y)^2 + sum gamma (dyhat/dx - dy/dx)^2 + lambda sum W^2 ]
///
/// Cost and gradient are the same function of gamma. Scratch is allocated once, here. Threads share
/// the blocks of samples; partial sums are added in the samples' order, so that the result is the
/// same for any number of threads.
class Loss {
public:
    /// @param data     normalized units; must outlive this object, as weights must
    /// @param threads  that work on one evaluation, >= 1; fewer where there is too little to share
    /// @param lambda_share  of lambda that counts, 0 to 1. A mini-batch's share of the samples: the
    ///                      mean over all mini-batches is the loss over all samples; 1: lambda
    ///                      weighs a mini-batch as if there were no more, as in the paper's code
    /// @throws ShapeError if shapes do not fit
    Loss(const Network& shape,
         const Dataset& data,
         const LossWeights& weights,
         JacobianWay way = JacobianWay::cheapest,
         Index threads = 1,
         double lambda_share = 1.0);

    /// Loss of the network over all samples, and its gradient, laid out as theta.
    LossTerms operator()(const Network& network, Vector& gradient);

    /// The same over some of the samples, 1/m taken over those: a mini-batch.
    LossTerms operator()(const Network& network, std::span<const Index> samples, Vector& gradient);

private:
    /// What one thread needs.
    struct Worker {
        Propagation propagation;
        Vector gradient;  // of the blocks it is at
        Vector truth;     // of one block, where the data does not have it in one piece
        Vector weight;
    };

    /// Samples that go through the network together.
    struct Block {
        Index first;
        Index size;
        const Index* samples;  // their numbers from `first` on; nullptr: all samples in order

        /// Row k of these samples.
        void copy_row(const Matrix& rows, Index k, double* to) const;

        /// All rows of these samples, one column each.
        void copy_rows(const Matrix& rows, Eigen::Ref<Matrix> columns) const;
    };

    /// Values or the partials by one input, and their weights; both (n_y, m).
    struct Target {
        const Matrix* truth;
        const Matrix* weight;
        std::optional<double> common_weight;  // of all entries: `weight` is not read then
    };

    LossTerms evaluate(const Network& network, Index m, const Index* samples, Vector& gradient);
    LossTerms add_block(const Network& network, const Block& block, double m, Worker& worker) const;
    static double weigh(const Block& block,
                        Eigen::Map<const Vector> prediction,
                        const Target& target,
                        Index k,
                        double m,
                        Worker& worker,
                        Eigen::Map<Vector> seed);
    void prefetch_block(const Block& block) const;
    [[nodiscard]] Index regularized_layers(const Network& network) const;

    const Dataset& data_;
    const LossWeights& weights_;
    double lambda_;
    std::vector<Target> targets_;  // the values, then the partials by each input
    std::vector<Worker> workers_;
    std::unique_ptr<Team> team_;
};

}  // namespace jennopt
