#pragma once

#include "optimization/trust_region.hpp"
#include "optimization/unit_samples.hpp"

namespace jennopt {

/// A step to the least of the highest tangent plane of the samples around the centre: the model of
/// bundle methods, which meets a kink at once where a smooth model shortens step after step. A
/// plane that is above the centre's value there is lowered to it.
///
/// @param samples  with one output and all its partials; the centre is among them
[[nodiscard]] TrustStep tangent_planes_step(const UnitSamples& samples,
                                            const TrustCentre& centre,
                                            double radius);

}  // namespace jennopt
