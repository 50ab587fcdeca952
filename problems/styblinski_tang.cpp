#include "jennopt/problem/automatic.hpp"
#include "jennopt/problem/plugin.hpp"

namespace {

using namespace jennopt;

/// y = 1/2 sum_i (x_i^4 - 16 x_i^2 + 5 x_i) on [-5, 5]^n; minimum -39.16616570377141 n where each
/// x_i is the smallest root of 4 x^3 - 32 x + 5.
struct StyblinskiTang {
    template <typename Scalar>
    Scalar operator()(const Eigen::VectorX<Scalar>& x) const {
        Scalar sum(0.0);
        for (const Scalar& x_i : x) {
            const Scalar square = x_i * x_i;
            sum += 0.5 * (square * square - 16.0 * square + 5.0 * x_i);
        }
        return sum;
    }
};

std::vector<OptionInfo> options() {
    return {{"dimension", std::int64_t{2}, "number of inputs", 1, 1000}};
}

std::unique_ptr<Problem> make(const ProblemOptions& options) {
    const Index n = options.integer("dimension");
    return automatic_problem(
        {.name = "styblinski_tang",
         .summary = "Two basins of different depth along each input",
         .formula = "y = 1/2 sum_i (x_i^4 - 16 x_i^2 + 5 x_i)",
         .source = "Styblinski and Tang (1990), Neural Networks 3(4)",
         .inputs = box_inputs(n, -5.0, 5.0),
         .outputs = {{.name = "y", .unit = ""}},
         .is_cheap = true,
         .known_optimum = KnownOptimum{.X = Vector::Constant(n, -2.903534027771177),
                                       .value = -39.16616570377141 * static_cast<double>(n),
                                       .source = "by hand: smallest root of 4 x^3 - 32 x + 5"}},
        StyblinskiTang{});
}

}  // namespace

extern "C" const PluginEntry* jennopt_plugin() {
    static const PluginEntry entry{.name = "styblinski_tang", .options = options, .make = make};
    return &entry;
}
