#include "jennopt/problem/automatic.hpp"
#include "jennopt/problem/plugin.hpp"

namespace {

using namespace jennopt;

/// A product of two polynomials on [-2, 2]^2, values from 3 to a million; minimum 3 at (0, -1).
struct GoldsteinPrice {
    template <typename Scalar>
    Scalar operator()(const Eigen::VectorX<Scalar>& x) const {
        const Scalar& a = x(0);
        const Scalar& b = x(1);
        const Scalar s = a + b + 1.0;
        const Scalar t = 2.0 * a - 3.0 * b;
        const Scalar p = 19.0 - 14.0 * a + 3.0 * a * a - 14.0 * b + 6.0 * a * b + 3.0 * b * b;
        const Scalar q = 18.0 - 32.0 * a + 12.0 * a * a + 48.0 * b - 36.0 * a * b + 27.0 * b * b;
        return (1.0 + s * s * p) * (30.0 + t * t * q);
    }
};

std::unique_ptr<Problem> make(const ProblemOptions& /*options*/) {
    return automatic_problem(
        {.name = "goldstein_price",
         .summary = "Four local minima, values over six orders of magnitude",
         .formula = "y = (1 + (x1 + x2 + 1)^2 (19 - 14 x1 + 3 x1^2 - 14 x2 + 6 x1 x2 + 3 x2^2)) "
                    "(30 + (2 x1 - 3 x2)^2 (18 - 32 x1 + 12 x1^2 + 48 x2 - 36 x1 x2 + 27 x2^2))",
         .source = "Goldstein and Price (1971), Mathematics of Computation 25",
         .inputs = box_inputs(2, -2.0, 2.0),
         .outputs = {{.name = "y", .unit = ""}},
         .is_cheap = true,
         .known_optimum =
             KnownOptimum{.X = Vector{{0.0, -1.0}},
                          .value = 3.0,
                          .source = "Dixon and Szego (1978), Towards Global Optimisation 2"}},
        GoldsteinPrice{});
}

}  // namespace

extern "C" const PluginEntry* jennopt_plugin() {
    static const PluginEntry entry{.name = "goldstein_price", .make = make};
    return &entry;
}
