#include "jennopt/training/train_each.hpp"

#include "core/parallel.hpp"
#include "jennopt/core/error.hpp"

#include <algorithm>
#include <mutex>

namespace jennopt {

namespace {

/// Joins the progress of several trainings into one figure.
class EachMonitor {
public:
    EachMonitor(Index networks, const EachObserver& observer)
        : observer_(observer), fractions_(Vector::Zero(networks)) {}

    Control report(Index network, const TrainingProgress& latest) {
        if (!observer_) {
            return Control::proceed;
        }
        const std::scoped_lock lock(mutex_);
        fractions_(network) = latest.fraction;
        return observer_({.network = network, .fraction = fractions_.mean(), .latest = latest});
    }

    /// A training may end early.
    void finish(Index network) {
        const std::scoped_lock lock(mutex_);
        fractions_(network) = 1.0;
    }

private:
    const EachObserver& observer_;
    Vector fractions_;
    std::mutex mutex_;
};

}  // namespace

std::vector<TrainingAttempt> train_each(const std::vector<Network>& starts,
                                        const Dataset& data,
                                        const LossWeights& weights,
                                        const TrainingOptions& options,
                                        const Rng& rng,
                                        Index threads,
                                        const EachObserver& observer,
                                        std::optional<TrainingResult> begun) {
    const auto count = static_cast<Index>(starts.size());
    std::vector<TrainingAttempt> attempts(starts.size());
    EachMonitor monitor(count, observer);
    const Index threads_each = std::max<Index>(1, threads / std::max<Index>(1, count));
    parallel_for(count, threads, [&](Index i) {
        TrainingAttempt& attempt = attempts[static_cast<std::size_t>(i)];
        const TrainingObserver observe = [&](const TrainingProgress& latest) {
            return monitor.report(i, latest);
        };
        try {
            attempt.result =
                i == 0 && begun
                    ? continue_training(
                          std::move(*begun), data, weights, options, observe, threads_each)
                    : train(starts[static_cast<std::size_t>(i)],
                            data,
                            weights,
                            options,
                            i == 0 ? rng : rng.child("network", i),
                            observe,
                            threads_each);
        } catch (const TrainingDiverged& error) {
            attempt.failure = error.what();
        }
        monitor.finish(i);
    });
    return attempts;
}

}  // namespace jennopt
