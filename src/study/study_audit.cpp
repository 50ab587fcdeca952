#include "study/study_audit.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"
#include "problem/partials_audit.hpp"
#include "study/evaluation_plan.hpp"
#include "study/fingerprint.hpp"
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
        if (config.is_table()) {
            throw ConfigError("the partials of a table cannot be checked: it has no true function");
        }
        if (config.has_no_program()) {
            throw ConfigError("the partials cannot be checked: there is no program that gives any");
        }
        distinct.push_back(&arm);
    }
    return distinct;
}

}  // namespace

StudyAudit audit(const std::vector<PlannedArm>& arms, EvaluationStore* store) {
    StudyAudit result;
    for (const PlannedArm* arm : distinct_problems(arms)) {
        const StudyConfig& config = arm->arm->config;
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
        const ProblemInfo& problem = arm->problem->info();
        const auto without =
            inputs_without_partials(bare_problem(arm->arm->config.problem), problem);
        price += points_wanted * audit_evaluations(problem.n_x() - std::ssize(without));
    }
    return price;
}

}  // namespace jennopt
