#include "core/minimize.hpp"

#include "core/format.hpp"
#include "core/stationarity.hpp"
#include "jennopt/core/error.hpp"

#include <algorithm>
#include <cmath>
#include <exception>
#include <nlopt.hpp>
#include <optional>

namespace jennopt {

namespace {

/// A restart that gains less than this, relative, has changed nothing.
constexpr double worthwhile_gain = 1e-8;

double violation_of(const Evaluation& y) {
    return y.value.size() > 1 ? std::max(0.0, y.value.tail(y.value.size() - 1).maxCoeff()) : 0.0;
}

nlopt::algorithm solver_of(Algorithm algorithm) {
    switch (algorithm) {
        case Algorithm::slsqp:
            return nlopt::LD_SLSQP;
        case Algorithm::lbfgs:
            return nlopt::LD_LBFGS;
        case Algorithm::mma:
            return nlopt::LD_MMA;
        case Algorithm::ccsaq:
            return nlopt::LD_CCSAQ;
    }
    return nlopt::LD_SLSQP;
}

/// One minimization: the function as NLopt's callbacks see it, the budget, and the best point so
/// far.
class Minimization {
public:
    Minimization(const SmoothFunction& function,
                 const Bounds& bounds,
                 const MinimizeOptions& options,
                 const SearchObserver& observer)
        : function_(function), bounds_(bounds), options_(options), observer_(observer) {}

    /// Objective, for NLopt.
    static double objective(unsigned n, const double* x, double* gradient, void* self) {
        auto& search = *static_cast<Minimization*>(self);
        if (!search.visit(n, x)) {
            throw nlopt::forced_stop();
        }
        if (gradient != nullptr) {
            Eigen::Map<Vector>(gradient, n) = search.y_.jacobian.row(0);
        }
        return search.y_.value(0);
    }

    /// All constraints at once, for NLopt.
    static void constraints(
        unsigned m, double* result, unsigned n, const double* x, double* gradient, void* self) {
        auto& search = *static_cast<Minimization*>(self);
        if (!search.visit(n, x)) {
            throw nlopt::forced_stop();
        }
        Eigen::Map<Vector>(result, m) = search.y_.value.tail(m);
        if (gradient != nullptr) {
            Eigen::Map<Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>(
                gradient, m, n) = search.y_.jacobian.bottomRows(m);
        }
    }

    MinimizeResult run(const ConstVectorRef& start) {
        if (!visit(static_cast<unsigned>(start.size()), start.data())) {
            return finish();
        }
        if (y_.value.size() > 1 && options_.algorithm == Algorithm::lbfgs) {
            throw ConfigError(fmt::format(
                "algorithm lbfgs cannot take the {} constraints; use slsqp, mma or ccsaq",
                y_.value.size() - 1));
        }
        // NLopt's return codes are hints: SLSQP 2.7.1 reports success far from a constrained
        // minimum, and a restart from its own result goes on. Only a restart that gains nothing
        // ends the search.
        for (;;) {
            const double objective_before = best_.y.value(0);
            const double violation_before = best_.violation;
            const bool clean = solve();
            if (cause_) {
                std::rethrow_exception(cause_);
            }
            if (termination_) {
                return finish();
            }
            const double gain = objective_before - best_.y.value(0);
            const bool gained = gain > worthwhile_gain * std::abs(objective_before) ||
                                best_.violation < (1.0 - worthwhile_gain) * violation_before;
            if (!gained) {
                termination_ =
                    clean ? SearchTermination::no_progress : SearchTermination::solver_failed;
                return finish();
            }
        }
    }

private:
    /// One NLopt run from the best point. @return false if NLopt gave up with an error
    bool solve() {
        const auto n = static_cast<unsigned>(best_.x.size());
        nlopt::opt solver(solver_of(options_.algorithm), n);
        if (bounds_.lower.size() > 0) {
            solver.set_lower_bounds({bounds_.lower.begin(), bounds_.lower.end()});
            solver.set_upper_bounds({bounds_.upper.begin(), bounds_.upper.end()});
        }
        solver.set_min_objective(&Minimization::objective, this);
        if (y_.value.size() > 1) {
            const std::vector<double> tolerances(static_cast<std::size_t>(y_.value.size() - 1),
                                                 options_.constraint_tolerance);
            solver.add_inequality_mconstraint(&Minimization::constraints, this, tolerances);
        }
        solver.set_xtol_rel(options_.x_tolerance);
        solver.set_ftol_rel(options_.f_tolerance);
        if (options_.memory > 0) {
            solver.set_vector_storage(static_cast<unsigned>(options_.memory));
        }
        std::vector<double> x(best_.x.begin(), best_.x.end());
        double f = 0.0;
        try {
            solver.optimize(x, f);
        } catch (const nlopt::forced_stop&) {
            return true;
        } catch (const nlopt::roundoff_limited&) {
            return true;
        } catch (const std::runtime_error&) {
            // "nlopt failure" carries no more than its name; what was reached is judged by our own
            // best point.
            return false;
        }
        return true;
    }

