#include "training/adam.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace jennopt {

namespace {

/// Inside the root, as the paper's code has it.
constexpr double adam_tiny = std::numeric_limits<double>::epsilon();

double rate_at(const TrainingOptions& options, Index iteration) {
    switch (options.schedule) {
        case RateSchedule::constant:
            return options.rate;
        case RateSchedule::cosine: {
            const double progress =
                static_cast<double>(iteration) / static_cast<double>(options.max_iterations);
            return 0.5 * options.rate * (1.0 + std::cos(std::numbers::pi * progress));
        }
    }
    return options.rate;
}

/// Random batches without replacement: a new order whenever the samples are used up.
class Batches {
public:
    Batches(Index m, Index size, Rng& rng)
        : m_(m), size_(size == 0 ? m : std::min(size, m)), rng_(rng), next_(m) {}

    [[nodiscard]] bool whole() const { return size_ == m_; }

    [[nodiscard]] std::span<const Index> next() {
        if (next_ >= m_) {
            order_ = rng_.permutation(m_);
            next_ = 0;
        }
        const Index count = std::min(size_, m_ - next_);
        const std::span<const Index> batch(order_.data() + next_, static_cast<std::size_t>(count));
        next_ += count;
        return batch;
    }

private:
    Index m_;
    Index size_;
    Rng& rng_;
    Index next_;
    std::vector<Index> order_;
};

}  // namespace

TrainingTermination minimize_by_adam(Network& network,
                                     Loss& loss,
                                     Index m,
                                     const TrainingOptions& options,
                                     Rng& rng,
                                     TrainingMonitor& monitor) {
    Batches batches(m, options.batch_size, rng);
    Vector gradient(network.n_parameters());
    Vector first_moment = Vector::Zero(network.n_parameters());
    Vector second_moment = Vector::Zero(network.n_parameters());
    Vector best = network.theta();
    double best_loss = std::numeric_limits<double>::infinity();
    const double d1 = options.first_moment_decay;
    const double d2 = options.second_moment_decay;
    auto termination = TrainingTermination::max_iterations;

    for (Index iteration = 0;; ++iteration) {
        const LossTerms terms =
            batches.whole() ? loss(network, gradient) : loss(network, batches.next(), gradient);
        const auto stop =
            monitor.see({.iteration = iteration, .loss = terms, .gradient_norm = gradient.norm()},
                        batches.whole());
        if (batches.whole() && terms.total() < best_loss) {
            best_loss = terms.total();
            best = network.theta();
        }
        if (stop || iteration == options.max_iterations) {
            termination = stop.value_or(TrainingTermination::max_iterations);
            break;
        }
        const auto t = static_cast<double>(iteration + 1);
        first_moment = d1 * first_moment + (1.0 - d1) * gradient;
        second_moment = d2 * second_moment + (1.0 - d2) * gradient.cwiseAbs2();
        const double first_bias = options.bias_correction ? 1.0 - std::pow(d1, t) : 1.0;
        const double second_bias = options.bias_correction ? 1.0 - std::pow(d2, t) : 1.0;
        network.theta().array() -= rate_at(options, iteration) / first_bias * first_moment.array() /
                                   (second_moment.array() / second_bias + adam_tiny).sqrt();
    }
    if (batches.whole()) {
        network.theta() = best;
    }
    return termination;
}

}  // namespace jennopt
