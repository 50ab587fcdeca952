#include "training/monitor.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace jennopt {

namespace {

constexpr double history_growth = 1.03;

/// Iterations over which the loss has to fall. A step of Levenberg-Marquardt does the work of a
/// hundred others.
Index loss_change_window(Trainer trainer) {
    return trainer == Trainer::levenberg_marquardt ? 10 : 100;
}

std::string trainer_text(Trainer trainer, double rate) {
    return trainer == Trainer::adam ? fmt::format("adam, rate {}", rate) : name_of(trainer);
}

std::string advice(Trainer trainer) {
    return trainer == Trainer::adam
               ? "try a smaller rate, normalize: true, or trainer: auto"
               : "try normalize: true, or look for values and partials too large to square";
}

}  // namespace

TrainingMonitor::TrainingMonitor(const TrainingOptions& options, const TrainingObserver& observer)
    : options_(options), observer_(observer) {}

void TrainingMonitor::continue_from(std::vector<TrainingProgress> history) {
    history_ = std::move(history);
    last_ = history_.back();
    next_kept_ = last_.iteration + 1;
}

void TrainingMonitor::begin(Trainer trainer, Index max_iterations, double share) {
    trainer_ = trainer;
    first_iteration_ = last_.iteration + 1;
    max_iterations_ = static_cast<double>(max_iterations);
    begin_ = end_;
    end_ = std::min(begin_ + share, 1.0);
}

Index TrainingMonitor::iterations_left() const {
    return std::max<Index>(options_.max_iterations - last_.iteration - 1, 0);
}

std::optional<TrainingTermination> TrainingMonitor::see(TrainingProgress progress, bool is_full) {
    const bool is_first = progress.iteration == 0;
    const double done = std::min(static_cast<double>(progress.iteration) / max_iterations_, 1.0);
    progress.fraction = begin_ + done * (end_ - begin_);
    progress.iteration += first_iteration_;
    const double loss = progress.loss.total();
    if (!std::isfinite(loss)) {
        throw TrainingDiverged(
            fmt::format("training diverged: the loss is {} at iteration {} ({}); {}",
                        std::abs(loss),  // no "-nan"
                        progress.iteration,
                        trainer_text(trainer_, options_.rate),
                        advice(trainer_)));
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
    if (is_first) {
        reference_loss_ = loss;
        reference_iteration_ = progress.iteration;
    } else if (progress.iteration >= reference_iteration_ + loss_change_window(trainer_)) {
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
