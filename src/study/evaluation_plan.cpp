#include "study/evaluation_plan.hpp"

#include "core/duration.hpp"
#include "core/format.hpp"
#include "problem/integer_inputs.hpp"
#include "problem/names.hpp"
#include "problem/wrappers.hpp"
#include "study/problem_maker.hpp"
#include "study/study_audit.hpp"

#include <algorithm>

namespace jennopt {

namespace {

/// Runs of the problem for a point with its partials, as the options make it look.
Index runs_of_point(const ProblemInfo& problem, const WrapperOptions& options) {
    return options.partials.source == PartialsSource::finite_difference
               ? 1 + static_cast<Index>(wrapped_info(problem, options).gradient_price)
               : 1;
}

/// Runs for a point of the direct search, which has every partial.
Index runs_of_search(const StudyConfig& config, const ProblemInfo& problem) {
    const WrapperOptions truth = undisturbed(config.problem.wrappers, problem);
    const Index sides =
        config.problem.wrappers.partials.scheme == DifferenceScheme::central ? 2 : 1;
    const auto missing = inputs_without_partials(bare_problem(config.problem), problem);
    return truth.partials.source == PartialsSource::finite_difference
               ? runs_of_point(problem, truth)
               : 1 + sides * std::ssize(missing);
}

Index runs_of_plans(const std::vector<SamplingOptions>& plans, Index n_x, Index runs) {
    return plans.empty() ? 0 : runs * sample_count(plans, n_x);
}

}  // namespace

ProblemConfig bare_problem(ProblemConfig problem) {
    problem.wrappers = {};
    return problem;
}

std::vector<std::string> inputs_without_partials(const ProblemConfig& problem,
                                                 const ProblemInfo& info) {
    const PartialsOptions& partials = problem.wrappers.partials;
    const bool own = partials.source == PartialsSource::exact;
    const bool by_some = own && problem.external && !problem.external->partials.empty();
    std::vector<std::string> missing;
    for (const Input& input : info.inputs) {
        const bool left_out = !partials.only.empty() && !contains(partials.only, input.name);
        const bool not_given = by_some && !contains(problem.external->partials, input.name);
        if (left_out || not_given || contains(problem.wrappers.missing.inputs, input.name)) {
            missing.push_back(input.name);
        }
    }
    return missing;
}

bool searches_truth(const StudyConfig& config, const ProblemInfo& problem) {
    return config.optimization.truth_baseline && problem.has_partials &&
           IntegerInputs(problem).empty() && !config.problem.is_table();
}

EvaluationPlan evaluation_plan(const PlannedArm& arm) {
    const StudyConfig& config = arm.arm->config;
    const ProblemInfo& problem = arm.problem->info();
    EvaluationPlan plan;
    if (config.problem.is_table() || config.problem.has_no_program()) {
        return plan;
    }
    const WrapperOptions& wrappers = config.problem.wrappers;
    const WrapperOptions truth = undisturbed(wrappers, problem);
    const Index of_sample = runs_of_point(problem, wrappers);
    const Index of_truth = runs_of_point(problem, truth);
    plan.optimizers = config.budget * std::ssize(config.optimizers) * of_sample;
    if (config.surrogates.empty()) {
        return plan;
    }
    const Index n_x = problem.n_x();
    const Index best = disturbs(wrappers, problem) ? 1 : 0;
    plan.training = runs_of_plans(config.sampling, n_x, of_sample);
    plan.test = runs_of_plans(config.test, n_x, of_truth);
    plan.checks = of_truth * (std::ssize(config.surrogates) + best);
    for (const SurrogateConfig& surrogate : config.surrogates) {
        plan.infill += surrogate.infill * of_sample;
    }
    if (searches_truth(config, wrapped_info(problem, wrappers))) {
        plan.direct_search = config.optimization.starts * config.optimization.max_evaluations *
                             runs_of_search(config, problem);
    }
    return plan;
}

Index planned_in_all(const std::vector<PlannedArm>& arms, Index replicates) {
    Index all = 0;
    for (const PlannedArm& arm : arms) {
        all += replicates * evaluation_plan(arm).total();
    }
    const bool audited = arms.front().arm->config.check_partials;
    return all + (audited ? audit_price(arms) : 0);
}

Index planned_tests(const PlannedArm& arm) {
    const StudyConfig& config = arm.arm->config;
    if (config.surrogates.empty()) {
        return 0;
    }
    if (config.problem.is_table()) {
        return test_rows(config.problem.table.test, table_of(*arm.problem).rows().m());
    }
    return config.test.empty() ? 0 : sample_count(config.test, arm.problem->info().n_x());
}

std::string time_text(Index evaluations, double seconds_each, Index jobs) {
    const double seconds =
        static_cast<double>(evaluations) * seconds_each / static_cast<double>(jobs);
    return fmt::format("about {} at {} each{}",
                       duration_text(seconds),
                       duration_text(seconds_each),
                       jobs == 1 ? "" : fmt::format(", {} at a time", jobs));
}

}  // namespace jennopt
