#include "optimization/trust_region.hpp"

#include "core/nonnegative.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace jennopt {

namespace {

constexpr Index most_evaluations = 150;  // of the model, by one minimization
constexpr double rounding = 1e-14;
constexpr double active_at = 1e-4;  // scaled: a constraint this close to its limit has a multiplier

/// The model over v = (u - centre) / radius, each row in units of its scale and less the value that
/// it has at the centre (objective only).
class Scaled {
public:
    Scaled(const SmoothFunction& model, const TrustCentre& centre, double radius)
        : model_(model), centre_(centre), radius_(radius) {
        scale_ = radius * centre.y.jacobian.cwiseAbs().rowwise().sum();
        for (Index k = 0; k < scale_.size(); ++k) {
            scale_(k) = std::max({scale_(k),
                                  1e-12 * std::abs(centre.y.value(k)),
                                  std::numeric_limits<double>::min() * 1e20});
        }
    }

    [[nodiscard]] const Vector& scale() const { return scale_; }

    /// Of the unit box; on its bound where only rounding keeps it away.
    [[nodiscard]] Vector point(const ConstVectorRef& v) const {
        Vector u = centre_.u + radius_ * v;
        for (double& entry : u) {
            entry = entry < rounding ? 0.0 : entry > 1.0 - rounding ? 1.0 : entry;
        }
        return u;
    }

    [[nodiscard]] Evaluation operator()(const ConstVectorRef& v) const {
        Evaluation y = model_(point(v));
        y.value(0) -= centre_.y.value(0);
        y.value = y.value.cwiseQuotient(scale_);
        y.jacobian = radius_ * scale_.cwiseInverse().asDiagonal() * y.jacobian;
        return y;
    }

