#include "problem/partials_audit.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"
#include "problem/integer_inputs.hpp"
#include "problem/missing_partial.hpp"
#include "problem/partials_reason.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace jennopt {

namespace {

constexpr std::size_t n_steps = 7;
constexpr double largest_step = 2e-2;  // of the width
constexpr double step_ratio = 4.0;
constexpr double relative_tolerance = 1e-4;
constexpr double row_tolerance = 1e-6;
constexpr double audit_uncertainties = 5.0;

/// Values on both sides of a point along one input; NaN where an evaluation failed.
struct Line {
    std::array<double, n_steps> step{};
    std::array<Vector, n_steps> above;
    std::array<Vector, n_steps> below;
};

Vector value_or_nan(const Problem& problem, const Vector& x) {
    try {
        return problem.evaluate(x, Derivatives::none).value;
    } catch (const MachineFailure&) {
        throw;
    } catch (const EvaluationError&) {
        return Vector::Constant(problem.info().n_y(), std::numeric_limits<double>::quiet_NaN());
    }
}

Line walk(const Problem& problem, const Vector& x, Index j, double width) {
    Line line;
    double wanted = largest_step * width;
    for (std::size_t i = 0; i < n_steps; ++i, wanted /= step_ratio) {
        Vector above = x;
        Vector below = x;
        above(j) += wanted;
        below(j) -= wanted;
        line.step[i] = 0.5 * (above(j) - below(j));  // the step that was really taken
        line.above[i] = value_or_nan(problem, above);
        line.below[i] = value_or_nan(problem, below);
    }
    return line;
}

/// Of an input along which there is nothing to compare.
Line nowhere(Index n_y) {
    Line line;
    line.step.fill(1.0);
    line.above.fill(Vector::Constant(n_y, std::numeric_limits<double>::quiet_NaN()));
    line.below = line.above;
    return line;
}

double second_difference(const Line& line, std::size_t i, Index k, double value) {
    return std::abs(line.above[i](k) - 2.0 * value + line.below[i](k));
}

/// How far values jump about: what is left of the curvature at the smallest steps, or rounding.
double noise_of(const Line& line, Index k, double value) {
    const double rounding = std::numeric_limits<double>::epsilon() * std::abs(value);
    double noise = rounding;
    for (const std::size_t i : {n_steps - 2, n_steps - 1}) {
        const double jump = second_difference(line, i, k, value);
        noise = std::isfinite(jump) ? std::max(noise, 0.5 * jump) : noise;
    }
    return noise;
}

/// Neville's scheme in the square of the step; of all its entries the one that differs least from
/// its neighbours, noise counted in.
void extrapolate(const Line& line, Index k, double noise, AuditedPartial& partial) {
    std::array<double, n_steps> above_row{};
    std::array<double, n_steps> steps{};
    std::size_t n = 0;
    partial.difference = std::numeric_limits<double>::quiet_NaN();
    partial.uncertainty = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < n_steps; ++i) {
        const double slope = (line.above[i](k) - line.below[i](k)) / (2.0 * line.step[i]);
        if (!std::isfinite(slope)) {
            continue;
        }
        std::array<double, n_steps> row{};
        steps[n] = line.step[i];
        row[0] = slope;
        for (std::size_t order = 0; order <= n; ++order) {
            if (order > 0) {
                const double ratio = steps[n - order] / steps[n];
                row[order] = row[order - 1] +
                             (row[order - 1] - above_row[order - 1]) / (ratio * ratio - 1.0);
            }
            if (n == 0) {
                continue;
            }
            const double gap =
                std::max(order > 0 ? std::abs(row[order] - row[order - 1]) : 0.0,
                         std::abs(row[order] - above_row[order > 0 ? order - 1 : 0]));
            const double uncertainty = gap + noise / line.step[i];
            if (uncertainty < partial.uncertainty) {
                partial.difference = row[order];
                partial.uncertainty = uncertainty;
            }
        }
        above_row = row;
        ++n;
    }
}

/// True if the slopes of both sides keep their distance while the step shrinks: a smooth function's
/// shrinks with the step, noise's grows.
bool has_kink(const Line& line, Index k, double value, double slope_scale) {
    constexpr std::size_t coarse = 3;
    constexpr std::size_t fine = 5;
    const double far = second_difference(line, coarse, k, value) / line.step[coarse];
    const double near = second_difference(line, fine, k, value) / line.step[fine];
    return near > 0.5 * far && near < 2.0 * far && near > 1e-3 * slope_scale;
}

