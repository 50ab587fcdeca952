#include "training/monitor.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"

#include <algorithm>
#include <cmath>

namespace jennopt {

namespace {

constexpr double history_growth = 1.03;
constexpr Index loss_change_window = 100;

}  // namespace

TrainingMonitor::TrainingMonitor(const TrainingOptions& options, const TrainingObserver& observer)
    : options_(options), observer_(observer) {}

std::optional<TrainingTermination> TrainingMonitor::see(const TrainingProgress& progress,
                                                        bool is_full) {
    const double loss = progress.loss.total();
    if (!std::isfinite(loss)) {
        throw TrainingDiverged(fmt::format(
            "training diverged: the loss is {} at iteration {} ({}); try a smaller rate, "
            "normalize: true, or "
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

void TrainingMonitor::keep(const TrainingProgress& progress) {
    if (progress.iteration >= next_kept_) {
        history_.push_back(progress);
        next_kept_ =
            std::max(progress.iteration + 1,
                     static_cast<Index>(history_growth * static_cast<double>(progress.iteration)));
    }
}

std::vector<TrainingProgress> TrainingMonitor::take_history() {
    if (!history_.empty() && history_.back().iteration != last_.iteration) {
        history_.push_back(last_);
    }
    return std::move(history_);
}

}  // namespace jennopt
