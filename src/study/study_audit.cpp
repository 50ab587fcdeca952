#include "study/study_audit.hpp"

#include "data/partials_check.hpp"
#include "jennopt/core/error.hpp"
#include "problem/partials_audit.hpp"
#include "study/fingerprint.hpp"
#include "study/problem_maker.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace jennopt {

namespace {

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

StudyAudit audit(const std::vector<PlannedArm>& arms) {
    constexpr Index n_points = 3;
    StudyAudit result;
    std::set<std::string> done;
    for (const PlannedArm& arm : arms) {
        const ProblemConfig& config = arm.arm->config.problem;
        if (!done.insert(problem_fingerprint(config)).second) {
            continue;
        }
        if (config.is_table()) {
            add_table(result, table_of(*arm.problem));
            continue;
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
