#include "optimization/tangent_planes.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace jennopt {

TrustStep tangent_planes_step(const UnitSamples& samples,
                              const TrustCentre& centre,
                              double radius) {
    const Index n = samples.n_x();
    const double scale = std::max(radius * centre.y.jacobian.row(0).lpNorm<1>(),
                                  std::numeric_limits<double>::min() * 1e20);
    // Row t + 1: plane of sample t over v = (u - centre) / radius, less the height h, both over
    // scale.
    Matrix slopes(samples.m(), n);
    Vector at_centre(samples.m());
    for (Index t = 0; t < samples.m(); ++t) {
        const auto g = samples.J[static_cast<std::size_t>(t)].row(0);
        slopes.row(t) = g * (radius / scale);
        at_centre(t) =
            std::min(0.0,
                     (samples.Y(0, t) + g.dot((centre.u - samples.U.col(t)).transpose()) -
                      centre.y.value(0)) /
                         scale);
    }
    const SmoothFunction highest = [&](const ConstVectorRef& vh) {
        Evaluation y{.value = Vector(samples.m() + 1),
                     .jacobian = Matrix::Zero(samples.m() + 1, n + 1)};
        y.value(0) = vh(n);
        y.jacobian(0, n) = 1.0;
        y.value.tail(samples.m()) = at_centre + slopes * vh.head(n);
        y.value.tail(samples.m()).array() -= vh(n);
        y.jacobian.bottomLeftCorner(samples.m(), n) = slopes;
        y.jacobian.col(n).tail(samples.m()).setConstant(-1.0);
        return y;
    };
    Bounds region{.lower = Vector::Constant(n + 1, -2.0), .upper = Vector::Zero(n + 1)};
    region.lower.head(n) = (-centre.u / radius).cwiseMax(-1.0);
    region.upper.head(n) = ((Vector::Ones(n) - centre.u) / radius).cwiseMin(1.0);
    const MinimizeResult found = minimize(highest,
                                          region,
                                          Vector::Zero(n + 1),
                                          {.algorithm = Algorithm::slsqp,
                                           .max_evaluations = 200,
                                           .gradient_tolerance = 1e-9,
                                           .x_tolerance = 1e-9,
                                           .f_tolerance = 1e-10,
                                           .constraint_tolerance = 1e-9});
    TrustStep step;
    step.u = (centre.u + radius * found.x.head(n)).cwiseMax(0.0).cwiseMin(1.0);
    step.merit.scale = Vector::Constant(1, scale);
    step.gain = -found.x(n) * scale;
    step.y = {.value = Vector::Constant(1, centre.y.value(0) - step.gain), .jacobian = {}};
    step.length = (step.u - centre.u).lpNorm<Eigen::Infinity>() / radius;
    return step;
}

}  // namespace jennopt
