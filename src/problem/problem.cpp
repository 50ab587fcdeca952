#include "jennopt/problem/problem.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"
#include "problem/missing_partial.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <utility>

namespace jennopt {

namespace {

Index number_of_objectives(const ProblemInfo& info) {
    return std::count_if(info.outputs.begin(), info.outputs.end(), [](const Output& output) {
        return output.role == OutputRole::objective;
    });
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

/// "problem 'name' at [x1, x2]: ", the start of every message about one evaluation.
std::string at(const ProblemInfo& info, const ConstVectorRef& x) {
    return fmt::format("problem '{}' at {}: ", info.name, to_text(x));
}

void require_good_point(const ProblemInfo& info, const ConstVectorRef& x) {
    if (x.size() != info.n_x()) {
        throw ShapeError(fmt::format("problem '{}': x has {} entries, expected {} (one per input)",
                                     info.name,
                                     x.size(),
                                     info.n_x()));
    }
    for (Index j = 0; j < x.size(); ++j) {
        if (!std::isfinite(x(j))) {
            throw EvaluationError(at(info, x) +
                                  fmt::format("the input '{}' is {}, expected a finite number",
                                              info.inputs[static_cast<std::size_t>(j)].name,
                                              x(j)));
        }
    }
}

void require_good_values(const ProblemInfo& info, const ConstVectorRef& x, const Vector& value) {
    if (value.size() != info.n_y()) {
        throw EvaluationError(at(info, x) +
                              fmt::format("it returned {} values, expected {} (one per output)",
                                          value.size(),
                                          info.n_y()));
    }
    for (Index k = 0; k < value.size(); ++k) {
        if (!std::isfinite(value(k))) {
            throw EvaluationError(at(info, x) +
                                  fmt::format("the output '{}' is {}, expected a finite number",
                                              info.outputs[static_cast<std::size_t>(k)].name,
                                              value(k)));
        }
    }
}

void require_good_partials(const ProblemInfo& info,
                           const ConstVectorRef& x,
                           const Matrix& jacobian) {
    if (jacobian.rows() != info.n_y() || jacobian.cols() != info.n_x()) {
        throw EvaluationError(
            at(info, x) +
            fmt::format("it returned a {} x {} Jacobian, expected {} x {} (outputs x inputs)",
                        jacobian.rows(),
                        jacobian.cols(),
                        info.n_y(),
                        info.n_x()));
    }
    for (Index k = 0; k < jacobian.rows(); ++k) {
        for (Index j = 0; j < jacobian.cols(); ++j) {
            if (std::isinf(jacobian(k, j))) {
                throw EvaluationError(
                    at(info, x) +
                    fmt::format("the partial of output '{}' by input '{}' is {}, expected a finite "
                                "number, or NaN if it is missing",
                                info.outputs[static_cast<std::size_t>(k)].name,
                                info.inputs[static_cast<std::size_t>(j)].name,
                                jacobian(k, j)));
            }
        }
    }
}

void require_good_lines(const ProblemInfo& info, const ConstVectorRef& x, const Drawing& drawing) {
    for (const DrawnLine& line : drawing.lines) {
        if (line.x.size() != line.y.size() || line.x.size() == 0 || !line.x.allFinite() ||
            !line.y.allFinite()) {
            throw EvaluationError(
                at(info, x) +
                fmt::format("a line of the drawing '{}' has {} numbers along x and {} "
                            "along y, expected as many, at least one, all finite",
                            drawing.title,
                            line.x.size(),
                            line.y.size()));
        }
    }
}

/// What a problem's own function returns; whatever it throws names the point.
template <typename Function>
auto guarded(const ProblemInfo& info, const ConstVectorRef& x, const Function& function) {
    try {
        return function();
    } catch (const Interrupted&) {
        throw;  // the user's wish, not a failure of the problem
    } catch (const std::exception& cause) {
        const std::string place = at(info, x);
        const std::string what = cause.what();
        // A problem that holds another one of the same name gets it from there.
        throw EvaluationError(what.starts_with(place) ? what : place + what);
    } catch (...) {
        throw EvaluationError(at(info, x) + "it threw something that is not a std::exception");
    }
}

}  // namespace

Bounds ProblemInfo::bounds() const {
    Bounds box{.lower = Vector(n_x()), .upper = Vector(n_x())};
    for (Index j = 0; j < n_x(); ++j) {
        box.lower(j) = inputs[static_cast<std::size_t>(j)].lower;
        box.upper(j) = inputs[static_cast<std::size_t>(j)].upper;
        if (inputs[static_cast<std::size_t>(j)].scale == InputScale::log) {
            box.logarithmic.push_back(j);
        }
    }
    return box;
}

bool ProblemInfo::has_uniform_inputs() const {
    const Input& first = inputs.front();
    return std::all_of(inputs.begin(), inputs.end(), [&first](const Input& input) {
        return input.scale == InputScale::linear && input.unit == first.unit &&
               input.upper - input.lower == first.upper - first.lower;
    });
}

Index ProblemInfo::objective() const {
    for (Index k = 0; k < n_y(); ++k) {
        if (outputs[static_cast<std::size_t>(k)].role == OutputRole::objective) {
            return k;
        }
    }
    throw ConfigError(fmt::format("problem '{}' has no output with the role objective", name));
}

std::vector<Index> ProblemInfo::constraints() const {
    std::vector<Index> rows;
    for (Index k = 0; k < n_y(); ++k) {
        if (outputs[static_cast<std::size_t>(k)].role == OutputRole::constraint) {
            rows.push_back(k);
        }
    }
    return rows;
}

std::vector<Input> box_inputs(Index n_x, double lower, double upper) {
    std::vector<Input> inputs;
    for (Index j = 1; j <= n_x; ++j) {
        inputs.push_back(
            {.name = fmt::format("x{}", j), .unit = "", .lower = lower, .upper = upper});
    }
    return inputs;
}

Problem::Problem(ProblemInfo info) : info_(std::move(info)) {
    require_inputs_and_outputs(info_);
    require_proper_bounds(info_);
    require_distinct_names(info_);
    require_fitting_optimum(info_);
}

Evaluation Problem::evaluate(const ConstVectorRef& x, Derivatives wanted) const {
    require_good_point(info_, x);
    Evaluation result = guarded(
        info_, x, [&] { return do_evaluate(x, info_.has_partials ? wanted : Derivatives::none); });
    require_good_values(info_, x, result.value);
    if (wanted == Derivatives::none) {
        result.jacobian.resize(0, 0);
    } else if (!info_.has_partials) {
        result.jacobian = Matrix::Constant(info_.n_y(), info_.n_x(), missing_partial);
    } else {
        require_good_partials(info_, x, result.jacobian);
    }
    return result;
}

std::vector<Drawing> Problem::draw(const ConstVectorRef& x) const {
    require_good_point(info_, x);
    std::vector<Drawing> drawings = guarded(info_, x, [&] { return do_draw(x); });
    for (const Drawing& drawing : drawings) {
        require_good_lines(info_, x, drawing);
    }
    return drawings;
}

std::vector<Drawing> Problem::do_draw(const ConstVectorRef& /*x*/) const {
    return {};
}

}  // namespace jennopt
