#include "jennopt/problem/plugin.hpp"

#include <fstream>

namespace {

using namespace jennopt;

/// Shows that code of this module ran, also before anything of it is called.
const bool marked = static_cast<bool>(std::ofstream("marking_was_loaded"));

/// A bowl beside a wall, cheap, that draws its designs.
class Marking final : public Problem {
public:
    using Problem::Problem;

private:
    [[nodiscard]] Evaluation do_evaluate(const ConstVectorRef& x,
                                         Derivatives /*wanted*/) const override {
        Matrix J(2, 2);
        J << 2.0 * x(0), 2.0 * x(1), -1.0, 0.0;
        return {.value = Vector{{x.squaredNorm(), 1.0 / 3.0 - x(0)}}, .jacobian = J};
    }

    [[nodiscard]] std::vector<Drawing> do_draw(const ConstVectorRef& x) const override {
        return {{.title = "shape",
                 .x_label = "along",
                 .y_label = "across",
                 .lines = {{.x = Vector{{0.0, 1.0}}, .y = x}}}};
    }
};

std::unique_ptr<Problem> make(const ProblemOptions& /*options*/) {
    return std::make_unique<Marking>(ProblemInfo{
        .name = "marking",
        .summary = "A bowl beside a wall",
        .inputs = box_inputs(2, -1.0, 1.0),
        .outputs = {{.name = "y", .unit = "kg"},
                    {.name = "wall", .unit = "", .role = OutputRole::constraint}},
        .is_cheap = marked,
        .known_optimum = KnownOptimum{
            .X = Matrix(Vector{{1.0 / 3.0, 0.0}}), .value = 1.0 / 9.0, .source = "by hand"}});
}

}  // namespace

extern "C" const PluginEntry* jennopt_plugin() {
    static const PluginEntry entry{.name = "marking", .make = make};
    return &entry;
}
