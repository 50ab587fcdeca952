#include "study/study_audit.hpp"

#include "core/format.hpp"
#include "data/partials_check.hpp"
#include "jennopt/core/error.hpp"
#include "problem/partials_audit.hpp"
#include "study/evaluation_plan.hpp"
#include "study/fingerprint.hpp"
#include "study/problem_maker.hpp"
#include "study/problem_views.hpp"

#include <algorithm>
#include <set>

namespace jennopt {

namespace {

constexpr Index points_wanted = 3;
constexpr Index most_points = 6;  // some of them may fail

/// One arm of each problem.
std::vector<const PlannedArm*> distinct_problems(const std::vector<PlannedArm>& arms) {
    std::vector<const PlannedArm*> distinct;
    std::set<std::string> done;
    for (const PlannedArm& arm : arms) {
        const ProblemConfig& config = arm.arm->config.problem;
        if (!done.insert(clean_text(config)).second) {
            continue;
        }
        if (config.has_no_program()) {
            throw ConfigError("the partials cannot be checked: there is no program that gives any");
        }
        distinct.push_back(&arm);
    }
    return distinct;
}

void add_table(StudyAudit& result, const TableProblem& table) {
    const ProblemInfo& info = table.info();
    if (!info.has_partials) {
        throw ConfigError(info.name + " gives no partials, there is nothing to check");
    }
    const std::vector<CheckedPartials> found = check_partials(table.rows(), info);
    result.text += partials_text(found, info);
    result.n_wrong += std::ranges::count_if(found, &CheckedPartials::is_wrong);
}

}  // namespace

StudyAudit audit(const std::vector<PlannedArm>& arms, EvaluationStore* store) {
    StudyAudit result;
    for (const PlannedArm* arm : distinct_problems(arms)) {
        const StudyConfig& config = arm->arm->config;
        if (config.problem.is_table()) {
            add_table(result, table_of(*arm->problem));
            continue;
        }
        const StoredProblem problem(*arm->problem, store, problem_fingerprint(config.problem));
        const Matrix points =
            audit_points(problem.info().bounds(), most_points, Rng(config.seed).child("audit"));
        const PartialsAudit found = audit_partials(problem, points, points_wanted);
        result.text += audit_text(found, problem.info());
        result.n_wrong += found.n_wrong();
    }
    return result;
}

Index audit_price(const std::vector<PlannedArm>& arms) {
    Index price = 0;
    for (const PlannedArm* arm : distinct_problems(arms)) {
        if (arm->arm->config.problem.is_table()) {
            continue;
        }
        const ProblemInfo& problem = arm->problem->info();
        const auto without =
            inputs_without_partials(bare_problem(arm->arm->config.problem), problem);
        price += points_wanted * audit_evaluations(problem.n_x() - std::ssize(without));
    }
    return price;
}

}  // namespace jennopt
