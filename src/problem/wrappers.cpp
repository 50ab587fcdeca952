#include "problem/wrappers.hpp"

#include "core/format.hpp"
#include "core/nearest.hpp"
#include "core/point_key.hpp"
#include "jennopt/core/error.hpp"
#include "problem/missing_partial.hpp"
#include "problem/names.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <thread>
#include <utility>

namespace jennopt {

namespace {

std::vector<bool> hidden_inputs(const ProblemInfo& info, const WrapperOptions& options) {
    std::vector<bool> hidden;
    for (const Input& input : info.inputs) {
        const bool left_out =
            !options.partials.only.empty() && !contains(options.partials.only, input.name);
        hidden.push_back(left_out || contains(options.missing.inputs, input.name));
    }
    return hidden;
}

void disturb(double deviation, NoiseKind kind, Rng rng, Eigen::Ref<Matrix> y) {
    if (deviation == 0.0) {
        return;
    }
    for (Index k = 0; k < y.rows(); ++k) {
        for (Index j = 0; j < y.cols(); ++j) {
            const double noise = deviation * rng.normal();
            y(k, j) += kind == NoiseKind::multiplicative ? y(k, j) * noise : noise;
        }
    }
}

}  // namespace

void require_inputs(const std::vector<std::string>& names, const ProblemInfo& info) {
    std::vector<std::string> known;
    std::transform(
        info.inputs.begin(), info.inputs.end(), std::back_inserter(known), [](const Input& input) {
            return input.name;
        });
    for (const std::string& name : names) {
        if (!contains(known, name)) {
            throw ConfigError(fmt::format("'{}' is no input of {}{} (inputs: {})",
                                          name,
                                          info.name,
                                          did_you_mean(name, known),
                                          fmt::join(known, ", ")));
        }
    }
}

WrapperOptions undisturbed(const WrapperOptions& options, const ProblemInfo& info) {
    const bool differences = options.partials.source == PartialsSource::finite_difference;
    const bool needed = differences && !info.has_partials;
    return {.partials = needed ? options.partials : PartialsOptions{}, .noise = {}, .missing = {}};
}

bool disturbs(WrapperOptions options, const ProblemInfo& info) {
    options.failures = 0.0;
    options.delay = 0.0;
    return options != undisturbed(options, info);
}

ProblemInfo wrapped_info(ProblemInfo info, const WrapperOptions& options) {
    const PartialsOptions& partials = options.partials;
    if (partials.source == PartialsSource::none) {
        info.has_partials = false;
    } else if (partials.source == PartialsSource::finite_difference) {
        const auto inputs = partials.only.empty() ? info.inputs.size() : partials.only.size();
        const double sides = partials.scheme == DifferenceScheme::central ? 2.0 : 1.0;
        info.has_partials = true;
        info.gradient_price = sides * static_cast<double>(inputs);
    }
    return info;
}

WrappedProblem::WrappedProblem(const Problem& inner, WrapperOptions options, Rng rng)
    : Problem(wrapped_info(inner.info(), options)),
      inner_(inner),
      options_(std::move(options)),
      hidden_(hidden_inputs(inner.info(), options_)),
      rng_(std::move(rng)) {
    require_inputs(options_.partials.only, inner.info());
    require_inputs(options_.missing.inputs, inner.info());
}

Evaluation WrappedProblem::do_evaluate(const ConstVectorRef& x, Derivatives wanted) const {
    if (options_.failures > 0.0 && stream("failure", x).uniform() < options_.failures) {
        throw EvaluationError("it failed on purpose (problem.failures)");
    }
    const bool by_differences = options_.partials.source == PartialsSource::finite_difference;
    Evaluation y = evaluate_inner(x, by_differences ? Derivatives::none : wanted);
    if (wanted == Derivatives::first) {
        if (by_differences) {
            y.jacobian = differences(x, y.value);
        }
        disturb(options_.noise.partials,
                options_.noise.kind,
                stream("noise of partials", x),
                y.jacobian);
        mask(x, y.jacobian);
        if (options_.missing.fill == MissingFill::zero) {
            y.jacobian = y.jacobian.array().isNaN().select(0.0, y.jacobian);
        }
    }
    return y;
}

Evaluation WrappedProblem::evaluate_inner(const ConstVectorRef& x, Derivatives wanted) const {
    if (options_.delay > 0.0) {
        std::this_thread::sleep_for(std::chrono::duration<double>(options_.delay));
    }
    Evaluation y = inner_.evaluate(x, wanted);
    disturb(options_.noise.values, options_.noise.kind, stream("noise of values", x), y.value);
    return y;
}

Matrix WrappedProblem::differences(const ConstVectorRef& x, const Vector& value) const {
    Matrix jacobian = Matrix::Constant(value.size(), x.size(), missing_partial);
    for (Index j = 0; j < x.size(); ++j) {
        if (!hidden_[static_cast<std::size_t>(j)]) {
            try {
                jacobian.col(j) = difference(x, value, j);
            } catch (const MachineFailure&) {
                throw;
            } catch (const EvaluationError&) {
                jacobian.col(j).setConstant(missing_partial);  // the value arrived: it is kept
            }
        }
    }
    return jacobian;
}

Vector WrappedProblem::difference(const ConstVectorRef& x, const Vector& value, Index j) const {
    const Input& input = info().inputs[static_cast<std::size_t>(j)];
    const double width = input.scale == InputScale::log
                             ? std::log(input.upper) - std::log(input.lower)
                             : input.upper - input.lower;
    const bool is_log = input.scale == InputScale::log && !input.integer;
    const double step = input.integer ? 1.0 : options_.partials.step * width;
    const auto moved = [&](double by) {
        Vector there = x;
        there(j) = is_log ? x(j) * std::exp(by) : x(j) + by;
        if (!options_.partials.outside) {
            there(j) =
                std::clamp(there(j), std::min(input.lower, x(j)), std::max(input.upper, x(j)));
        }
        return there;
    };
    Vector above = moved(step);
    Vector below = options_.partials.scheme == DifferenceScheme::central ? moved(-step) : Vector(x);
    if (above(j) == x(j)) {
        below = moved(-step);  // at the upper bound: backward
    }
    const auto value_at = [&](const Vector& there) {
        return there(j) == x(j) ? value : evaluate_inner(there, Derivatives::none).value;
    };
    // Divided by the step that was really taken: x + step is rounded.
    return (value_at(above) - value_at(below)) / (above(j) - below(j));
}

void WrappedProblem::mask(const ConstVectorRef& x, Matrix& jacobian) const {
    for (Index j = 0; j < jacobian.cols(); ++j) {
        if (hidden_[static_cast<std::size_t>(j)]) {
            jacobian.col(j).setConstant(missing_partial);
        }
    }
    if (options_.missing.fraction == 0.0) {
        return;
    }
    Rng rng = stream("missing", x);
    for (Index k = 0; k < jacobian.rows(); ++k) {
        for (Index j = 0; j < jacobian.cols(); ++j) {
            if (rng.uniform() < options_.missing.fraction) {
                jacobian(k, j) = missing_partial;
            }
        }
    }
}

Rng WrappedProblem::stream(std::string_view purpose, const ConstVectorRef& x) const {
    return rng_.child(purpose).child(point_key(x));
}

}  // namespace jennopt
