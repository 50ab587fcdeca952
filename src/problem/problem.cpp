#include "jennopt/problem/problem.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"
#include "problem/crash_message.hpp"
#include "problem/missing_partial.hpp"
#include "problem/problem_info.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace jennopt {

namespace {

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
    const CrashMark mark(info, x);
    const auto told = [&](const std::string& what) {
        const std::string place = at(info, x);
        // A problem that holds another one of the same name gets it from there.
        return what.starts_with(place) ? what : place + what;
    };
    try {
        return function();
    } catch (const Interrupted&) {
        throw;  // the user's wish, not a failure of the problem
    } catch (const MachineFailure& cause) {
        throw MachineFailure(told(cause.what()));
    } catch (const std::exception& cause) {
        throw EvaluationError(told(cause.what()));
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
        if (is_objective(outputs[static_cast<std::size_t>(k)])) {
            return k;
        }
    }
    throw ConfigError(
        fmt::format("problem '{}' has no output with the role objective or maximize", name));
}

double ProblemInfo::sense() const {
    return outputs[static_cast<std::size_t>(objective())].role == OutputRole::maximize ? -1.0 : 1.0;
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
    require_consistent(info_);
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
