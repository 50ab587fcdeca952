#include "training/few_samples.hpp"

#include "core/at.hpp"

#include <algorithm>

namespace jennopt {

namespace {

constexpr Index one_part_of = 4;
constexpr Index least_for_each_input = 5;  // samples: fewer say nothing of lambda
constexpr double beyond_hope = 100.0;      // times the error that is consistent: no lambda mends it

constexpr Index many_residuals = 32;  // for each parameter

/// At most a part, and as many as have half as many residuals as the network has parameters; 0 if
/// that says nothing.
Index few_of(const TrainingTask& task) {
    const Index few = std::min(task.data.m() / one_part_of,
                               task.start.n_parameters() / (2 * task.residuals_of_sample()));
    return few >= least_for_each_input * (1 + task.data.n_x()) ? few : 0;
}

std::vector<Index> some_of(Index m, Index samples, Rng& rng) {
    std::vector<Index> part = rng.permutation(m);
    part.resize(at(samples));
    return part;
}

}  // namespace

PartOfTask::PartOfTask(const TrainingTask& whole, Index samples, Rng rng)
    : samples_(some_of(whole.data.m(), samples, rng)),
      data_(subset(whole.data, samples_)),
      beta_(restrict_to_samples(whole.beta, samples_)),
      gamma_(restrict_to_samples(whole.gamma, samples_)),
      task_{.start = whole.start,
            .data = data_,
            .beta = beta_,
            .gamma = gamma_,
            .regularization = whole.regularization,
            .options = whole.options} {}

Index enough_to_choose(const TrainingTask& task) {
    return std::min(task.data.m(),
                    many_residuals * task.start.n_parameters() / task.residuals_of_sample() + 1);
}

std::optional<Pair> choose_from_few(const TrainingTask& task,
                                    const Pair& start,
                                    const Rng& rng,
                                    Index threads,
                                    SelectionMonitor& monitor,
                                    std::vector<SelectionCandidate>& tried) {
    const Index few = few_of(task);
    if (few == 0) {
        return std::nullopt;
    }
    const PartOfTask part(task, few, rng.child("few"));
    const double share = static_cast<double>(few) / static_cast<double>(task.data.m());
    CrossValidation validation(part.task(), rng.child("few"), threads, monitor, share * share);
    if (!validation.leaves_out()) {
        return std::nullopt;
    }
    Candidates candidates(std::nullopt, validation, tried);
    const Index folds = validation.folds_for(few);
    Pair found = start;
    if (!candidates.has_consistent_partials(found, folds, beyond_hope)) {
        return std::nullopt;
    }
    candidates.improve_lambda(found, folds);
    return candidates.has_consistent_partials(found, folds) ? std::optional(found) : std::nullopt;
}

}  // namespace jennopt
