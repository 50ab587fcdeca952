#pragma once

#include "jennopt/training/training.hpp"

#include <optional>
#include <vector>

namespace jennopt {

/// Watches a training from iteration to iteration: keeps a thinned history, reports to the
/// observer, and decides when to stop and why.
class TrainingMonitor {
public:
    TrainingMonitor(const TrainingOptions& options, const TrainingObserver& observer);

    /// What is seen from now on continues a training with this history, which is not empty.
    void continue_from(std::vector<TrainingProgress> history);

    /// What comes now is done by this trainer; its iterations, from 0, are counted on from those
    /// seen so far.
    /// @param max_iterations  of this trainer, >= 1
    /// @param share           of the work of the whole training, 0 to 1
    void begin(Trainer trainer, Index max_iterations, double share = 1.0);

    /// How many iterations are left.
    [[nodiscard]] Index iterations_left() const;

    /// @param is_full  loss and gradient are over all samples, so that small ones mean something
    /// @return why to stop, or nothing to go on
    /// @throws TrainingDiverged if the loss is not finite
    [[nodiscard]] std::optional<TrainingTermination> see(TrainingProgress progress, bool is_full);

    /// First, last, and between them entries at equal distances on a logarithmic axis: some 400 for
    /// a million iterations.
    [[nodiscard]] std::vector<TrainingProgress> take_history();

private:
    void keep(const TrainingProgress& progress);

    const TrainingOptions& options_;
    const TrainingObserver& observer_;
    std::vector<TrainingProgress> history_;
    Trainer trainer_ = Trainer::automatic;
    Index first_iteration_ = 0;  // of the trainer at work
    double max_iterations_ = 1.0;
    double begin_ = 0.0;  // its part of the work
    double end_ = 0.0;
    Index next_kept_ = 0;
    TrainingProgress last_{.iteration = -1};
    double reference_loss_ = 0.0;
    Index reference_iteration_ = 0;
};

}  // namespace jennopt
