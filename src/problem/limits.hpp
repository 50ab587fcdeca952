#pragma once

#include "jennopt/problem/problem.hpp"

#include <string>

namespace jennopt {

/// What a constraint keeps its output within: lower <= y <= upper, raw units; infinite where there
/// is no limit on that side.
struct Limits {
    double lower;
    double upper;

    [[nodiscard]] bool has_lower() const;
    [[nodiscard]] bool has_upper() const;

    /// One value is asked for.
    [[nodiscard]] bool is_equality() const { return lower == upper; }

    /// How far y is inside, raw units: negative outside, 0 on a limit.
    [[nodiscard]] double margin(double y) const;

    /// How far y is beyond the limit that it is closest to violating, in units of that limit
    /// (unit_of()): negative inside.
    [[nodiscard]] double excess(double y) const;
};

/// What a violation of a limit is divided by: its magnitude, 1 where that is 0.
[[nodiscard]] double unit_of(double limit);

/// Of an output that is a constraint; without limits of its own y <= 0.
[[nodiscard]] Limits limits_of(const Output& output);

/// What an output is for: "objective, maximized", "constraint, <= 5 N".
[[nodiscard]] std::string role_text(const Output& output);

/// "<= 5 N", ">= 0.5", "in [1, 2]", "= 3".
[[nodiscard]] std::string limits_text(const Output& output);

}  // namespace jennopt