    [[nodiscard]] Bounds region() const {
        return {.lower = (-centre_.u / radius_).cwiseMax(-1.0),
                .upper = ((Vector::Ones(centre_.u.size()) - centre_.u) / radius_).cwiseMin(1.0)};
    }

private:
    const SmoothFunction& model_;
    const TrustCentre& centre_;
    double radius_;
    Vector scale_;
};

MinimizeResult least(const SmoothFunction& function, const Bounds& bounds, const Vector& start) {
    return minimize(function,
                    bounds,
                    start.cwiseMax(bounds.lower).cwiseMin(bounds.upper),
                    {.algorithm = Algorithm::slsqp,
                     .max_evaluations = most_evaluations,
                     .gradient_tolerance = 1e-7,
                     .x_tolerance = 1e-8,
                     .f_tolerance = 1e-9,
                     .constraint_tolerance = 1e-8});
}

/// The least t >= 0 with every constraint at most t, and where.
Vector least_violation(const Scaled& scaled, const Bounds& region, double& violation) {
    const Index n = region.lower.size();
    const SmoothFunction function = [&](const ConstVectorRef& vt) {
        Evaluation y = scaled(vt.head(n));
        Evaluation result{.value = y.value, .jacobian = Matrix::Zero(y.value.size(), n + 1)};
        result.value(0) = vt(n);
        result.jacobian(0, n) = 1.0;
        result.value.tail(y.value.size() - 1).array() -= vt(n);
        result.jacobian.bottomLeftCorner(y.value.size() - 1, n) =
            y.jacobian.bottomRows(y.value.size() - 1);
        result.jacobian.col(n).tail(y.value.size() - 1).setConstant(-1.0);
        return result;
    };
    Bounds bounds{.lower = Vector::Zero(n + 1), .upper = Vector::Constant(n + 1, violation)};
    bounds.lower.head(n) = region.lower;
    bounds.upper.head(n) = region.upper;
    Vector start = Vector::Zero(n + 1);
    start(n) = violation;
    const MinimizeResult found = least(function, bounds, start);
    const Evaluation y = scaled(found.x.head(n));
    violation = std::max(0.0, y.value.tail(y.value.size() - 1).maxCoeff());
    return found.x.head(n);
}

/// The sum of the multipliers of the constraints at a minimum of the model's problem.
double sum_of_multipliers(const Evaluation& y,
                          const Vector& v,
                          const Bounds& region,
                          double slack) {
    std::vector<Vector> normals;
    for (Index k = 1; k < y.value.size(); ++k) {
        if (y.value(k) >= slack - active_at) {
            normals.emplace_back(y.jacobian.row(k));
        }
    }
    const auto constraints = static_cast<Index>(normals.size());
    if (constraints == 0) {
        return 0.0;
    }
    for (Index j = 0; j < v.size(); ++j) {
        if (v(j) <= region.lower(j) + 1e-9) {
            normals.emplace_back(-Vector::Unit(v.size(), j));
        }
        if (v(j) >= region.upper(j) - 1e-9) {
            normals.emplace_back(Vector::Unit(v.size(), j));
        }
    }
    Matrix A(v.size(), static_cast<Index>(normals.size()));
    for (Index i = 0; i < A.cols(); ++i) {
        A.col(i) = normals[static_cast<std::size_t>(i)];
    }
    const Vector objective = -y.jacobian.row(0);
    return nonnegative_least_squares(A, objective).head(constraints).sum();
}

double violation_of(const ConstVectorRef& y) {
    return std::max(0.0, y.tail(y.size() - 1).maxCoeff());
}

/// A minimum of the model's problem, and what it gains in the merit.
struct ModelMinimum {
    Vector v;  ///< scaled
    double gain = 0.0;
    double rho = 0.0;
};

ModelMinimum unconstrained_minimum(const Scaled& scaled,
                                   const Bounds& region,
                                   const Vector& corner) {
    const SmoothFunction function = scaled;
    MinimizeResult best = least(function, region, Vector::Zero(corner.size()));
    const MinimizeResult other = least(function, region, corner);
    if (other.y.value(0) < best.y.value(0)) {
        best = other;
    }
    return {.v = best.x, .gain = -best.y.value(0)};
}

/// With the constraints met, or as little violated as the model can.
/// @param y         in the centre, raw
/// @param feasible  below it a constraint counts as met in the centre
ModelMinimum constrained_minimum(const Scaled& scaled,
                                 const Bounds& region,
                                 const Vector& corner,
                                 const Vector& y,
                                 double feasible) {
    const Index constraints = y.size() - 1;
    const Vector at_centre = y.cwiseQuotient(scaled.scale());
    double slack = violation_of(at_centre);
    Vector start = Vector::Zero(corner.size());
    const bool infeasible = (y.tail(constraints).array() > feasible).any();
    if (infeasible) {
        start = least_violation(scaled, region, slack);
    } else {
        slack = 0.0;
    }
    if (slack < 1e-9) {
        slack = 0.0;
    }
    const SmoothFunction function = [&](const ConstVectorRef& v) {
        Evaluation there = scaled(v);
        there.value.tail(constraints).array() -= slack;
        return there;
    };
    MinimizeResult best = least(function, region, start);
    if (!infeasible) {
        const MinimizeResult other = least(function, region, corner);
        if (other.violation <= 1e-8 &&
            (best.violation > 1e-8 || other.y.value(0) < best.y.value(0))) {
            best = other;
        }
    }
    const Evaluation there = scaled(best.x);
    double rho = 2.0 * sum_of_multipliers(there, best.x, region, slack);
    const double reduction = violation_of(at_centre) - violation_of(there.value);
    // The merit must see a lower violation as a gain, whatever it costs.
    if (reduction > 1e-9 && -there.value(0) + rho * reduction < 0.5 * rho * reduction) {
        rho = 2.0 * there.value(0) / reduction;
    }
    if (reduction > 1e-9 && rho == 0.0) {
        rho = 1.0;
    }
    return {.v = best.x, .gain = -there.value(0) + rho * reduction, .rho = rho};
}

}  // namespace

double Merit::operator()(const ConstVectorRef& y) const {
    double violation = 0.0;
    for (Index k = 1; k < y.size(); ++k) {
        violation = std::max(violation, y(k) / scale(k));
    }
    return y(0) / scale(0) + rho * violation;
}

TrustStep trust_step(const SmoothFunction& model,
                     const TrustCentre& centre,
                     double radius,
                     double constraint_tolerance,
                     const HeldInputs& held) {
    const Scaled scaled(model, centre, radius);
    Bounds region = scaled.region();
    for (const Index j : held.inputs) {
        region.lower(j) = region.upper(j) = (held.u(j) - centre.u(j)) / radius;
    }
    const Vector g = centre.y.jacobian.row(0);
    const Vector corner = -g / std::max(g.lpNorm<Eigen::Infinity>(), 1e-300);
    const Vector& y = centre.y.value;
    const ModelMinimum found =
        y.size() == 1 ? unconstrained_minimum(scaled, region, corner)
                      : constrained_minimum(scaled, region, corner, y, 0.1 * constraint_tolerance);
    TrustStep step;
    step.merit.scale = scaled.scale();
    step.merit.rho = found.rho;
    step.gain = found.gain * scaled.scale()(0);
    step.u = scaled.point(found.v);
    step.y = model(step.u);
    step.length = (step.u - centre.u).lpNorm<Eigen::Infinity>() / radius;
    return step;
}

}  // namespace jennopt
