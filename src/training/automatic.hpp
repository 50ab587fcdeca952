#pragma once

#include "jennopt/training/training.hpp"

namespace jennopt {

/// Inputs up to which a plain network is trained by Levenberg-Marquardt: see Trainer.
inline constexpr Index most_inputs_of_values = 4;

/// Of a step of Levenberg-Marquardt, some hundredths of a second: see Trainer. The short trainings
/// that choose lambda and gamma have the same limit, for what lambda is best differs between the
/// trainers.
inline constexpr double affordable_flops = 1.5e9;

/// Whether what is lbfgs for Trainer::automatic is done in stages: with very many samples, unless
/// the start is trained already.
[[nodiscard]] bool takes_stages(const TrainingOptions& options, Index m);

/// The options that Trainer::automatic stands for; others come back as they are.
///
/// levenberg_marquardt where its matrices and the work of an iteration are affordable, else lbfgs;
/// the options of both of its trainers where it takes stages.
[[nodiscard]] TrainingOptions resolve_trainer(const TrainingOptions& options,
                                              const Network& shape,
                                              const Dataset& data,
                                              const LossWeights& weights);

}  // namespace jennopt
