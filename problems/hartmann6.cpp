#include "jennopt/problem/automatic.hpp"
#include "jennopt/problem/plugin.hpp"

#include <cmath>

namespace {

using namespace jennopt;

/// y = -sum_i c_i exp(-sum_j A_ij (x_j - P_ij)^2) on [0, 1]^6; minimum -3.32236801141551.
struct Hartmann6 {
    const Vector c{{1.0, 1.2, 3.0, 3.2}};
    const Matrix A{{10, 3, 17, 3.5, 1.7, 8},
                   {0.05, 10, 17, 0.1, 8, 14},
                   {3, 3.5, 1.7, 10, 17, 8},
                   {17, 8, 0.05, 10, 0.1, 14}};
    const Matrix P{{0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886},
                   {0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991},
                   {0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650},
                   {0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381}};

    template <typename Scalar>
    Scalar operator()(const Eigen::VectorX<Scalar>& x) const {
        using std::exp;
        Scalar y(0.0);
        for (Index i = 0; i < 4; ++i) {
            Scalar distance(0.0);
            for (Index j = 0; j < 6; ++j) {
                const Scalar offset = x(j) - P(i, j);
                distance += A(i, j) * offset * offset;
            }
            y -= c(i) * exp(-distance);
        }
        return y;
    }
};

std::unique_ptr<Problem> make(const ProblemOptions& /*options*/) {
    const Vector best{
        {0.201689511, 0.150010692, 0.476873974, 0.275332430, 0.311651617, 0.657300534}};
    return automatic_problem(
        {.name = "hartmann6",
         .summary = "Four hollows in six dimensions",
         .formula = "y = -sum_i c_i exp(-sum_j A_ij (x_j - P_ij)^2)",
         .source = "Dixon and Szego (1978), Towards Global Optimisation 2",
         .inputs = box_inputs(6, 0.0, 1.0),
         .outputs = {{.name = "y", .unit = ""}},
         .is_cheap = true,
         .known_optimum = KnownOptimum{.X = best,
                                       .value = -3.32236801141551,
                                       .source = "Stripinis and Paulavicius, DIRECTGOLib"}},
        Hartmann6{});
}

}  // namespace

extern "C" const PluginEntry* jennopt_plugin() {
    static const PluginEntry entry{.name = "hartmann6", .make = make};
    return &entry;
}
