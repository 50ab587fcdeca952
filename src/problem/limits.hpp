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

    /// Size of the limits, which violations are divided by: the larger one's magnitude, 1 where
    /// that is 0.
    [[nodiscard]] double scale() const;

    /// How far y is inside, raw units: negative outside, 0 on a limit.
    [[nodiscard]] double margin(double y) const;
};

/// Of an output that is a constraint; without limits of its own y <= 0.
[[nodiscard]] Limits limits_of(const Output& output);

/// What an output is for: "objective, maximized", "constraint, <= 5 N".
[[nodiscard]] std::string role_text(const Output& output);

/// "<= 5 N", ">= 0.5", "in [1, 2]", "= 3".
[[nodiscard]] std::string limits_text(const Output& output);

}  // namespace jennopt
