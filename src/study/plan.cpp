#include "study/plan.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"
#include "problem/partials_audit.hpp"
#include "record/metric.hpp"
#include "study/config/settings.hpp"
#include "study/optimizer_checks.hpp"
#include "study/problem_maker.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace jennopt {

namespace {

/// Samples without content: weights that fit these fit the real ones.
Dataset hollow_dataset(Index n_x, Index n_y, Index m) {
    return {.X = Matrix::Zero(n_x, m),
            .Y = Matrix::Zero(n_y, m),
            .J = std::vector<Matrix>(static_cast<std::size_t>(n_x), Matrix::Zero(n_y, m))};
}

/// Collects what the problem or the data object to, each with its place in the study file.
class Objections {
public:
    /// Runs the check; what it throws becomes a line.
    template <typename Check>
    void collect(const Arm& arm, const std::string& path, Check&& check) {
        try {
            check();
        } catch (const ConfigError& error) {
            const std::string line =
                fmt::format("{}: {}: {}", place_of(arm, path), path, error.what());
            if (std::ranges::find(lines_, line) == lines_.end()) {
                lines_.push_back(line);  // once, though every arm of a sweep may have it
            }
        }
    }

    /// @throws ConfigError with all lines if there are any
    void raise() const {
        if (!lines_.empty()) {
            throw ConfigError(fmt::format("{}", fmt::join(lines_, "\n")));
        }
    }

private:
    std::vector<std::string> lines_;
};

void check_search(const SearchOptions& search, const ProblemInfo& problem, std::uint64_t seed) {
    (void)problem.objective();
    (void)make_starts(search, problem.bounds(), Rng(seed));
    if (search.algorithm == Algorithm::lbfgs && !problem.constraints().empty()) {
        throw ConfigError(fmt::format(
            "algorithm lbfgs cannot take the {} constraints of {}; use slsqp, mma or ccsaq",
            problem.constraints().size(),
            problem.name));
    }
}

void check_surrogate(const SurrogateConfig& surrogate,
                     const ProblemInfo& problem,
                     const Dataset& hollow) {
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

/// How many samples an arm trains on; 0 if that is not right.
Index check_samples(const Arm& arm, const Problem& problem, Objections& objections) {
    const StudyConfig& config = arm.config;
    Index m = 0;
    if (config.problem.is_table()) {
        const Index rows = table_of(problem).rows().m();
        Index tested = 0;
        objections.collect(arm, "problem.table.test", [&] {
            tested = test_rows(config.problem.table.test, rows);
        });
        objections.collect(arm, "sampling.count", [&] {
            if (tested > 0) {
                (void)split_table(config, table_of(problem), Rng(config.seed));
                m = config.sampling.front().count;
            }
        });
        return m;
    }
    const Index n_x = problem.info().n_x();
    objections.collect(arm, "test", [&] { (void)sample_count(config.test, n_x); });
    objections.collect(arm, "sampling", [&] { m = sample_count(config.sampling, n_x); });
    return m;
}

/// What can be found wrong with an arm once its problem is known.
void check(const Arm& arm,
           const Problem& clean,
           const std::filesystem::path& study_folder,
           Objections& objections) {
    const StudyConfig& config = arm.config;
    const ProblemInfo problem = wrapped_info(clean.info(), config.problem.wrappers);
    objections.collect(
        arm, "optimization", [&] { check_search(config.optimization, problem, config.seed); });
    const WrapperOptions& wrappers = config.problem.wrappers;
    objections.collect(
        arm, "problem.partials.only", [&] { require_inputs(wrappers.partials.only, problem); });
    objections.collect(
        arm, "problem.missing.inputs", [&] { require_inputs(wrappers.missing.inputs, problem); });
    check_optimizers(config, problem, study_folder, [&](const auto& path, const auto& check) {
        objections.collect(arm, path, check);
    });
    const Index m = config.surrogates.empty() ? 0 : check_samples(arm, clean, objections);
    if (m == 0) {
        return;
    }
    const Dataset hollow = hollow_dataset(problem.n_x(), problem.n_y(), m);
    for (const SurrogateConfig& surrogate : config.surrogates) {
        objections.collect(arm, "surrogates." + surrogate.name, [&] {
            check_surrogate(surrogate, problem, hollow);
        });
    }
}

/// Collects what is wrong with an external program, each with its place; true if something is.
bool refuse_program(const Arm& arm,
                    const std::filesystem::path& study_folder,
                    Objections& refused) {
    if (!arm.config.problem.external) {
        return false;
    }
    const auto found = objections(*arm.config.problem.external, study_folder);
    for (const ExternalObjection& objection : found) {
        refused.collect(arm, "problem.external." + objection.path, [&] {
            throw ConfigError(objection.message);
        });
    }
    return !found.empty();
}

/// Refuses r2_value[drag] where no problem has several outputs with a drag among them.
void check_outputs(const Study& study, const std::vector<PlannedArm>& arms, Objections& refused) {
    std::set<std::string> outputs;
    for (const PlannedArm& arm : arms) {
        for (const Output& output : arm.problem->info().outputs) {
            if (arm.problem->info().n_y() > 1) {
                outputs.insert("[" + output.name + "]");
            }
        }
    }
    for (std::size_t i = 0; i < study.figures.size(); ++i) {
        const SweepFigure& figure = study.figures[i];
        for (const auto& [key, metric] : {std::pair("x", figure.x),
                                          std::pair("y", figure.y),
                                          std::pair("color", figure.color)}) {
            const std::size_t bracket = metric.find('[');
            refused.collect(study.arms.front(), fmt::format("figures.{}.{}", i, key), [&] {
                if (bracket != std::string::npos && !outputs.contains(metric.substr(bracket))) {
                    throw ConfigError(fmt::format(
                        "is '{}', expected one of several outputs of the problem", metric));
                }
            });
        }
    }
}

/// All that a problem is made from, without what is done to its samples.
std::string clean_text(ProblemConfig problem) {
    problem.wrappers = {};
    return emit(write(problem_keys(problem)));
}

}  // namespace

std::vector<std::filesystem::path> plugin_places(const Study& study) {
    std::vector<std::filesystem::path> places;
    for (const std::string& plugin : study.arms.front().config.plugins) {
        places.push_back(study.file.parent_path() / plugin);
    }
    return places;
}

std::optional<std::filesystem::path> missing_table(const Study& study) {
    for (const Arm& arm : study.arms) {
        const TableOptions& table = arm.config.problem.table;
        std::filesystem::path file = study.file.parent_path() / table.file;
        if (table.optional && !std::filesystem::exists(file)) {
            return file;
        }
    }
    return std::nullopt;
}

std::vector<PlannedArm> plan(const Study& study, const ProblemRegistry& registry) {
    std::vector<PlannedArm> arms;
    Objections objections;
    const std::filesystem::path folder = std::filesystem::absolute(study.file).parent_path();
    ProblemMaker maker(registry, folder);
    for (const Arm& arm : study.arms) {
        if (refuse_program(arm, folder, objections)) {
            continue;
        }
        const char* key = arm.config.problem.is_table() ? "problem.table" : "problem";
        objections.collect(arm, key, [&] {
            std::shared_ptr<const Problem> problem = maker.make(arm.config.problem);
            check(arm, *problem, folder, objections);
            arms.push_back({&arm, std::move(problem)});
        });
    }
    if (arms.size() == study.arms.size()) {
        check_outputs(study, arms, objections);
    }
    objections.raise();
    return arms;
}

Index planned_evaluations(const PlannedArm& arm) {
    const StudyConfig& config = arm.arm->config;
    if (config.problem.is_table() || config.surrogates.empty()) {
        return 0;
    }
    const Index n_x = arm.problem->info().n_x();
    const Index best = disturbs(config.problem.wrappers, arm.problem->info()) ? 1 : 0;
    return sample_count(config.sampling, n_x) + sample_count(config.test, n_x) +
           static_cast<Index>(config.surrogates.size()) + best;
}

Index planned_tests(const PlannedArm& arm) {
    const StudyConfig& config = arm.arm->config;
    return config.surrogates.empty() ? 0
           : config.problem.is_table()
               ? test_rows(config.problem.table.test, table_of(*arm.problem).rows().m())
               : sample_count(config.test, arm.problem->info().n_x());
}

StudyAudit audit(const std::vector<PlannedArm>& arms) {
    constexpr Index n_points = 3;
    StudyAudit result;
    std::set<std::string> done;
    for (const PlannedArm& arm : arms) {
        const ProblemConfig& config = arm.arm->config.problem;
        if (!done.insert(clean_text(config)).second) {
            continue;
        }
        if (config.is_table()) {
            throw ConfigError("the partials of a table cannot be checked: it has no true function");
        }
        if (config.has_no_program()) {
            throw ConfigError("the partials cannot be checked: there is no program that gives any");
        }
        const ProblemInfo& info = arm.problem->info();
        const Rng rng = Rng(arm.arm->config.seed).child("audit");
        const PartialsAudit found =
            audit_partials(*arm.problem, audit_points(info.bounds(), n_points, rng));
        result.text += audit_text(found, info);
        result.n_wrong += found.n_wrong();
    }
    return result;
}

}  // namespace jennopt
