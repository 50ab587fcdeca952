#include "jennopt/problem/automatic.hpp"
#include "jennopt/problem/plugin.hpp"

namespace {

using namespace jennopt;

/// y = sum x_i^2 + s^2 + s^4, s = sum i x_i / 2, on [-5, 10]^n; minimum 0 at 0.
struct Zakharov {
    template <typename Scalar>
    Scalar operator()(const Eigen::VectorX<Scalar>& x) const {
        Scalar squares(0.0);
        Scalar sum(0.0);
        for (Index i = 0; i < x.size(); ++i) {
            squares += x(i) * x(i);
            sum += 0.5 * static_cast<double>(i + 1) * x(i);
        }
        const Scalar square = sum * sum;
        return squares + square + square * square;
    }
};

std::vector<OptionInfo> options() {
    return {{"dimension", std::int64_t{2}, "number of inputs", 1, 1000}};
}

std::unique_ptr<Problem> make(const ProblemOptions& options) {
    const Index n = options.integer("dimension");
    return automatic_problem(
        {.name = "zakharov",
         .summary = "A bowl whose values span many powers of ten",
         .formula = "y = sum x_i^2 + s^2 + s^4, s = sum i x_i / 2",
         .source = "Jamil and Yang (2013), Int. J. Mathematical Modelling and "
                   "Numerical Optimisation 4(2), function 173",
         .inputs = box_inputs(n, -5.0, 10.0),
         .outputs = {{.name = "y", .unit = ""}},
         .is_cheap = true,
         .known_optimum =
             KnownOptimum{
                 .X = Vector::Zero(n), .value = 0.0, .source = "by hand: a sum of even powers"}},
        Zakharov{});
}

}  // namespace

extern "C" const PluginEntry* jennopt_plugin() {
    static const PluginEntry entry{.name = "zakharov", .options = options, .make = make};
    return &entry;
}
