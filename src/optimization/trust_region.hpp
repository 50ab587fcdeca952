#pragma once

#include "core/minimize.hpp"
#include "jennopt/core/types.hpp"

#include <vector>

namespace jennopt {

/// Where a step starts: a point of the unit box with its true values and partials (of the model
/// where one is missing), objective first.
struct TrustCentre {
    Vector u;      ///< (n_x)
    Evaluation y;  ///< rows: objective, constraints
};

/// The merit of a point, |objective| + rho * sum max(0, constraint), each in units of how far it
/// can change inside the region.
struct Merit {
    Vector scale;      ///< (1 + constraints), > 0
    double rho = 0.0;  ///< >= 0

    [[nodiscard]] double operator()(const ConstVectorRef& y) const;
};

/// Inputs that a step sets to given places.
struct HeldInputs {
    std::vector<Index> inputs = {};
    Vector u = {};  ///< (n_x), the places among others
};

struct TrustStep {
    Vector u;      ///< (n_x), inside the box and the region
    Evaluation y;  ///< of the model there
    Merit merit;
    double gain = 0.0;    ///< of merit, as the model predicts it, times the objective's scale
    double length = 0.0;  ///< infinity norm of the step over radius
};

/// The least objective of a model in a box around the centre, |u - centre| <= radius in the
/// infinity norm, and in the unit box; with constraints the least violation first.
///
/// @param model  exact at the centre
/// @param held   these inputs may lie outside of the region
[[nodiscard]] TrustStep trust_step(const SmoothFunction& model,
                                   const TrustCentre& centre,
                                   double radius,
                                   double constraint_tolerance,
                                   const HeldInputs& held = {});

}  // namespace jennopt
