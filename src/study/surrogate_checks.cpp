#include "study/surrogate_checks.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"
#include "jennopt/surrogate/krige.hpp"

namespace jennopt {

namespace {

/// Samples without content: weights that fit these fit the real ones.
Dataset hollow_dataset(Index n_x, Index n_y, Index m) {
    return {.X = Matrix::Zero(n_x, m),
            .Y = Matrix::Zero(n_y, m),
            .J = std::vector<Matrix>(static_cast<std::size_t>(n_x), Matrix::Zero(n_y, m))};
}

void check_surrogate(const SurrogateConfig& surrogate,
                     const ProblemInfo& problem,
                     const Dataset& hollow) {
    if (surrogate.kind == SurrogateKind::kriging) {
        const bool partials = surrogate.krige.partials && problem.has_partials;
        require_few_observations(hollow.m(), partials ? hollow.n_x() : 0);
        return;
    }
    if (surrogate.kind == SurrogateKind::jenn && !problem.has_partials) {
        throw ConfigError(fmt::format(
            "a jenn learns from partials, and {} gives none; use kind: nn", problem.name));
    }
    const FitOptions& fit = surrogate.fit;
    WeightFactors gamma = fit.gamma;
    gamma.scale = gamma.scale.value_or(1.0);
    require_something_to_learn(
        make_weights(hollow, fit.beta, gamma, fit.lambda.value_or(0.0), fit.regularization));
}

}  // namespace

void check_surrogates(const StudyConfig& config,
                      const ProblemInfo& problem,
                      Index samples,
                      const CollectCheck& collect) {
    const Dataset hollow = hollow_dataset(problem.n_x(), problem.n_y(), samples);
    for (const SurrogateConfig& surrogate : config.surrogates) {
        collect("surrogates." + surrogate.name,
                [&] { check_surrogate(surrogate, problem, hollow); });
    }
}

}  // namespace jennopt
