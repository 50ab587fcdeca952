#include "jennopt/problem/automatic.hpp"
#include "jennopt/problem/plugin.hpp"

namespace {

using namespace jennopt;

/// Mass of a steel cantilever of width b and height h, 1 m long, that bends 1 mm or less under 1
/// kN.
struct Cantilever {
    template <typename Scalar>
    Eigen::VectorX<Scalar> operator()(const Eigen::VectorX<Scalar>& x) const {
        const Scalar b = x(0);
        const Scalar h = x(1);
        Eigen::VectorX<Scalar> y(2);
        y(0) = 7850.0 * b * h;
        y(1) = 4.0 * load / (210e9 * b * h * h * h) / 1e-3 - 1.0;
        return y;
    }

    double load;
};

std::vector<OptionInfo> options() {
    return {{"load", 1000.0, "force at the free end, N", 1.0, 1e6}};
}

std::unique_ptr<Problem> make(const ProblemOptions& options) {
    return automatic_problem(
        {.name = "cantilever",
         .summary = "Lightest steel beam that is stiff enough",
         .formula = "mass = 7850 b h, deflection = 4 F / (E b h^3)",
         .source = "Euler-Bernoulli beam theory",
         .inputs = {{.name = "b", .unit = "m", .lower = 0.01, .upper = 0.1},
                    {.name = "h", .unit = "m", .lower = 0.02, .upper = 0.2}},
         .outputs = {{.name = "mass", .unit = "kg"},
                     {.name = "deflection", .unit = "", .role = OutputRole::constraint}},
         .is_cheap = true},
        Cantilever{.load = options.number("load")});
}

}  // namespace

extern "C" const PluginEntry* jennopt_plugin() {
    static const PluginEntry entry{.name = "cantilever", .options = options, .make = make};
    return &entry;
}
