#include "problem/limits.hpp"

#include "core/format.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace jennopt {

namespace {

constexpr double unlimited = std::numeric_limits<double>::infinity();

}  // namespace

bool Limits::has_lower() const {
    return std::isfinite(lower);
}

bool Limits::has_upper() const {
    return std::isfinite(upper);
}

double Limits::margin(double y) const {
    return std::min(y - lower, upper - y);
}

double Limits::excess(double y) const {
    const double below = has_lower() ? (lower - y) / unit_of(lower) : -unlimited;
    const double above = has_upper() ? (y - upper) / unit_of(upper) : -unlimited;
    return std::max(below, above);
}

double unit_of(double limit) {
    return limit == 0.0 ? 1.0 : std::abs(limit);
}

Limits limits_of(const Output& output) {
    if (!output.lower && !output.upper) {
        return {-unlimited, 0.0};
    }
    return {output.lower.value_or(-unlimited), output.upper.value_or(unlimited)};
}

std::string role_text(const Output& output) {
    const std::string words = words_of(output.role);
    return output.role == OutputRole::constraint ? words + ", " + limits_text(output) : words;
}

std::string limits_text(const Output& output) {
    const Limits limits = limits_of(output);
    const std::string unit = output.unit.empty() ? "" : " " + output.unit;
    if (limits.is_equality()) {
        return fmt::format("= {:.6g}{}", limits.lower, unit);
    }
    if (limits.has_lower() && limits.has_upper()) {
        return fmt::format("in [{:.6g}, {:.6g}]{}", limits.lower, limits.upper, unit);
    }
    return limits.has_lower() ? fmt::format(">= {:.6g}{}", limits.lower, unit)
                              : fmt::format("<= {:.6g}{}", limits.upper, unit);
}

}  // namespace jennopt
