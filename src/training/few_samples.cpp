#include "training/few_samples.hpp"

#include "core/at.hpp"

#include <algorithm>

namespace jennopt {

namespace {

constexpr Index one_part_of = 4;
constexpr Index least_for_each_input = 5;  // samples: fewer say nothing of lambda
constexpr double beyond_hope = 100.0;      // times the error that is consistent: no lambda mends it

/// At most a part, and as many as have half as many residuals as the network has parameters; 0 if
/// that says nothing.
Index few_of(const TrainingTask& task) {
    const Index each = task.data.n_y() * (1 + task.data.n_x());
    const Index few = std::min(task.data.m() / one_part_of, task.start.n_parameters() / (2 * each));
    return few >= least_for_each_input * (1 + task.data.n_x()) ? few : 0;
}

}  // namespace

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
    Rng shuffle = rng.child("few");
    std::vector<Index> part = shuffle.permutation(task.data.m());
    part.resize(at(few));
    const Dataset data = subset(task.data, part);
    const WeightFactors beta = restrict_to_samples(task.beta, part);
    const WeightFactors gamma = restrict_to_samples(task.gamma, part);
    const TrainingTask task_of_few{.start = task.start,
                                   .data = data,
                                   .beta = beta,
                                   .gamma = gamma,
                                   .regularization = task.regularization,
                                   .options = task.options};
    const double share = static_cast<double>(few) / static_cast<double>(task.data.m());
    CrossValidation validation(task_of_few, rng.child("few"), threads, monitor, share * share);
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
