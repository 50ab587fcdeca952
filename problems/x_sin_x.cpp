#include "jennopt/problem/automatic.hpp"
#include "jennopt/problem/plugin.hpp"

#include <cmath>

namespace {

using namespace jennopt;

/// y = x sin(x) on [-3.14, 3.14]; minimum 0 at 0 (both factors have the same sign).
struct XSinX {
    template <typename Scalar>
    Scalar operator()(const Eigen::VectorX<Scalar>& x) const {
        using std::sin;
        return x(0) * sin(x(0));
    }
};

std::unique_ptr<Problem> make(const ProblemOptions& /*options*/) {
    return automatic_problem(
        {.name = "x_sin_x",
         .summary = "One valley between two ridges in one dimension",
         .formula = "y = x sin(x)",
         .source = "Berguin (2024), arXiv:2406.09132",
         .inputs = {{.name = "x", .unit = "", .lower = -3.14, .upper = 3.14}},
         .outputs = {{.name = "y", .unit = ""}},
         .is_cheap = true,
         .known_optimum = KnownOptimum{.X = Matrix{{0.0}}, .value = 0.0, .source = "by hand"}},
        XSinX{});
}

}  // namespace

extern "C" const PluginEntry* jennopt_plugin() {
    static const PluginEntry entry{.name = "x_sin_x", .make = make};
    return &entry;
}
