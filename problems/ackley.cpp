#include "jennopt/problem/automatic.hpp"
#include "jennopt/problem/plugin.hpp"

#include <cmath>
#include <numbers>

namespace {

using namespace jennopt;
using std::numbers::pi;

/// y = -20 exp(-0.2 sqrt(mean x_i^2)) - exp(mean cos(2 pi x_i)) + 20 + e; minimum 0 at 0.
///
/// The graph has a kink at 0, where the partials are defined as 0: of all subgradients there (0 is
/// the minimum) the shortest. Everywhere else they are exact.
struct Ackley {
    template <typename Scalar>
    Scalar operator()(const Eigen::VectorX<Scalar>& x) const {
        using std::cos;
        using std::exp;
        using std::sqrt;
        Scalar squares(0.0);
        Scalar cosines(0.0);
        for (const Scalar& x_i : x) {
            squares += x_i * x_i;
            cosines += cos(2 * pi * x_i);
        }
        const auto n = static_cast<double>(x.size());
        const Scalar radius = squares == 0.0 ? Scalar(0.0) : Scalar(sqrt(squares / n));
        return -20.0 * exp(-0.2 * radius) - exp(cosines / n) + 20.0 + std::numbers::e;
    }
};

std::vector<OptionInfo> options() {
    return {{"dimension", std::int64_t{2}, "number of inputs", 1, 1000},
            {"lower", -32.768, "lower bound of each input", -100, 0},
            {"upper", 32.768, "upper bound of each input", 0, 100}};
}

std::unique_ptr<Problem> make(const ProblemOptions& options) {
    const Index n = options.integer("dimension");
    return automatic_problem(
        {.name = "ackley",
         .summary = "A funnel with a kink at its bottom under many ripples",
         .formula = "y = -20 exp(-0.2 sqrt(mean x_i^2)) - exp(mean cos(2 pi x_i)) + 20 + e",
         .source = "Ackley (1987), A Connectionist Machine for Genetic Hillclimbing",
         .inputs = box_inputs(n, options.number("lower"), options.number("upper")),
         .outputs = {{.name = "y", .unit = ""}},
         .is_cheap = true,
         .known_optimum = KnownOptimum{.X = Vector::Zero(n),
                                       .value = 0.0,
                                       .source = "by hand: both exponentials are largest at 0"}},
        Ackley{});
}

}  // namespace

extern "C" const PluginEntry* jennopt_plugin() {
    static const PluginEntry entry{.name = "ackley", .options = options, .make = make};
    return &entry;
}
