#include "jennopt/problem/automatic.hpp"
#include "jennopt/problem/plugin.hpp"

#include <numbers>
#include <string>

namespace {

using namespace jennopt;

/// y_k = sum_i sin(k x_i), k = 1 ... n_y, on [-pi, pi]^n; minimum of y_1 is -n at (-pi/2, ...,
/// -pi/2).
struct Harmonics {
    Index n_y;

    template <typename Scalar>
    Eigen::VectorX<Scalar> operator()(const Eigen::VectorX<Scalar>& x) const {
        using std::sin;
        Eigen::VectorX<Scalar> y(n_y);
        for (Index k = 0; k < n_y; ++k) {
            Scalar sum(0.0);
            for (const Scalar& x_i : x) {
                sum += sin(static_cast<double>(k + 1) * x_i);
            }
            y(k) = sum;
        }
        return y;
    }
};

std::vector<OptionInfo> options() {
    return {{"dimension", std::int64_t{2}, "number of inputs", 1, 1000},
            {"outputs", std::int64_t{2}, "number of outputs", 1, 1000}};
}

std::vector<Output> outputs(Index n_y) {
    std::vector<Output> outputs{{.name = "y1", .unit = ""}};
    for (Index k = 2; k <= n_y; ++k) {
        outputs.push_back({.name = std::string("y").append(std::to_string(k)),
                           .unit = "",
                           .role = OutputRole::quantity});
    }
    return outputs;
}

std::unique_ptr<Problem> make(const ProblemOptions& options) {
    const Index n = options.integer("dimension");
    const Index n_y = options.integer("outputs");
    constexpr double pi = std::numbers::pi;
    return automatic_problem(
        {.name = "harmonics",
         .summary = "Sines of higher and higher frequency, as many outputs as wanted",
         .formula = "y_k = sum_i sin(k x_i), k = 1 ... outputs",
         .source = "sums of sines, for outputs of growing roughness",
         .inputs = box_inputs(n, -pi, pi),
         .outputs = outputs(n_y),
         .is_cheap = true,
         .known_optimum = KnownOptimum{.X = Vector::Constant(n, -0.5 * pi),
                                       .value = -static_cast<double>(n),
                                       .source = "by hand: the least value of each sine"}},
        Harmonics{n_y});
}

}  // namespace

extern "C" const PluginEntry* jennopt_plugin() {
    static const PluginEntry entry{.name = "harmonics", .options = options, .make = make};
    return &entry;
}
