#include "study/trained.hpp"

#include "jennopt/optimization/polishing.hpp"

#include <utility>

namespace jennopt {

namespace {

/// Of the first member, for the record.
void note_training(SurrogateRecord& record, std::string kind, TrainingResult& first) {
    record.kind = std::move(kind);
    record.parameters = first.network.n_parameters();
    record.trainer = name_of(first.trainer);
    record.iterations = first.iterations;
    record.termination = name_of(first.termination);
    record.loss = first.loss;
    record.history = std::move(first.history);
}

}  // namespace

Trained train_afresh(const SurrogateConfig& config,
                     const Evaluated& training,
                     const Rng& rng,
                     Index threads,
                     const FitObserver& observer,
                     SurrogateRecord& record) {
    FitOptions options = config.fit;
    options.beta = restrict_to_samples(options.beta, training.arrived);
    options.gamma = restrict_to_samples(options.gamma, training.arrived);
    FitResult result = fit(training.data, options, rng, threads, observer);
    note_training(record, name_of(config.kind), result.trainings.front());
    record.selection = result.selection;
    record.restarts = std::move(result.restarts);
    return {.surrogate = std::move(result.surrogate),
            .weights = std::move(result.weights),
            .selection = std::move(result.selection),
            .near = {}};
}

Trained polish_trained(const SurrogateConfig& config,
                       const Trained& base,
                       const Dataset& data,
                       Index objective,
                       const Rng& rng,
                       Index threads,
                       const EachObserver& observer,
                       SurrogateRecord& record) {
    PolishingResult result = polish(base.surrogate,
                                    data,
                                    base.weights,
                                    base.near,
                                    objective,
                                    config.polishing,
                                    config.fit.training,
                                    rng.child("batches").child("polishing"),
                                    threads,
                                    observer);
    note_training(record, "polished " + config.polish, result.trainings.front());
    record.selection = {.lambda = base.selection.lambda, .gamma = base.selection.gamma};
    record.polishing = result.outcome;
    return {.surrogate = std::move(result.surrogate),
            .weights = base.weights,
            .selection = base.selection,
            .near = {}};
}

void measure(const Surrogate& surrogate, const Dataset& test, SurrogateRecord& record) {
    const Dataset prediction = predict(surrogate, test.X, true);
    record.accuracy = measure_accuracy(test, prediction);
    if (surrogate.members.size() > 1) {
        record.calibration = measure_calibration(test, prediction, spread(surrogate, test.X, true));
    }
}

}  // namespace jennopt
