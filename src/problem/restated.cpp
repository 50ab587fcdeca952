#include "problem/restated.hpp"

#include "core/format.hpp"
#include "core/nearest.hpp"
#include "jennopt/core/error.hpp"
#include "problem/names.hpp"

#include <algorithm>
#include <utility>

namespace jennopt {

namespace {

ProblemInfo restated(ProblemInfo info, const std::map<std::string, Output>& goals) {
    const bool has_objective =
        std::ranges::any_of(goals, [](const auto& goal) { return is_objective(goal.second); });
    for (const auto& [name, goal] : goals) {
        if (std::ranges::count(info.outputs, name, &Output::name) == 0) {
            const std::vector<std::string> names = names_of(info.outputs);
            throw ConfigError(fmt::format("'{}' is no output of {}, expected one of {}{}",
                                          name,
                                          info.name,
                                          fmt::join(names, ", "),
                                          did_you_mean(name, names)));
        }
    }
    for (Output& output : info.outputs) {
        if (const auto goal = goals.find(output.name); goal != goals.end()) {
            output.role = goal->second.role;
            output.lower = goal->second.lower;
            output.upper = goal->second.upper;
        } else if (has_objective && is_objective(output)) {
            output.role = OutputRole::quantity;
        }
    }
    info.known_optimum.reset();  // it is of the problem as it was
    return info;
}

}  // namespace

RestatedProblem::RestatedProblem(std::shared_ptr<const Problem> inner,
                                 const std::map<std::string, Output>& goals)
    : Problem(restated(inner->info(), goals)), inner_(std::move(inner)) {}

Evaluation RestatedProblem::do_evaluate(const ConstVectorRef& x, Derivatives wanted) const {
    return inner_->evaluate(x, wanted);
}

std::vector<Drawing> RestatedProblem::do_draw(const ConstVectorRef& x) const {
    return inner_->draw(x);
}

}  // namespace jennopt
