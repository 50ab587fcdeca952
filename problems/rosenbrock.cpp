#include "jennopt/problem/automatic.hpp"
#include "jennopt/problem/plugin.hpp"

namespace {

using namespace jennopt;

/// y = sum_i 100 (x_{i+1} - x_i^2)^2 + (1 - x_i)^2 on [-2, 2]^n; minimum 0 at (1, ..., 1).
struct Rosenbrock {
    template <typename Scalar>
    Scalar operator()(const Eigen::VectorX<Scalar>& x) const {
        Scalar sum(0.0);
        for (Index i = 0; i + 1 < x.size(); ++i) {
            const Scalar across = x(i + 1) - x(i) * x(i);
            const Scalar along = 1.0 - x(i);
            sum += 100.0 * across * across + along * along;
        }
        return sum;
    }
};

std::vector<OptionInfo> options() {
    return {{"dimension", std::int64_t{2}, "number of inputs", 2, 1000}};
}

std::unique_ptr<Problem> make(const ProblemOptions& options) {
    const Index n = options.integer("dimension");
    return automatic_problem({.name = "rosenbrock",
                              .summary = "A curved, nearly flat valley",
                              .formula = "y = sum_i 100 (x_{i+1} - x_i^2)^2 + (1 - x_i)^2",
                              .source = "Rosenbrock (1960), The Computer Journal 3(3)",
                              .inputs = box_inputs(n, -2.0, 2.0),
                              .outputs = {{.name = "y", .unit = ""}},
                              .is_cheap = true,
                              .known_optimum = KnownOptimum{.X = Vector::Ones(n),
                                                            .value = 0.0,
                                                            .source = "by hand: a sum of squares"}},
                             Rosenbrock{});
}

}  // namespace

extern "C" const PluginEntry* jennopt_plugin() {
    static const PluginEntry entry{.name = "rosenbrock", .options = options, .make = make};
    return &entry;
}
