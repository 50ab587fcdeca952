#include "jennopt/core/error.hpp"
#include "jennopt/problem/plugin.hpp"

#include "airfoil/design.hpp"
#include <algorithm>
#include <memory>
#include <utility>

namespace {

using namespace airfoil;
using namespace jennopt;

std::vector<OptionInfo> options() {
    return {
        {"base",
         std::string("naca0012"),
         "naca and four digits, or a file of coordinates (Selig, Lednicer, MSES, columns)"},
        {"n_upper", std::int64_t{5}, "weights that move the upper side", 1, 15},
        {"n_lower", std::int64_t{5}, "weights that move the lower side", 1, 15},
        {"weight_bound", 0.03, "each weight lies in [-weight_bound, weight_bound]", 1e-6, 0.5},
        {"alpha_lower", 0.0, "smallest angle of attack, degrees", -20.0, 20.0},
        {"alpha_upper", 6.0, "largest angle of attack, degrees", -20.0, 20.0},
        {"mach", 0.2, "Mach number if mach_input is false", 0.0, 0.5},
        {"mach_input", false, "the Mach number is an input in [0, mach_upper]"},
        {"mach_upper", 0.4, "largest Mach number if it is an input", 0.01, 0.5},
        {"reynolds", 1e6, "Reynolds number of the chord", 1e5, 1e8},
        {"transition", std::string("fixed"), "fixed: at the trips; free: there at the latest"},
        {"trip_upper", 0.05, "place of the upper trip, in chords", 0.02, 0.9},
        {"trip_lower", 0.05, "place of the lower trip, in chords", 0.02, 0.9},
        {"panels", std::int64_t{100}, "sides of the polygon, the next even number", 40, 400},
        {"cl_min", 0.5, "required lift coefficient", -1.0, 2.0},
        {"area_min", 1.0, "required area, as a share of the base's", 0.0, 2.0},
        {"thickness_min", 0.95, "required thickness, as a share of the base's", 0.0, 2.0},
    };
}

bool is_free(const ProblemOptions& options) {
    const std::string& transition = options.text("transition");
    if (transition != "fixed" && transition != "free") {
        throw ConfigError("airfoil.transition: is '" + transition + "', expected fixed or free");
    }
    return transition == "free";
}

Design make_design(const ProblemOptions& options) {
    const Index panels = options.integer("panels");
    Design design{.base = read_section(options.text("base"), (panels + 1) / 2),
                  .upper_terms = {},
                  .lower_terms = {},
                  .mach = options.number("mach"),
                  .mach_is_input = options.flag("mach_input"),
                  .reynolds = options.number("reynolds"),
                  .transition = {.free = is_free(options),
                                 .trip_upper = options.number("trip_upper"),
                                 .trip_lower = options.number("trip_lower")},
                  .cl_min = options.number("cl_min")};
    design.upper_terms = cst_terms(design.base.x, options.integer("n_upper"));
    design.lower_terms = cst_terms(design.base.x, options.integer("n_lower"));
    const Shape<double> base{design.base.x, design.base.upper, design.base.lower};
    design.area_min = options.number("area_min") * area(base);
    design.thickness_min = options.number("thickness_min") * thickness(base);
    return design;
}

std::vector<Input> make_inputs(const ProblemOptions& options) {
    const double lower = options.number("alpha_lower");
    const double upper = options.number("alpha_upper");
    if (lower >= upper) {
        throw ConfigError("airfoil.alpha_lower: is " + std::to_string(lower) +
                          ", expected less than alpha_upper, " + std::to_string(upper));
    }
    const double bound = options.number("weight_bound");
    std::vector<Input> inputs;
    for (const std::string& side : {std::string("upper"), std::string("lower")}) {
        const Index n = options.integer("n_" + side);
        for (Index i = 1; i <= n; ++i) {
            inputs.push_back({.name = side + "_" + std::to_string(i),
                              .unit = "",
                              .lower = -bound,
                              .upper = bound});
        }
    }
    inputs.push_back({.name = "alpha", .unit = "deg", .lower = lower, .upper = upper});
    if (options.flag("mach_input")) {
        inputs.push_back(
            {.name = "mach", .unit = "", .lower = 0.0, .upper = options.number("mach_upper")});
    }
    return inputs;
}

/// Drag of a section under constraints on lift, area and thickness; the flow is that of analyze().
class Airfoil final : public Problem {
public:
    Airfoil(ProblemInfo info, Design design)
        : Problem(std::move(info)), design_(std::move(design)) {}

private:
    [[nodiscard]] Evaluation do_evaluate(const ConstVectorRef& x,
                                         Derivatives wanted) const override {
        if (wanted == Derivatives::none) {
            return {.value = outputs(design_, Vector(x)), .jacobian = {}};
        }
        Evaluation result{.value = {}, .jacobian = {}};
        // One width of dual numbers, since the solver is compiled anew for each. It holds all
        // directions of the usual options, so that there is one factorization.
        for (Index first = 0; first < x.size(); first += width) {
            add_partials(x, first, result);
        }
        return result;
    }