/// All partials of one output at one point.
class Row {
public:
    Row(const std::vector<Line>& lines, const Evaluation& there, Index k, const Vector& widths)
        : lines_(lines), there_(there), k_(k), widths_(widths) {}

    [[nodiscard]] std::vector<AuditedPartial> judge(Index point) const {
        std::vector<AuditedPartial> row;
        double effect = 0.0;  // of the input that matters most, over its width
        for (Index j = 0; j < widths_.size(); ++j) {
            const Line& line = lines_[static_cast<std::size_t>(j)];
            AuditedPartial partial{.output = k_,
                                   .input = j,
                                   .point = point,
                                   .given = there_.jacobian(k_, j),
                                   .reason = {}};
            extrapolate(line, k_, noise_of(line, k_, there_.value(k_)), partial);
            effect = std::fmax(effect, std::abs(partial.difference) * widths_(j));
            row.push_back(partial);
        }
        for (AuditedPartial& partial : row) {
            const double of_row = effect / widths_(partial.input);
            const double tolerated = relative_tolerance * std::abs(partial.difference) +
                                     row_tolerance * of_row +
                                     audit_uncertainties * partial.uncertainty;
            partial.error = std::abs(partial.given - partial.difference) / tolerated;
            if (std::isnan(partial.error)) {  // 0 / 0, or no two steps that arrived
                partial.error = 0.0;
            }
            partial.has_kink = has_kink(lines_[static_cast<std::size_t>(partial.input)],
                                        k_,
                                        there_.value(k_),
                                        std::abs(partial.given) + of_row);
        }
        return row;
    }

private:
    const std::vector<Line>& lines_;
    const Evaluation& there_;
    Index k_;
    const Vector& widths_;
};

/// Compares all partials at one more point.
void add_point(PartialsAudit& audit, const Problem& problem, const Vector& x, Evaluation there) {
    const ProblemInfo& info = problem.info();
    // There is nothing between whole numbers to compare with.
    there.jacobian(Eigen::all, IntegerInputs(info).inputs()).setConstant(missing_partial);
    const Vector widths = info.bounds().widths(x);
    std::vector<Line> lines;
    for (Index j = 0; j < info.n_x(); ++j) {
        const bool has_some = !there.jacobian.col(j).array().isNaN().all();
        lines.push_back(has_some ? walk(problem, x, j, widths(j)) : nowhere(info.n_y()));
    }
    const Index t = audit.X.cols();
    audit.X.conservativeResize(Eigen::NoChange, t + 1);
    audit.X.col(t) = x;
    for (Index k = 0; k < info.n_y(); ++k) {
        for (const AuditedPartial& partial : Row(lines, there, k, widths).judge(t)) {
            if (std::isnan(partial.given)) {
                ++audit.missing;
            } else {
                audit.given.push_back(partial);
            }
        }
    }
}

}  // namespace

Index PartialsAudit::n_wrong() const {
    return std::count_if(
        given.begin(), given.end(), [](const AuditedPartial& p) { return p.is_wrong(); });
}

Index audit_evaluations(Index inputs) {
    return 1 + 2 * static_cast<Index>(n_steps) * inputs;
}

PartialsAudit audit_partials(const Problem& problem, const Matrix& X, Index wanted) {
    const ProblemInfo& info = problem.info();
    if (!info.has_partials) {
        throw ConfigError(
            fmt::format("{} gives no partials, there is nothing to check", info.name));
    }
    PartialsAudit audit{.X = Matrix(info.n_x(), 0), .given = {}, .first_failure = ""};
    for (Index t = 0; t < X.cols() && audit.X.cols() < wanted; ++t) {
        const Vector x = IntegerInputs(info).rounded(X.col(t));
        Evaluation there;
        try {
            there = problem.evaluate(x, Derivatives::first);
        } catch (const MachineFailure&) {
            throw;
        } catch (const EvaluationError& error) {
            audit.first_failure = audit.skipped++ == 0 ? error.what() : audit.first_failure;
            continue;
        }
        add_point(audit, problem, x, there);
    }
    if (audit.X.cols() == 0) {
        throw EvaluationError(fmt::format(
            "the partials of {} cannot be checked, it failed at all of {} points; the first "
            "failure: {}",
            info.name,
            audit.skipped,
            audit.first_failure));
    }
    for (AuditedPartial& partial : audit.given) {
        partial.reason = partial.is_wrong() ? likely_reason(partial, audit.given, info) : "";
    }
    std::stable_sort(audit.given.begin(), audit.given.end(), [](const auto& a, const auto& b) {
        return a.error > b.error;
    });
    return audit;
}

}  // namespace jennopt