    /// Evaluates at x unless x is the last point or the best. @return false if the search must stop
    bool visit(unsigned n, const double* data) {
        const Eigen::Map<const Vector> x(data, n);
        if (termination_ || cause_) {
            return false;
        }
        if (x_.size() == x.size() && x_ == x) {
            return true;
        }
        if (best_known_ && best_.x == x) {  // a restart begins where the best is already known
            x_ = best_.x;
            y_ = best_.y;
            return true;
        }
        if (!x.allFinite()) {
            termination_ = SearchTermination::solver_failed;
            return false;
        }
        if (evaluations_ == options_.max_evaluations) {
            termination_ = SearchTermination::max_evaluations;
            return false;
        }
        try {
            ++evaluations_;
            y_ = function_(x);
            x_ = x;
            check_answer();
            judge();
        } catch (...) {
            // NLopt would replace the message; it is kept here and thrown again outside of NLopt.
            // At the start there is no NLopt in between.
            cause_ = std::current_exception();
            if (!best_known_) {
                throw;
            }
        }
        return !cause_ && !termination_;
    }

    void check_answer() const {
        const Index expected = best_known_ ? best_.y.value.size() : y_.value.size();
        if (y_.value.size() < 1 || y_.value.size() != expected || y_.jacobian.rows() != expected ||
            y_.jacobian.cols() != x_.size()) {
            throw ShapeError(
                fmt::format("the minimized function gives {} values and {} x {} partials, expected "
                            "{} and {} x {}",
                            y_.value.size(),
                            y_.jacobian.rows(),
                            y_.jacobian.cols(),
                            expected,
                            expected,
                            x_.size()));
        }
        if (!y_.value.allFinite() || !y_.jacobian.allFinite()) {
            throw EvaluationError(
                fmt::format("the minimized function is not finite at x = {}: values {}, {} of its "
                            "{} partials finite",
                            to_text(x_),
                            to_text(y_.value),
                            y_.jacobian.array().isFinite().count(),
                            y_.jacobian.size()));
        }
    }

    void judge() {
        const double violation = violation_of(y_);
        const bool feasible = violation <= options_.constraint_tolerance;
        const bool best_feasible = best_known_ && best_.violation <= options_.constraint_tolerance;
        const bool better = !best_known_ || (feasible && !best_feasible) ||
                            (feasible ? y_.value(0) < best_.y.value(0)
                                      : !best_feasible && violation < best_.violation);
        if (better) {
            best_known_ = true;
            best_.x = x_;
            best_.y = y_;
            best_.violation = violation;
        }
        if (observer_ && !observer_(x_, y_)) {
            termination_ = SearchTermination::stopped;
        } else if (better && feasible && options_.gradient_tolerance > 0.0 &&
                   stationarity(x_, y_, bounds_, options_.constraint_tolerance) <=
                       options_.gradient_tolerance) {
            termination_ = SearchTermination::stationary;
        }
    }

    MinimizeResult finish() {
        best_.stationarity = stationarity(best_.x, best_.y, bounds_, options_.constraint_tolerance);
        best_.evaluations = evaluations_;
        best_.termination = *termination_;
        return best_;
    }

    const SmoothFunction& function_;
    const Bounds& bounds_;
    const MinimizeOptions& options_;
    const SearchObserver& observer_;
    Vector x_;      // last point
    Evaluation y_;  // the function there
    MinimizeResult best_;
    bool best_known_ = false;
    Index evaluations_ = 0;
    std::optional<SearchTermination> termination_;
    std::exception_ptr cause_;
};

void check_start(const Bounds& bounds, const ConstVectorRef& start) {
    if (bounds.lower.size() > 0 && bounds.lower.size() != start.size()) {
        throw ConfigError(
            fmt::format("the start {} has {} entries, the bounds {}: expected the same",
                        to_text(start),
                        start.size(),
                        bounds.lower.size()));
    }
    if (bounds.lower.size() > 0 && !bounds.contains(start)) {
        throw ConfigError(fmt::format("the start {} lies outside the bounds {} to {}",
                                      to_text(start),
                                      to_text(bounds.lower),
                                      to_text(bounds.upper)));
    }
}

}  // namespace

MinimizeResult minimize(const SmoothFunction& function,
                        const Bounds& bounds,
                        const ConstVectorRef& start,
                        const MinimizeOptions& options,
                        const SearchObserver& observer) {
    check_start(bounds, start);
    if (options.max_evaluations < 1) {
        throw ConfigError(
            fmt::format("max_evaluations is {}, expected at least 1", options.max_evaluations));
    }
    const Vector x = start;
    return Minimization(function, bounds, options, observer).run(x);
}

}  // namespace jennopt
