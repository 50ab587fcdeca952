#pragma once

#include "jennopt/core/random.hpp"
#include "jennopt/surrogate/surrogate.hpp"
#include "jennopt/training/train_each.hpp"
#include "jennopt/training/weights.hpp"
#include "record/record.hpp"
#include "study/config.hpp"
#include "study/evaluation.hpp"

#include <vector>

namespace jennopt {

/// What later surrogates and the report need of a trained one.
struct Trained {
    Surrogate surrogate;
    LossWeights weights;
    Selection selection;  // of lambda and gamma; of the base where polished
    // Filled in after its search:
    Dataset near;                               // true samples at its claimed optimum and around
    std::vector<EvaluationResult> checks = {};  // the truth at it; of a polished one its base's too
};

/// A surrogate to train, and what with.
struct TrainingTask {
    const SurrogateConfig& config;
    const Evaluated& training;
    const Trained* base;  ///< that config.polish names, with its near samples; null: train afresh
    const ProblemInfo& problem;
    const Rng& rng;
    Index threads;
    const FitObserver& observer;
};

/// @param record  takes what the training ended with
[[nodiscard]] Trained train_surrogate(const TrainingTask& task, SurrogateRecord& record);

/// Accuracy, and calibration where there is a spread, on the test samples.
void measure(const Surrogate& surrogate, const Dataset& test, SurrogateRecord& record);

/// The same of predictions at the samples, such as those of cross-validation.
/// @param spread  null: there is none
/// @param log_x   logarithmic inputs: partials by these are compared by their logarithm
void measure(const Dataset& samples,
             const Dataset& prediction,
             const Dataset* spread,
             const std::vector<Index>& log_x,
             SurrogateRecord& record);

/// What a surrogate cost: its samples, failed ones among them, and checks on the truth.
void note_cost(SurrogateRecord& record,
               const SurrogateConfig& config,
               const ProblemInfo& problem,
               Index samples,
               Index checks);

}  // namespace jennopt
