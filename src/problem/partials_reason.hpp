#pragma once

#include "problem/partials_audit.hpp"

#include <string>
#include <vector>

namespace jennopt {

/// What is likely wrong with a wrong partial: a kink, a partial in the wrong place, a sign, a
/// factor, one point only.
/// @param all  partials of every point, to compare with
[[nodiscard]] std::string likely_reason(const AuditedPartial& partial,
                                        const std::vector<AuditedPartial>& all,
                                        const ProblemInfo& info);

/// "opposite sign", or "factor 57.3 (degrees in a radian): units or scale of alpha".
/// @param factor     given over right, not 1
/// @param tolerance  relative, up to which the factor is that of a pair of units
[[nodiscard]] std::string factor_reason(double factor, const Input& input, double tolerance);

/// That a partial is one by another input or of another output.
[[nodiscard]] std::string owner_reason(const Output& output, const Input& input);

/// Of a partial that is 0.
inline constexpr const char* zero_reason = "zero: is it computed?";

}  // namespace jennopt
