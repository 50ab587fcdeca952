#pragma once

#include "jennopt/core/random.hpp"
#include "jennopt/core/types.hpp"
#include "jennopt/problem/problem.hpp"

#include <limits>
#include <string>
#include <vector>

namespace jennopt {

/// One partial of a problem at one point, against the best difference of a step study.
struct AuditedPartial {
    Index output = 0;
    Index input = 0;
    Index point = 0;
    double given = 0.0;        ///< J(output, input)
    double difference = 0.0;   ///< by Ridders's extrapolation of central differences
    double uncertainty = 0.0;  ///< of the difference: truncation, rounding and noise
    double error = 0.0;     ///< |given - difference| in units of what is tolerated; wrong above 1
    bool has_kink = false;  ///< the differences from both sides do not meet
    std::string reason;     ///< what is likely wrong, "" if nothing is

    [[nodiscard]] bool is_wrong() const { return error > 1.0; }
};

struct PartialsAudit {
    Matrix X;                           ///< (n_x, points), raw units; those that were compared
    std::vector<AuditedPartial> given;  ///< every partial that is not missing, worst first
    Index missing = 0;
    Index skipped = 0;          ///< points that could not be evaluated
    std::string first_failure;  ///< at them, "" if there are none

    [[nodiscard]] Index n_wrong() const;
};

/// Compares every partial of a problem with central differences of steps from 2e-2 to 5e-6 of the
/// input's width, each by the step, or the extrapolation of steps, that is surest for it (Ridders,
/// 1982). Tolerated are 1e-4 of the difference, 1e-6 of the largest effect of any input on the
/// output, and five times the uncertainty. An input by which a point has no partial is left out. A
/// point that cannot be evaluated is skipped.
/// @param X       (n_x, points); steps reach 2 % of the bounds' widths around them
/// @param wanted  points to compare at: further columns of X are for those that are skipped
/// @throws ConfigError if the problem has no partials
/// @throws EvaluationError with the first message if no point can be evaluated
[[nodiscard]] PartialsAudit audit_partials(const Problem& problem,
                                           const Matrix& X,
                                           Index wanted = std::numeric_limits<Index>::max());

/// Evaluations that a point costs: one with its partials, and values on both sides along each input
/// by which there are some.
[[nodiscard]] Index audit_evaluations(Index inputs);

/// Points to audit at: random, not within a tenth of the bounds.
[[nodiscard]] Matrix audit_points(const Bounds& bounds, Index count, Rng rng);

/// The audit in words and, where something is wrong, a table of the worst partials;
/// in partials_audit_text.cpp.
[[nodiscard]] std::string audit_text(const PartialsAudit& audit, const ProblemInfo& info);

}  // namespace jennopt
