#include "training/stages.hpp"

#include "core/at.hpp"
#include "training/adam.hpp"
#include "training/lbfgs.hpp"
#include "training/residuals.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace jennopt {

namespace {

constexpr double least_residuals = 32.0;  // per parameter, in a part of the samples

/// A trainer at work on some of the samples.
struct Stage {
    Trainer trainer;
    double part;  ///< of the samples, at least
    double work;  ///< of that of max_iterations evaluations of the loss over all samples
    bool is_last = false;
};

constexpr std::array stages{
    Stage{.trainer = Trainer::adam, .part = 1.0, .work = 0.03},
    Stage{.trainer = Trainer::lbfgs, .part = 0.125, .work = 0.08},
    Stage{.trainer = Trainer::lbfgs, .part = 0.25, .work = 0.06},
    Stage{.trainer = Trainer::lbfgs, .part = 1.0, .work = 0.03},
    Stage{.trainer = Trainer::lbfgs, .part = 1.0, .work = 0.06, .is_last = true},
};

constexpr double work_of_all = [] {
    double sum = 0.0;
    for (const Stage& stage : stages) {
        sum += stage.work;
    }
    return sum;
}();

/// The weights of some of the samples.
LossWeights weights_of(const LossWeights& all, std::span<const Index> samples) {
    const auto share = static_cast<double>(samples.size()) / static_cast<double>(all.beta.cols());
    LossWeights part{.beta = all.beta(Eigen::all, samples),
                     .gamma = {},
                     .lambda = share * all.lambda,
                     .regularization = all.regularization};
    for (const Matrix& slice : all.gamma) {
        part.gamma.emplace_back(slice(Eigen::all, samples));
    }
    return part;
}

/// Stages on the same samples.
class Staged {
public:
    Staged(Loss& loss,
           const Dataset& data,
           const LossWeights& weights,
           const TrainingOptions& options,
           Index threads,
           const Rng& rng,
           TrainingMonitor& monitor)
        : loss_(loss),
          data_(data),
          weights_(weights),
          options_(options),
          threads_(threads),
          rng_(rng),
          monitor_(monitor) {}

    /// So many that the network cannot meet them all while it misses the others.
    [[nodiscard]] Index samples_of(const Stage& stage, const Network& network) const {
        const double each =
            static_cast<double>(residual_count(weights_)) / static_cast<double>(data_.m());
        const double least = least_residuals * static_cast<double>(network.n_parameters()) / each;
        const auto m = static_cast<double>(data_.m());
        return static_cast<Index>(std::min(m, std::max(stage.part * m, least)));
    }

    TrainingTermination run(const Stage& stage, Network& network) {
        const Index samples = samples_of(stage, network);
        TrainingOptions options = options_;
        options.max_iterations =
            iterations(stage, stage.trainer == Trainer::adam ? options.batch_size : samples);
        monitor_.begin(stage.trainer, options.max_iterations, stage.work / work_of_all);
        if (stage.trainer == Trainer::adam) {
            Loss loss(
                network, data_, weights_, options.jacobian, threads_, share(options.batch_size));
            Rng batches = rng_;
            return minimize_by_adam(network, loss, data_.m(), options, batches, monitor_);
        }
        if (samples == data_.m()) {
            return minimize_by_lbfgs(network, loss_, options, monitor_);
        }
        std::vector<Index> part = rng_.child("part").permutation(data_.m());
        part.resize(at(samples));
        std::sort(part.begin(), part.end());
        const Dataset data = subset(data_, part);
        const LossWeights weights = weights_of(weights_, part);
        Loss loss(network, data, weights, options.jacobian, threads_);
        return minimize_by_lbfgs(network, loss, options, monitor_);
    }

private:
    [[nodiscard]] double share(Index samples) const {
        return static_cast<double>(samples) / static_cast<double>(data_.m());
    }

    /// Looking at so many samples each time.
    [[nodiscard]] Index iterations(const Stage& stage, Index samples) const {
        const double whole = stage.work * static_cast<double>(options_.max_iterations);
        return std::max<Index>(1, static_cast<Index>(whole / share(samples)));
    }

    Loss& loss_;
    const Dataset& data_;
    const LossWeights& weights_;
    const TrainingOptions& options_;
    Index threads_;
    const Rng& rng_;
    TrainingMonitor& monitor_;
};

}  // namespace

TrainingTermination minimize_in_stages(Network& network,
                                       Loss& loss,
                                       const Dataset& data,
                                       const LossWeights& weights,
                                       const TrainingOptions& options,
                                       Index threads,
                                       const Rng& rng,
                                       TrainingMonitor& monitor) {
    Staged staged(loss, data, weights, options, threads, rng, monitor);
    auto ended = TrainingTermination::max_iterations;
    Vector gradient;
    Network best = network;
    double least = loss(network, gradient).total();
    double left = 0.0;
    for (Stage stage : stages) {
        stage.work += std::exchange(left, 0.0);
        if (stage.part < 1.0 && staged.samples_of(stage, network) == data.m()) {
            left = stage.work;  // to the next: a trainer that begins anew forgets the curvature
            continue;
        }
        if (stage.is_last) {
            network = best;
        }
        ended = staged.run(stage, network);
        const double found = loss(network, gradient).total();
        if (found <= least) {
            least = found;
            best = network;
        }
        if (ended == TrainingTermination::max_seconds) {
            break;
        }
    }
    network = std::move(best);
    return ended;
}

}  // namespace jennopt
