#include "core/format.hpp"
#include "jennopt/core/error.hpp"
#include "jennopt/data/csv.hpp"
#include "report/figure_plan.hpp"
#include "report/gnuplot_text.hpp"

#include <algorithm>
#include <cctype>
#include <limits>

namespace jennopt {

namespace {

/// A design with its pictures.
struct Drawn {
    std::string name;
    LegendEntry legend;
    std::vector<Drawing> drawings;
};

std::string line_style(const ReportInput& input, const std::string& name) {
    return name == "truth" ? "linecolor '#333333' linewidth 2 dashtype 2"
                           : fmt::format("linecolor '{}' linewidth 1.4", color_of(input, name));
}

void append(std::vector<Drawn>& designs,
            const ArmView& view,
            const std::string& name,
            const std::string& text,
            const std::string& style,
            const Vector& x) {
    designs.push_back({name, {text, style, ""}, view.arm.truth->draw(x)});
}

/// The center of the bounds, then the optima found on the surrogates, then that on the truth.
std::vector<Drawn> drawn_designs(const ArmView& view) {
    const Bounds bounds = view.arm.problem.bounds();
    std::vector<Drawn> designs;
    append(designs,
           view,
           "center",
           "center of the bounds",
           "linecolor '#bbbbbb' linewidth 1.4",
           0.5 * (bounds.lower + bounds.upper));
    if (designs.front().drawings.empty()) {
        return {};
    }
    const auto append_optimum = [&](const std::string& name, const OptimumRecord& optimum) {
        if (!optimum.search.runs.empty() && optimum.failure.empty()) {
            append(designs, view, name, name, line_style(view.input, name), optimum.x);
        }
    };
    for (const SurrogateRecord& surrogate : view.replicate.surrogates) {
        append_optimum(surrogate.name, surrogate.optimum);
    }
    if (view.replicate.truth) {
        append_optimum("truth", *view.replicate.truth);
    }
    return designs;
}

/// Blocks of gnuplot, two blank lines between designs, one between the lines of a design.
std::string csv_of(const std::vector<Drawn>& designs, std::size_t which) {
    const Drawing& first = designs.front().drawings[which];
    std::string csv =
        fmt::format("design,{},{}\n", csv_cell(first.x_label), csv_cell(first.y_label));
    for (const Drawn& design : designs) {
        for (const DrawnLine& line : design.drawings[which].lines) {
            for (Index i = 0; i < line.x.size(); ++i) {
                csv +=
                    fmt::format("{},{:.6g},{:.6g}\n", csv_cell(design.name), line.x(i), line.y(i));
            }
            csv += '\n';
        }
        csv += '\n';
    }
    return csv;
}

struct Range {
    double lower = std::numeric_limits<double>::infinity();
    double upper = -std::numeric_limits<double>::infinity();

    void cover(const Vector& values) {
        lower = std::min(lower, values.minCoeff());
        upper = std::max(upper, values.maxCoeff());
    }

    /// By a margin, so that nothing touches the frame.
    void widen() { widen_to(upper > lower ? 1.08 * width() : 1.0); }

    void widen_to(double least) {
        const double margin = 0.5 * std::max(0.0, least - width());
        lower -= margin;
        upper += margin;
    }

    [[nodiscard]] double width() const { return upper - lower; }
};

/// Height over width of the frame, with as long a unit on both axes if they are equal: the shorter
/// range is widened where the picture would be too flat or too tall for its labels.
double fit_aspect(const Drawing& drawing, Range& x, Range& y) {
    constexpr double flattest = 0.15;
    constexpr double tallest = 1.0;
    if (!drawing.equal_axes) {
        return 0.48;
    }
    y.widen_to(flattest * x.width());
    x.widen_to(y.width() / tallest);
    return y.width() / x.width();
}

std::string script_of(const std::string& name,
                      const std::vector<Drawn>& designs,
                      std::size_t which) {
    const Drawing& first = designs.front().drawings[which];
    Range x;
    Range y;
    for (const Drawn& design : designs) {
        for (const DrawnLine& line : design.drawings[which].lines) {
            x.cover(line.x);
            y.cover(line.y);
        }
    }
    x.widen();
    y.widen();
    const PanelGrid grid(1, 1, fit_aspect(first, x, y), 34.0, 20.0);
    std::string script = script_head(name, grid.height()) + grid.place(0);
    script += fmt::format(
        "set xrange [{}:{}]\nset yrange [{}:{}]\nset xlabel {} noenhanced\nset ylabel {} "
        "noenhanced\n{}",
        x.lower,
        x.upper,
        y.lower,
        y.upper,
        gnuplot_string(first.x_label),
        gnuplot_string(first.y_label),
        first.equal_axes ? fmt::format("set ytics {}\n", tick_step(y.lower, y.upper)) : "");
    std::vector<LegendEntry> legend;
    for (std::size_t d = 0; d < designs.size(); ++d) {
        script += d == 0 ? std::string("plot ") : std::string(", \\\n     ");
        // The heading belongs to the first block of the file.
        script += fmt::format("'{}.csv' index {} {}using 2:3 with lines {}",
                              name,
                              d,
                              d == 0 ? "skip 1 " : "",
                              designs[d].legend.line);
        legend.push_back(designs[d].legend);
    }
    return script + "\n" + legend_script(legend, grid.height()) + "unset multiplot\n";
}

/// "Mach number" as part of a file name: "mach_number".
std::string file_name(const std::string& title) {
    std::string name = title;
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) {
        return std::isalnum(c) != 0 ? static_cast<char>(std::tolower(c)) : '_';
    });
    return name;
}

}  // namespace

std::vector<FigurePlan> plan_drawings(const ArmView& view) {
    if (view.arm.truth == nullptr) {
        return {};
    }
    const std::vector<Drawn> designs = drawn_designs(view);
    std::vector<FigurePlan> plans;
    for (std::size_t which = 0; !designs.empty() && which < designs.front().drawings.size();
         ++which) {
        const std::string& title = designs.front().drawings[which].title;
        FigurePlan plan;
        plan.figure.name = fmt::format("design_{}_{}{}", which + 1, file_name(title), view.suffix);
        plan.figure.title = fmt::format("{} of the designs found", title);
        plan.figure.caption = fmt::format(
            "As the true function draws them, replicate {}{}: the design at the center of the "
            "bounds and the optimum found on each model. A good surrogate's optimum lies on the "
            "one "
            "that the direct search found on the truth.",
            view.replicate.replicate,
            view.where);
        plan.data = {{plan.figure.name + ".csv", csv_of(designs, which)}};
        plan.script = script_of(plan.figure.name, designs, which);
        plans.push_back(std::move(plan));
    }
    return plans;
}

}  // namespace jennopt
