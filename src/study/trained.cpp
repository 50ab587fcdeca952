#include "study/trained.hpp"

#include "core/at.hpp"
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

/// Partials by ln x of the logarithmic inputs: those by x are as many decades apart as x is.
Dataset by_logarithms(Dataset data, const std::vector<Index>& log_x) {
    for (const Index j : log_x) {
        data.J[at(j)].array().rowwise() *= data.X.row(j).array();
    }
    return data;
}

Trained train_afresh(const TrainingTask& task, SurrogateRecord& record) {
    FitOptions options = task.config.fit;
    options.log_x = task.problem.bounds().logarithmic;
    options.beta = restrict_to_samples(options.beta, task.training.arrived);
    options.gamma = restrict_to_samples(options.gamma, task.training.arrived);
    FitResult result = fit(task.training.data, options, task.rng, task.threads, task.observer);
    note_training(record, name_of(task.config.kind), result.trainings.front());
    record.selection = result.selection;
    if (result.selection.linear) {
        record.trainer = "least squares";
        record.termination = "solved";
    }
    record.restarts = std::move(result.restarts);
    return {.surrogate = std::move(result.surrogate),
            .weights = std::move(result.weights),
            .selection = std::move(result.selection),
            .near = {}};
}

Trained train_kriging(const TrainingTask& task, SurrogateRecord& record) {
    KrigeOptions options = task.config.krige;
    options.log_x = task.problem.bounds().logarithmic;
    Surrogate surrogate =
        krige(task.training.data, options, task.threads, task.observer.likelihood);
    record.kind = name_of(task.config.kind);
    record.kriging = kriged_outputs(surrogate);
    record.parameters = n_kriging_parameters(surrogate.n_x());
    record.trainer = "likelihood";
    return {.surrogate = std::move(surrogate), .weights = {}, .selection = {}, .near = {}};
}

Trained polish_base(const TrainingTask& task, const Trained& base, SurrogateRecord& record) {
    TrainingOptions training = task.config.fit.training;
    training.output_layer = base.selection.output_layer;
    PolishingResult result = polish(base.surrogate,
                                    task.training.data,
                                    base.weights,
                                    base.near,
                                    task.problem.objective(),
                                    task.config.polishing,
                                    training,
                                    task.rng.child("batches").child("polishing"),
                                    task.threads,
                                    task.observer.training);
    note_training(record, "polished " + task.config.polish, result.trainings.front());
    record.selection = {.lambda = base.selection.lambda,
                        .gamma = base.selection.gamma,
                        .gamma_inputs = base.selection.gamma_inputs,
                        .output_layer = base.selection.output_layer};
    record.polishing = result.outcome;
    return {.surrogate = std::move(result.surrogate),
            .weights = base.weights,
            .selection = base.selection,
            .near = {}};
}

}  // namespace

Trained train_surrogate(const TrainingTask& task, SurrogateRecord& record) {
    if (task.base != nullptr) {
        return polish_base(task, *task.base, record);
    }
    return task.config.kind == SurrogateKind::kriging ? train_kriging(task, record)
                                                      : train_afresh(task, record);
}

void measure(const Surrogate& surrogate, const Dataset& test, SurrogateRecord& record) {
    const Dataset prediction = predict(surrogate, test.X, true);
    if (surrogate.has_spread()) {
        const Dataset deviation = spread(surrogate, test.X, true);
        measure(test, prediction, &deviation, surrogate.normalization.log_x, record);
    } else {
        measure(test, prediction, nullptr, surrogate.normalization.log_x, record);
    }
}

void measure(const Dataset& samples,
             const Dataset& prediction,
             const Dataset* spread,
             const std::vector<Index>& log_x,
             SurrogateRecord& record) {
    record.accuracy =
        measure_accuracy(by_logarithms(samples, log_x), by_logarithms(prediction, log_x));
    if (spread != nullptr) {
        record.calibration = measure_calibration(samples, prediction, *spread);
    }
}

void note_cost(SurrogateRecord& record,
               const SurrogateConfig& config,
               const ProblemInfo& problem,
               Index samples,
               Index checks) {
    const double price = config.uses_partials() ? problem.gradient_price : 0.0;
    record.true_evaluations = samples + checks;
    record.true_cost = static_cast<double>(samples) * (1.0 + price) + static_cast<double>(checks);
}

}  // namespace jennopt
