#include "jennopt/problem/automatic.hpp"
#include "jennopt/problem/plugin.hpp"

#include <cmath>
#include <numbers>

namespace {

using namespace jennopt;
using std::numbers::pi;

/// y = sin(x) on [-pi, pi]; minimum -1 at -pi/2.
struct Sinusoid {
    template <typename Scalar>
    Scalar operator()(const Eigen::VectorX<Scalar>& x) const {
        using std::sin;
        return sin(x(0));
    }
};

std::unique_ptr<Problem> make(const ProblemOptions& /*options*/) {
    return automatic_problem(
        {.name = "sinusoid",
         .summary = "One period of the sine",
         .formula = "y = sin(x)",
         .source = "Berguin (2024), arXiv:2406.09132",
         .inputs = {{.name = "x", .unit = "", .lower = -pi, .upper = pi}},
         .outputs = {{.name = "y", .unit = ""}},
         .is_cheap = true,
         .known_optimum = KnownOptimum{.X = Matrix{{-pi / 2}}, .value = -1.0, .source = "by hand"}},
        Sinusoid{});
}

}  // namespace

extern "C" const PluginEntry* jennopt_plugin() {
    static const PluginEntry entry{.name = "sinusoid", .make = make};
    return &entry;
}
