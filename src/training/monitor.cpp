#include "training/monitor.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"

#include <cmath>

namespace jennopt {

namespace {

constexpr std::size_t longest_history = 400;
constexpr Index loss_change_window = 100;

}  // namespace

TrainingMonitor::TrainingMonitor(const TrainingOptions& options, const TrainingObserver& observer)
    : options_(options), observer_(observer) {}

std::optional<TrainingTermination> TrainingMonitor::see(const TrainingProgress& progress, bool is_full) {
    const double loss = progress.loss.total();
    if (!std::isfinite(loss)) {
        throw TrainingDiverged(fmt::format(
            "training diverged: the loss is {} at iteration {} ({}); try a smaller rate, normalize: true, or "
            "trainer: lbfgs",
            std::abs(loss),  // no "-nan"
            progress.iteration,
            options_.trainer == Trainer::adam ? fmt::format("adam, rate {}", options_.rate)
                                              : std::string("lbfgs")));
    }
    keep(progress);
    last_ = progress;
    if (observer_ && observer_(progress) == Control::stop) {
        return TrainingTermination::max_seconds;
    }
    if (!is_full) {
        return std::nullopt;
    }
    if (progress.gradient_norm <= options_.gradient_tolerance) {
        return TrainingTermination::gradient;
    }
    if (progress.iteration == 0) {
        reference_loss_ = loss;
    } else if (progress.iteration >= reference_iteration_ + loss_change_window) {
        if (std::abs(reference_loss_ - loss) <= options_.loss_tolerance * reference_loss_) {
            return TrainingTermination::loss_change;
        }
        reference_loss_ = loss;
        reference_iteration_ = progress.iteration;
    }
    return std::nullopt;
}

/// When the list is full every second entry goes and the stride doubles: memory does not grow with iterations.
void TrainingMonitor::keep(const TrainingProgress& progress) {
    if (progress.iteration % stride_ != 0) {
        return;
    }
    history_.push_back(progress);
    if (history_.size() < longest_history) {
        return;
    }
    stride_ *= 2;
    std::erase_if(history_, [this](const TrainingProgress& p) { return p.iteration % stride_ != 0; });
}

std::vector<TrainingProgress> TrainingMonitor::take_history() {
    if (!history_.empty() && history_.back().iteration != last_.iteration) {
        history_.push_back(last_);
    }
    return std::move(history_);
}

}  // namespace jennopt
