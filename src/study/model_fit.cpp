#include "study/model_fit.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"
#include "study/held_out.hpp"
#include "study/surrogate_checks.hpp"
#include "study/trained.hpp"

#include <numeric>
#include <utility>

namespace jennopt {

namespace {

/// Of the time of all, for the progress only.
constexpr double share_of_fit = 0.5;

Evaluated all_arrived(Dataset samples) {
    Evaluated evaluated{.data = std::move(samples)};
    evaluated.arrived.resize(static_cast<std::size_t>(evaluated.data.m()));
    std::iota(evaluated.arrived.begin(), evaluated.arrived.end(), Index{0});
    return evaluated;
}

void require_fit(const StudyConfig& config, const ProblemInfo& problem, Index m) {
    check_surrogates(config, problem, m, [](const std::string& path, const auto& check) {
        try {
            check();
        } catch (const ConfigError& error) {
            throw ConfigError(fmt::format("{}: {}", path, error.what()));
        }
    });
}

}  // namespace

ModelFit fit_model(const StudyConfig& config,
                   const ProblemInfo& problem,
                   Dataset samples,
                   const ModelFitOptions& options,
                   const ActivityObserver& observer) {
    validate(samples);
    require_fit(config, problem, samples.m());
    const SurrogateConfig& surrogate = config.surrogates.front();
    const Evaluated training = all_arrived(std::move(samples));
    const Rng rng = Rng(config.seed).child("replicate", 0);
    const double share = options.cross_validate ? share_of_fit : 1.0;
    const FitObserver fit_observer = watch(
        surrogate,
        [&](double fraction, std::string_view activity) { observer(share * fraction, activity); });
    const TrainingTask task{
        surrogate, training, nullptr, problem, rng, options.threads, fit_observer};
    ModelFit result{.record = {.name = surrogate.name}};
    Trained trained = train_surrogate(task, result.record);
    if (options.cross_validate) {
        HeldOut held_out(training, rng);
        result.folds = held_out.folds();
        if (result.folds > 0) {
            const auto note = [&](double fraction, std::string_view activity) {
                observer(share + (1.0 - share) * fraction, activity);
            };
            (void)held_out.judge(task, trained, note, result.record);
        }
    }
    result.model = named(std::move(trained.surrogate), problem, training.data.X);
    return result;
}

}  // namespace jennopt
