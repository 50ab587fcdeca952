#pragma once

#include "jennopt/data/dataset.hpp"
#include "jennopt/problem/problem.hpp"
#include "record/record.hpp"
#include "study/evaluation_files.hpp"

#include <optional>
#include <span>
#include <string>

namespace jennopt {

/// Keeps the best of the evaluated points that are offered: feasible before infeasible, then the
/// best objective, of infeasible ones the least violation; the first of equals.
class BestPoint {
public:
    /// @param problem               must outlive this object
    /// @param constraint_tolerance  a point that violates by no more is feasible
    BestPoint(const ProblemInfo& problem, double constraint_tolerance)
        : problem_(problem), sense_(problem.sense()), tolerance_(constraint_tolerance) {}

    void offer(const EvaluatedPoint& point);

    /// A point outside of the bounds, or not whole where it must be, is no answer and left out.
    /// @param y  all outputs of the problem at x (n_x), raw units
    void offer(const std::string& origin, const ConstVectorRef& x, const Evaluation& y);

    /// The samples, by their own values.
    void offer(const std::string& origin, const Dataset& samples);

    [[nodiscard]] const std::optional<EvaluatedPoint>& found() const { return found_; }

private:
    [[nodiscard]] bool improves(const Verdict& verdict) const;

    const ProblemInfo& problem_;
    double sense_;
    double tolerance_;
    std::optional<EvaluatedPoint> found_;
};

/// Best feasible value after each of these evaluations, NaN as long as there is none.
[[nodiscard]] Vector best_so_far(std::span<const EvaluationResult> evaluations,
                                 const ProblemInfo& problem,
                                 double constraint_tolerance);

}  // namespace jennopt
