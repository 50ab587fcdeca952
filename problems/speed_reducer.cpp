#include "jennopt/problem/automatic.hpp"
#include "jennopt/problem/plugin.hpp"

#include <cmath>

namespace {

using namespace jennopt;

/// Volume of a gearbox under eleven constraints on stress, deflection and geometry, lengths in cm.
///
/// Golinski's problem with a continuous number of teeth. At the minimum seven conditions hold with
/// equality (width_lower, shaft_1_stress, shaft_2_stress, shaft_2_fit; module, teeth and length_1
/// at their lower bounds), which fix the seven inputs.
struct SpeedReducer {
    template <typename Scalar>
    Eigen::VectorX<Scalar> operator()(const Eigen::VectorX<Scalar>& x) const {
        using std::sqrt;
        const Scalar& b = x(0);
        const Scalar& m = x(1);
        const Scalar& z = x(2);
        const Scalar& l1 = x(3);
        const Scalar& l2 = x(4);
        const Scalar& d1 = x(5);
        const Scalar& d2 = x(6);
        const Scalar bend_1 = 745.0 * l1 / (m * z);
        const Scalar bend_2 = 745.0 * l2 / (m * z);
        Eigen::VectorX<Scalar> y(12);
        y(0) = 0.7854 * b * m * m * (3.3333 * z * z + 14.9334 * z - 43.0934) -
               1.508 * b * (d1 * d1 + d2 * d2) + 7.4777 * (d1 * d1 * d1 + d2 * d2 * d2) +
               0.7854 * (l1 * d1 * d1 + l2 * d2 * d2);
        y(1) = 27.0 / (b * m * m * z) - 1.0;
        y(2) = 397.5 / (b * m * m * z * z) - 1.0;
        y(3) = 1.93 * l1 * l1 * l1 / (m * z * d1 * d1 * d1 * d1) - 1.0;
        y(4) = 1.93 * l2 * l2 * l2 / (m * z * d2 * d2 * d2 * d2) - 1.0;
        y(5) = sqrt(bend_1 * bend_1 + 16.9e6) / (110.0 * d1 * d1 * d1) - 1.0;
        y(6) = sqrt(bend_2 * bend_2 + 157.5e6) / (85.0 * d2 * d2 * d2) - 1.0;
        y(7) = m * z / 40.0 - 1.0;
        y(8) = 5.0 * m / b - 1.0;
        y(9) = b / (12.0 * m) - 1.0;
        y(10) = (1.5 * d1 + 1.9) / l1 - 1.0;
        y(11) = (1.1 * d2 + 1.9) / l2 - 1.0;
        return y;
    }
};

std::unique_ptr<Problem> make(const ProblemOptions& /*options*/) {
    constexpr OutputRole constraint = OutputRole::constraint;
    const Vector best{{3.5, 0.7, 17, 7.3, 7.715319911478243, 3.350214666096447, 5.286654464980221}};
    return automatic_problem(
        {.name = "speed_reducer",
         .summary = "Smallest gearbox under eleven constraints on stress, deflection and geometry",
         .formula = "minimize volume(x) subject to eleven constraints c(x) <= 0",
         .source = "Golinski (1973), Mechanism and Machine Theory 8(4)",
         .inputs = {{.name = "width", .unit = "cm", .lower = 2.6, .upper = 3.6},
                    {.name = "module", .unit = "cm", .lower = 0.7, .upper = 0.8},
                    {.name = "teeth", .unit = "", .lower = 17.0, .upper = 28.0},
                    {.name = "length_1", .unit = "cm", .lower = 7.3, .upper = 8.3},
                    {.name = "length_2", .unit = "cm", .lower = 7.3, .upper = 8.3},
                    {.name = "diameter_1", .unit = "cm", .lower = 2.9, .upper = 3.9},
                    {.name = "diameter_2", .unit = "cm", .lower = 5.0, .upper = 5.5}},
         .outputs = {{.name = "volume", .unit = "cm^3"},
                     {.name = "tooth_bending", .unit = "", .role = constraint},
                     {.name = "tooth_contact", .unit = "", .role = constraint},
                     {.name = "shaft_1_deflection", .unit = "", .role = constraint},
                     {.name = "shaft_2_deflection", .unit = "", .role = constraint},
                     {.name = "shaft_1_stress", .unit = "", .role = constraint},
                     {.name = "shaft_2_stress", .unit = "", .role = constraint},
                     {.name = "pinion_size", .unit = "", .role = constraint},
                     {.name = "width_lower", .unit = "", .role = constraint},
                     {.name = "width_upper", .unit = "", .role = constraint},
                     {.name = "shaft_1_fit", .unit = "", .role = constraint},
                     {.name = "shaft_2_fit", .unit = "", .role = constraint}},
         .is_cheap = true,
         .known_optimum = KnownOptimum{.X = best,
                                       .value = 2994.471066146819,
                                       .source = "computed from the seven active conditions; "
                                                 "2994.4711 in the literature"}},
        SpeedReducer{});
}

}  // namespace

extern "C" const PluginEntry* jennopt_plugin() {
    static const PluginEntry entry{.name = "speed_reducer", .make = make};
    return &entry;
}
