#pragma once

#include "jennopt/core/names.hpp"
#include "jennopt/data/dataset.hpp"
#include "jennopt/surrogate/surrogate.hpp"
#include "jennopt/training/train_each.hpp"
#include "jennopt/training/training.hpp"
#include "jennopt/training/weights.hpp"

#include <array>
#include <vector>

namespace jennopt {

/// What r is in the extra weight 1 + eta exp(-(epsilon r)^2).
enum class PolishingBy {
    slope,  ///< the partial's size |dy/dx|, for the weight of each partial: the paper's
    value   ///< how far a sample's predicted objective is above the least of all samples, over
            ///< sigma_y, for the weights of all values and partials of the sample
};

/// Units of the slope in 1 + eta exp(-(epsilon |dy/dx|)^2).
enum class SlopeUnits {
    normalized,  ///< dy/dx times sigma_x / sigma_y: the same epsilon fits every problem
    raw          ///< the paper's code
};

template <>
inline constexpr auto enum_names<PolishingBy> =
    std::to_array<Named<PolishingBy>>({{PolishingBy::slope, "slope", "flat places"},
                                       {PolishingBy::value, "value", "samples predicted low"}});
template <>
inline constexpr auto enum_names<SlopeUnits> = std::to_array<Named<SlopeUnits>>(
    {{SlopeUnits::normalized, "normalized"}, {SlopeUnits::raw, "raw"}});

struct PolishingOptions {
    PolishingBy by = PolishingBy::slope;
    double eta = 1000.0;   ///< extra weight of a flat (low) place, >= 0; 0: training goes on as is
    double epsilon = 3.0;  ///< inverse width of "flat" ("low"), >= 0
    SlopeUnits slope_units = SlopeUnits::normalized;  ///< by slope only
    bool guard = true;                 ///< false: keep the polished model whatever happens
    double max_global_increase = 2.0;  ///< guard: global error may grow by this factor, >= 1
};

/// What polishing did to the errors: root mean squares over values and partials, normalized units;
/// by value of a plain NN over values alone.
struct PolishingOutcome {
    bool kept = false;
    double near_before = 0.0;  ///< on the samples near the candidate
    double near_after = 0.0;
    double global_before = 0.0;  ///< on all training samples
    double global_after = 0.0;
};

struct PolishingResult {
    Surrogate surrogate;                    ///< the polished one if it was kept, else the one given
    std::vector<TrainingResult> trainings;  ///< the continued training of each member
    PolishingOutcome outcome;
};

/// gamma times 1 + eta exp(-(epsilon |dy/dx|)^2), Berguin (2024), polishing; masked partials stay
/// 0.
///
/// @param gamma       weights of the first training; empty (a plain NN) stays empty
/// @param normalized  training data, normalized units
[[nodiscard]] std::vector<Matrix> polished_gamma(const std::vector<Matrix>& gamma,
                                                 const Dataset& normalized,
                                                 const Normalization& normalization,
                                                 const PolishingOptions& options);

/// beta and every gamma of sample t times 1 + eta exp(-(epsilon (value(t) - least value))^2).
///
/// @param weights  of the first training
/// @param value    predicted objective of each sample, normalized units, (m)
[[nodiscard]] LossWeights weighted_by_value(LossWeights weights,
                                            const Vector& value,
                                            const PolishingOptions& options);

/// Continues training from the trained weights so that flat places, or those predicted low, weigh
/// more, and keeps the result only if the error near the candidate falls and the global error grows
/// by no more than max_global_increase. Every member of an ensemble is polished; errors are those
/// of their mean, and all are kept or none.
///
/// @param surrogate  the trained model; its normalization stays
/// @param data       training samples, raw units
/// @param weights    of the first training
/// @param near       true samples at and around the candidate optimum, raw units; m >= 1
/// @param objective  row of the objective among the outputs, for PolishingBy::value
/// @param rng        order of mini-batches
/// @param threads    members trained at once, >= 1; the result does not depend on it
/// @throws TrainingDiverged if a member diverges
[[nodiscard]] PolishingResult polish(const Surrogate& surrogate,
                                     const Dataset& data,
                                     const LossWeights& weights,
                                     const Dataset& near,
                                     Index objective,
                                     const PolishingOptions& options,
                                     const TrainingOptions& training,
                                     const Rng& rng,
                                     Index threads = 1,
                                     const EachObserver& observer = nullptr);

}  // namespace jennopt
