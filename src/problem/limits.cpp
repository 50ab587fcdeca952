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

double Limits::scale() const {
    const double size =
        std::max(has_lower() ? std::abs(lower) : 0.0, has_upper() ? std::abs(upper) : 0.0);
    return size > 0.0 ? size : 1.0;
}

double Limits::margin(double y) const {
    return std::min(y - lower, upper - y);
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
