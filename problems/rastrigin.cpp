#include "jennopt/problem/automatic.hpp"
#include "jennopt/problem/plugin.hpp"

#include <cmath>
#include <numbers>

namespace {

using namespace jennopt;

/// y = 10 n + sum_i (x_i^2 - 10 cos(2 pi x_i)); minimum 0 at 0.
struct Rastrigin {
    template <typename Scalar>
    Scalar operator()(const Eigen::VectorX<Scalar>& x) const {
        using std::cos;
        Scalar sum(10.0 * static_cast<double>(x.size()));
        for (const Scalar& x_i : x) {
            sum += x_i * x_i - 10.0 * cos(2.0 * std::numbers::pi * x_i);
        }
        return sum;
    }
};

std::vector<OptionInfo> options() {
    return {{"dimension", std::int64_t{2}, "number of inputs", 1, 1000},
            {"lower", -1.0, "lower bound of each input", -100, 0},
            {"upper", 1.5, "upper bound of each input", 0, 100}};
}

std::unique_ptr<Problem> make(const ProblemOptions& options) {
    const Index n = options.integer("dimension");
    return automatic_problem(
        {.name = "rastrigin",
         .summary = "A bowl with a regular grid of local minima",
         .formula = "y = 10 n + sum_i (x_i^2 - 10 cos(2 pi x_i))",
         .source =
             "Rastrigin (1974), Systems of Extremal Control; bounds of Berguin, arXiv:2406.09132",
         .inputs = box_inputs(n, options.number("lower"), options.number("upper")),
         .outputs = {{.name = "y", .unit = ""}},
         .is_cheap = true,
         .known_optimum =
             KnownOptimum{
                 .X = Vector::Zero(n), .value = 0.0, .source = "by hand: each term is >= -10"}},
        Rastrigin{});
}

}  // namespace

extern "C" const PluginEntry* jennopt_plugin() {
    static const PluginEntry entry{.name = "rastrigin", .options = options, .make = make};
    return &entry;
}
