#pragma once

#include "report/sweep_curves.hpp"

#include <optional>
#include <string>

namespace jennopt {

/// Two curves at one abscissa.
struct Heights {
    double x = 0.0;
    double own = 0.0;
    double other = 0.0;
};

/// Where a curve comes down to a level.
struct Reach {
    double x = 0.0;
    bool at_first = false;  // already its first point is there: x is an upper bound
};

/// Interpolated in the logarithms of both axes; nothing if the curve does not come down to it.
[[nodiscard]] std::optional<Reach> first_reach(const SweepCurve& curve, double level);

/// Abscissa at which two curves cross between a and b, where they lie in different order;
/// interpolated as the figure's axes are, linearly where a logarithm does not exist.
[[nodiscard]] double crossing(const SweepFigure& figure, const Heights& a, const Heights& b);

/// Where each curve first reaches the target, and how many times less that is than for the curve
/// compared with; "" where the figure has no target.
[[nodiscard]] std::string target_sentence(const SweepFigure& figure, const SweepPanel& panel);

/// The exponent of each curve by least squares on logarithms; "" where the figure wants none or no
/// curve has two points above zero.
[[nodiscard]] std::string slopes_sentence(const SweepFigure& figure, const SweepPanel& panel);

/// "jenn", "jenn (lambda = 0.1)".
[[nodiscard]] std::string curve_name(const SweepCurve& curve);

/// A number of an abscissa: "10,000", "0.05".
[[nodiscard]] std::string place_text(double x);

}  // namespace jennopt
