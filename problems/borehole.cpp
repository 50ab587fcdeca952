#include "jennopt/problem/automatic.hpp"
#include "jennopt/problem/plugin.hpp"

#include <cmath>
#include <numbers>

namespace {

using namespace jennopt;

/// Flow of water through a borehole that joins two aquifers, m^3/yr.
///
///   y = 2 pi Tu (Hu - Hl) / (ln(r/rw) (1 + Tu/Tl) + 2 L Tu / (rw^2 Kw))
///
/// rw: radius of the borehole, r: radius of influence, L: length, Kw: hydraulic conductivity;
/// T: transmissivity and H: potentiometric head of the upper (u) and the lower (l) aquifer.
/// y grows with rw, Tu, Hu, Tl, Kw and falls with r, Hl, L, so its minimum and its maximum are
/// corners of the bounds.
struct Borehole {
    double sign = 1.0;  ///< -1: of the greatest flow, since a problem is minimized

    template <typename Scalar>
    Scalar operator()(const Eigen::VectorX<Scalar>& x) const {
        using std::log;
        const Scalar& rw = x(0);
        const Scalar& r = x(1);
        const Scalar& Tu = x(2);
        const Scalar& Hu = x(3);
        const Scalar& Tl = x(4);
        const Scalar& Hl = x(5);
        const Scalar& L = x(6);
        const Scalar& Kw = x(7);
        const Scalar resistance = log(r / rw) * (1.0 + Tu / Tl) + 2.0 * L * Tu / (rw * rw * Kw);
        return sign * 2 * std::numbers::pi * Tu * (Hu - Hl) / resistance;
    }
};

std::vector<OptionInfo> options() {
    return {{"maximize", false, "the objective is -flow, least where the flow is greatest"}};
}

std::unique_ptr<Problem> make(const ProblemOptions& options) {
    const bool maximize = options.flag("maximize");
    const Vector least{{0.05, 50000, 63070, 990, 63.1, 820, 1680, 9855}};
    const Vector greatest{{0.15, 100, 115600, 1110, 116, 700, 1120, 12045}};
    return automatic_problem(
        {.name = "borehole",
         .summary = "Flow of water through a borehole between two aquifers",
         .formula = "y = 2 pi Tu (Hu - Hl) / (ln(r/rw) (1 + Tu/Tl) + 2 L Tu / (rw^2 Kw))",
         .source = "Harper and Gupta (1983), BMI/ONWI-516; Morris, Mitchell and Ylvisaker (1993)",
         .inputs = {{.name = "rw", .unit = "m", .lower = 0.05, .upper = 0.15},
                    {.name = "r", .unit = "m", .lower = 100, .upper = 50000},
                    {.name = "Tu", .unit = "m^2/yr", .lower = 63070, .upper = 115600},
                    {.name = "Hu", .unit = "m", .lower = 990, .upper = 1110},
                    {.name = "Tl", .unit = "m^2/yr", .lower = 63.1, .upper = 116},
                    {.name = "Hl", .unit = "m", .lower = 700, .upper = 820},
                    {.name = "L", .unit = "m", .lower = 1120, .upper = 1680},
                    {.name = "Kw", .unit = "m/yr", .lower = 9855, .upper = 12045}},
         .outputs = {{.name = maximize ? "minus_flow" : "flow", .unit = "m^3/yr"}},
         .is_cheap = true,
         .known_optimum =
             KnownOptimum{
                 .X = maximize ? greatest : least,
                 .value = maximize ? -309.5755876604079 : 7.819676328755232,
                 .source = "by hand: monotone in each input, hence a corner of the bounds"}},
        Borehole{maximize ? -1.0 : 1.0});
}

}  // namespace

extern "C" const PluginEntry* jennopt_plugin() {
    static const PluginEntry entry{.name = "borehole", .options = options, .make = make};
    return &entry;
}