    static constexpr Index width = 16;

    /// Columns first, ..., first + width - 1 of the Jacobian, as far as there are.
    void add_partials(const ConstVectorRef& x, Index first, Evaluation& result) const {
        using Dual = Eigen::AutoDiffScalar<Eigen::Vector<double, width>>;
        const Index count = std::min(width, x.size() - first);
        Eigen::VectorX<Dual> dual_x = x.cast<Dual>();
        for (Index j = 0; j < count; ++j) {
            dual_x(first + j).derivatives()(j) = 1.0;
        }
        const Eigen::VectorX<Dual> y = outputs(design_, dual_x);
        result.value.resize(y.size());
        result.jacobian.conservativeResize(y.size(), x.size());
        for (Index k = 0; k < y.size(); ++k) {
            result.value(k) = y(k).value();
            result.jacobian.row(k).segment(first, count) =
                y(k).derivatives().head(count).transpose();
        }
    }

    [[nodiscard]] std::vector<Drawing> do_draw(const ConstVectorRef& x) const override {
        const Shape<double> shape = shape_of(design_, Vector(x));
        const Loads<double> loads = analyze(shape, conditions_of(design_, Vector(x)));
        return {{.title = "Shape",
                 .x_label = "x / chord",
                 .y_label = "y / chord",
                 .equal_axes = true,
                 .lines = {{shape.corners_x(), shape.corners_y()}}},
                {.title = "Pressure",
                 .x_label = "x / chord",
                 .y_label = "-c_p",
                 .lines = {{shape.corners_x(), -loads.pressure}}}};
    }

    Design design_;
};

std::unique_ptr<Problem> make(const ProblemOptions& options) {
    constexpr OutputRole constraint = OutputRole::constraint;
    constexpr OutputRole quantity = OutputRole::quantity;
    Design design = make_design(options);
    const std::string& origin = design.base.origin;
    return std::make_unique<Airfoil>(
        ProblemInfo{
            .name = "airfoil",
            .summary = "Drag of a wing section under constraints on lift and size" +
                       (origin.empty() ? origin : "; " + origin),
            .formula = "minimize cd subject to cl >= cl_min, area and thickness not below "
                       "shares of the base's; y = y_base + sqrt(x) (1 - x) sum_i w_i B_i(x)",
            .source = "panels: Kuethe and Chow (1976); shape: Kulfan (2008); boundary layer: "
                      "Thwaites (1949), Head (1958), Squire and Young (1938)",
            .inputs = make_inputs(options),
            .outputs = {{.name = "cd", .unit = ""},
                        {.name = "cl_required", .unit = "", .role = constraint},
                        {.name = "area_required", .unit = "", .role = constraint},
                        {.name = "thickness_required", .unit = "", .role = constraint},
                        {.name = "cl", .unit = "", .role = quantity},
                        {.name = "cm", .unit = "", .role = quantity},
                        {.name = "area", .unit = "", .role = quantity},
                        {.name = "thickness", .unit = "", .role = quantity},
                        {.name = "leading_edge_radius", .unit = "", .role = quantity}},
            .gradient_price = 2.5},
        std::move(design));
}

}  // namespace

extern "C" const PluginEntry* jennopt_plugin() {
    static const PluginEntry entry{.name = "airfoil", .options = options, .make = make};
    return &entry;
}
