#include "study/optimizer_checks.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"
#include "optimization/output_models.hpp"
#include "problem/integer_inputs.hpp"
#include "study/evaluation_plan.hpp"
#include "study/optimizer_run.hpp"
#include "study/optimizer_starts.hpp"

#include <cmath>

namespace jennopt {

namespace {

void check_method(const OptimizerConfig& optimizer, const ProblemInfo& problem) {
    const bool is_sequential = optimizer.method == OptimizerMethod::sequential;
    if (!problem.has_partials && !is_sequential) {
        throw ConfigError(fmt::format(
            "a local search needs partials, and {} gives none; use method: sequential, or "
            "problem.partials: finite_difference",
            problem.name));
    }
    if (!problem.has_partials && optimizer.sequential.model == ProposingModel::jenn) {
        throw ConfigError(
            fmt::format("model jenn learns from partials, and {} gives none; use model: kriging or "
                        "nn, which propose from values",
                        problem.name));
    }
    if (!is_sequential && !IntegerInputs(problem).empty()) {
        throw ConfigError(fmt::format(
            "a local search needs inputs that may take every value, and {} has integers; use "
            "method: sequential",
            problem.name));
    }
    const std::size_t n_constraints = problem.constraints().size();
    if (!is_sequential && optimizer.algorithm == Algorithm::lbfgs && n_constraints > 0) {
        throw ConfigError(fmt::format(
            "algorithm lbfgs cannot take the {} of {}; use slsqp, mma or ccsaq",
            n_constraints == 1 ? "constraint" : fmt::format("{} constraints", n_constraints),
            problem.name));
    }
}

/// A local search without a model takes no step where a partial is missing.
void check_partials_given(const OptimizerConfig& optimizer,
                          const std::vector<std::string>& missing) {
    if (optimizer.method != OptimizerMethod::sequential && !missing.empty()) {
        throw ConfigError(
            fmt::format("a local search needs all partials, and there are none by {}; use method: "
                        "sequential, or problem.partials: finite_difference",
                        fmt::join(missing, ", ")));
    }
}

void check_target(const OptimizerConfig& optimizer, const ProblemInfo& problem) {
    constexpr double rounding = 1e-9;
    const auto& target = optimizer.sequential.target;
    if (target && problem.known_optimum) {
        const double known = problem.known_optimum->value;
        const double gain = problem.sense() * (known - *target);
        if (gain > rounding * std::fmax(1.0, std::abs(known))) {
            throw ConfigError(fmt::format(
                "is {}, but no feasible point of {} is better than its known optimum {}",
                *target,
                problem.name,
                known));
        }
    }
}

}  // namespace

void check_optimizers(const StudyConfig& config,
                      const ProblemInfo& problem,
                      const std::filesystem::path& study_folder,
                      const CollectCheck& collect) {
    const Rng rng(config.seed);
    for (const OptimizerConfig& optimizer : config.optimizers) {
        const std::string path = "optimizers." + optimizer.name;
        collect(path, [&] {
            check_method(optimizer, problem);
            check_partials_given(optimizer, inputs_without_partials(config.problem, problem));
        });
        collect(path + ".target", [&] { check_target(optimizer, problem); });
        collect(path + ".starts", [&] {
            for (Index r = 0; r < config.replicates; ++r) {
                (void)optimizer_starts(optimizer.starts, problem, study_folder, r, rng);
            }
        });
    }
}

std::string model_warning(const OptimizerConfig& optimizer, const ProblemInfo& problem) {
    if (optimizer.method != OptimizerMethod::sequential) {
        return "";
    }
    const std::string inputs =
        problem.n_x() == 1 ? "1 input" : fmt::format("{} inputs", problem.n_x());
    if (!problem.has_partials) {
        return fmt::format(
            "{} proposes from values alone, because {} gives no partials: with {} expect several "
            "times as many evaluations as with them.",
            optimizer.name,
            problem.name,
            inputs);
    }
    if (affords_kriging(problem.n_x())) {
        return "";
    }
    if (optimizer.sequential.model == ProposingModel::competition) {
        return fmt::format(
            "{} proposes local steps by the network alone: with {} kriging cannot take in enough "
            "samples with their partials at once.",
            optimizer.name,
            inputs);
    }
    if (optimizer.sequential.model == ProposingModel::kriging) {
        return fmt::format(
            "{} proposes local steps from the 4 nearest samples: with {} kriging cannot take in "
            "more with their partials at once.",
            optimizer.name,
            inputs);
    }
    return "";
}

}  // namespace jennopt
