#include "problem/problem_info.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"
#include "problem/limits.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace jennopt {

namespace {

Index number_of_objectives(const ProblemInfo& info) {
    return std::ranges::count_if(info.outputs, is_objective);
}

void require_inputs_and_outputs(const ProblemInfo& info) {
    if (info.inputs.empty() || info.outputs.empty()) {
        throw ConfigError(
            fmt::format("problem '{}' has {} inputs and {} outputs, expected at least one of each",
                        info.name,
                        info.inputs.size(),
                        info.outputs.size()));
    }
    if (const Index count = number_of_objectives(info); count > 1) {
        throw ConfigError(
            fmt::format("problem '{}' has {} objectives, expected at most one", info.name, count));
    }
}

void require_proper_bounds(const ProblemInfo& info) {
    for (const Input& input : info.inputs) {
        if (!std::isfinite(input.lower) || !std::isfinite(input.upper) ||
            input.lower >= input.upper) {
            throw ConfigError(fmt::format(
                "problem '{}': the bounds of input '{}' are [{}, {}], expected two finite "
                "numbers, the lower one first",
                info.name,
                input.name,
                input.lower,
                input.upper));
        }
        if (input.integer &&
            (input.lower != std::floor(input.lower) || input.upper != std::floor(input.upper))) {
            throw ConfigError(fmt::format(
                "problem '{}': the bounds of input '{}' are [{}, {}], expected whole numbers, as "
                "it is an integer",
                info.name,
                input.name,
                input.lower,
                input.upper));
        }
        if (input.scale == InputScale::log && input.lower <= 0.0) {
            throw ConfigError(fmt::format(
                "problem '{}': the lower bound of input '{}' is {}, expected a number > 0, as its "
                "scale is log",
                info.name,
                input.name,
                input.lower));
        }
    }
}

void require_proper_limits(const ProblemInfo& info) {
    for (const Output& output : info.outputs) {
        if ((output.lower || output.upper) && output.role != OutputRole::constraint) {
            throw ConfigError(fmt::format(
                "problem '{}': output '{}' is no constraint but has a limit, expected role "
                "constraint",
                info.name,
                output.name));
        }
        const Limits limits = limits_of(output);
        if (!(limits.lower <= limits.upper) || (!limits.has_lower() && !limits.has_upper())) {
            throw ConfigError(
                fmt::format("problem '{}': the limits of output '{}' are [{}, {}], expected at "
                            "least one finite "
                            "number, the lower one first",
                            info.name,
                            output.name,
                            limits.lower,
                            limits.upper));
        }
    }
}

void require_distinct_names(const ProblemInfo& info) {
    std::set<std::string> names;
    const auto insert = [&](const std::string& name) {
        if (name.empty() || !names.insert(name).second) {
            throw ConfigError(fmt::format(
                "problem '{}': the name '{}' is empty or belongs to two of its inputs and outputs, "
                "expected each to have its own",
                info.name,
                name));
        }
    };
    for (const Input& input : info.inputs) {
        insert(input.name);
    }
    for (const Output& output : info.outputs) {
        insert(output.name);
    }
}

void require_fitting_optimum(const ProblemInfo& info) {
    if (!info.known_optimum) {
        return;
    }
    const Matrix& X = info.known_optimum->X;
    if (X.rows() != info.n_x() || X.cols() == 0 || number_of_objectives(info) == 0) {
        throw ConfigError(fmt::format(
            "problem '{}': the known optimum is {} x {}, expected {} rows, a column per "
            "global minimizer, and an output that is the objective",
            info.name,
            X.rows(),
            X.cols(),
            info.n_x()));
    }
}

}  // namespace

void require_consistent(const ProblemInfo& info) {
    require_inputs_and_outputs(info);
    require_proper_bounds(info);
    require_proper_limits(info);
    require_distinct_names(info);
    require_fitting_optimum(info);
}

}  // namespace jennopt
