#include "jennopt/problem/automatic.hpp"
#include "jennopt/problem/plugin.hpp"

#include <cmath>
#include <numbers>

namespace {

using namespace jennopt;
using std::numbers::pi;

/// y = (x2 - 5.1/(4 pi^2) x1^2 + 5/pi x1 - 6)^2 + 10 (1 - 1/(8 pi)) cos(x1) + 10
/// on [-5, 10] x [0, 15]; minimum 10/(8 pi) where the square is 0 and cos(x1) = -1.
struct Branin {
    template <typename Scalar>
    Scalar operator()(const Eigen::VectorX<Scalar>& x) const {
        using std::cos;
        const Scalar valley = x(1) - 5.1 / (4 * pi * pi) * x(0) * x(0) + 5 / pi * x(0) - 6.0;
        return valley * valley + 10 * (1 - 1 / (8 * pi)) * cos(x(0)) + 10.0;
    }
};

std::unique_ptr<Problem> make(const ProblemOptions& /*options*/) {
    return automatic_problem(
        {.name = "branin",
         .summary = "Three equal minima in a curved valley",
         .formula = "y = (x2 - 5.1/(4 pi^2) x1^2 + 5/pi x1 - 6)^2 + 10 (1 - 1/(8 pi)) cos(x1) + 10",
         .source = "Dixon and Szego (1978), Towards Global Optimisation 2",
         .inputs = {{.name = "x1", .unit = "", .lower = -5.0, .upper = 10.0},
                    {.name = "x2", .unit = "", .lower = 0.0, .upper = 15.0}},
         .outputs = {{.name = "y", .unit = ""}},
         .is_cheap = true,
         .known_optimum = KnownOptimum{.X = Matrix{{-pi, pi, 3 * pi}, {12.275, 2.275, 2.475}},
                                       .value = 10 / (8 * pi),
                                       .source = "by hand"}},
        Branin{});
}

}  // namespace

extern "C" const PluginEntry* jennopt_plugin() {
    static const PluginEntry entry{.name = "branin", .make = make};
    return &entry;
}
