#pragma once

#include "problem/derivative_check.hpp"
#include "support/catch.hpp"

/// One line that compares a Jacobian with central differences; the worst entry is named on failure.
inline void require_derivatives(
    const std::function<jennopt::Vector(const jennopt::Vector&)>& function,
    const jennopt::Vector& x,
    const jennopt::Matrix& jacobian,
    double tolerance) {
    const jennopt::DerivativeCheck worst = jennopt::check_derivatives(function, x, jacobian);
    INFO("output " << worst.output << ", input " << worst.input << ": given " << worst.given
                   << ", central difference " << worst.difference);
    REQUIRE(worst.error <= tolerance);
}
