#pragma once

#include "jennopt/core/types.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace jennopt {

/// mu of Levenberg-Marquardt, which falls when the model predicted the loss well and rises ever
/// faster when it did not. Nielsen (1999), IMM-REP-1999-05.
class Damping {
public:
    explicit Damping(double largest_curvature)
        : value_(initial * std::max(largest_curvature, least_curvature)) {}

    /// Goes on where another one ended.
    /// @param value  of that one, > 0
    [[nodiscard]] static Damping continued(double value) {
        Damping damping(0.0);
        damping.value_ = value;
        return damping;
    }

    [[nodiscard]] double value() const { return value_; }

    /// A step was taken.
    /// @param gain               of the loss, by the gain that the model predicted
    /// @param largest_curvature  of the model at the new place
    void accept(double gain, double largest_curvature) {
        value_ *= std::max(1.0 / 3.0, 1.0 - std::pow(2.0 * gain - 1.0, 3.0));
        value_ = std::max(value_, least * std::max(largest_curvature, least_curvature));
        growth_ = 2.0;
    }

    void reject() {
        value_ *= growth_;
        growth_ *= 2.0;
    }

    /// Steps are at rounding.
    [[nodiscard]] bool is_useless(double largest_curvature) const {
        return value_ > largest * largest_curvature;
    }

private:
    // All relative to the largest curvature.
    static constexpr double initial = 1e-6;
    static constexpr double largest = 1e12;
    /// Below it mu is lost in the rounding of the curvatures it is added to. Without it hundreds of
    /// good steps take mu to nothing, from where a bad one cannot raise it in reasonable time, and
    /// 1 / mu, which the dual form needs, overflows.
    static constexpr double least = std::numeric_limits<double>::epsilon();
    /// Where no residual has a weight all curvatures are 0.
    static constexpr double least_curvature = 1e-300;

    double value_;
    double growth_ = 2.0;
};

}  // namespace jennopt
