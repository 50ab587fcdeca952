#include "core/format.hpp"
#include "core/text_file.hpp"
#include "jennopt/data/csv.hpp"
#include "report/gnuplot_text.hpp"
#include "report/model_values.hpp"

#include <cmath>
#include <span>

namespace jennopt {

namespace {

constexpr Index n_side = 81;  // grid points along each input

enum class PointKind { sample = 0, path = 1, found = 2, known = 3 };

Matrix grid_points(const Bounds& bounds) {
    Matrix X(2, n_side * n_side);
    for (Index row = 0; row < n_side; ++row) {
        for (Index column = 0; column < n_side; ++column) {
            const Vector u =
                (Vector(2) << static_cast<double>(column), static_cast<double>(row)).finished() /
                static_cast<double>(n_side - 1);
            X.col(row * n_side + column) = bounds.from_unit(u);
        }
    }
    return X;
}

/// A blank line after each row of the grid: gnuplot then knows that it is one.
std::string grid_csv(const ArmView& view, const Matrix& X, const std::vector<ModelValues>& models) {
    std::string csv = fmt::format("{},{}",
                                  csv_cell(view.arm.problem.inputs[0].name),
                                  csv_cell(view.arm.problem.inputs[1].name));
    const bool constrained = models.front().violation.size() > 0;
    for (const ModelValues& model : models) {
        csv += fmt::format(",{}", csv_cell(model.name));
        csv +=
            constrained ? fmt::format(",{}", csv_cell("largest constraint of " + model.name)) : "";
    }
    csv += '\n';
    for (Index t = 0; t < X.cols(); ++t) {
        csv += fmt::format("{:.6g},{:.6g}", X(0, t), X(1, t));
        for (const ModelValues& model : models) {
            csv += fmt::format(",{:.6g}", model.objective(t));
            csv += constrained ? fmt::format(",{:.6g}", model.violation(t)) : "";
        }
        csv += (t + 1) % n_side == 0 ? "\n\n" : "\n";
    }
    return csv;
}

void append_points(std::string& csv, std::size_t panel, PointKind kind, const Matrix& X) {
    for (Index t = 0; t < X.cols(); ++t) {
        csv += fmt::format("{},{},{},{}\n", panel, static_cast<int>(kind), X(0, t), X(1, t));
    }
    csv += '\n';
}

std::string points_csv(const ArmView& view, const std::vector<ModelValues>& models) {
    std::string csv = "panel,kind,x1,x2\n";
    for (std::size_t p = 0; p < models.size(); ++p) {
        if (models[p].name != "truth") {
            append_points(csv, p, PointKind::sample, view.files.training.X);
        }
        if (models[p].optimum != nullptr) {
            append_points(csv, p, PointKind::path, models[p].optimum->search.path);
            append_points(csv, p, PointKind::found, models[p].optimum->x);
        }
        if (view.arm.problem.known_optimum) {
            append_points(csv, p, PointKind::known, view.arm.problem.known_optimum->X);
        }
    }
    return csv;
}

std::string colors_script(const ValueScale& scale) {
    std::string script;
    if (scale.logarithmic) {
        script += fmt::format(
            "floor_value = {0}\nz(v) = log10(v > floor_value ? v : floor_value)\n"
            "set cbrange [{1}:{2}]\nset format cb '10^{{%.0f}}'\nset cbtics 1\n",
            scale.lower,
            std::log10(scale.lower),
            std::log10(scale.upper));
    } else {
        script += fmt::format("z(v) = v\nset cbrange [{}:{}]\n", scale.lower, scale.upper);
    }
    std::string levels;
    for (const double level : scale.levels) {
        levels += fmt::format(
            "{}{:.10g}", levels.empty() ? "" : ", ", scale.logarithmic ? std::log10(level) : level);
    }
    script += fmt::format("set cntrparam levels discrete {}\n", levels.empty() ? "0" : levels);
    return script +
           "set palette defined (0 '#ffffff', 1 '#e3eef7', 2 '#bcd7ea', 3 '#8fb8d8', 4 '#5f93bf', "
           "5 "
           "'#3a6c9e')\n";
}

/// Contour lines of one column of the grid, as a data block.
std::string lines_script(const std::string& block,
                         const std::string& file,
                         const std::string& column) {
    return fmt::format(
        "set table {}\nsplot '{}' skip 1 using 1:2:({})\nunset table\n", block, file, column);
}

std::string panel_script(const ArmView& view,
                         const std::string& name,
                         const ModelValues& model,
                         std::size_t p,
                         std::size_t column) {
    const std::string color = color_of(view.input, model.name);
    std::string script =
        fmt::format("set title {} noenhanced textcolor '{}'\n", gnuplot_string(model.name), color);
    const std::string image =
        fmt::format("'{}.csv' skip 1 using 1:2:(z(column({}))) with image", name, column);
    script += fmt::format("plot {}\n", image);
    script +=
        "set title ''; set xlabel ''; set ylabel ''; unset colorbox; set format x ''; set format y "
        "''\n"
        "set datafile separator whitespace\n";
    script += fmt::format("plot $lines_{} with lines linecolor '#55203850' linewidth 0.7", p);
    if (model.violation.size() > 0) {
        script += fmt::format(
            ", \\\n     $border_{} with lines linecolor '#B3202A' linewidth 2 dashtype 2", p);
    }
    const auto points = [&](PointKind kind) {
        return fmt::format(
            ", \\\n     $points using (column(1) == {} && column(2) == {} ? column(3) : NaN):4 ",
            p,
            static_cast<int>(kind));
    };
    script +=
        points(PointKind::sample) + "with points pointtype 7 pointsize 0.3 linecolor '#404040'";
    script += points(PointKind::path) + "with lines linewidth 3.6 linecolor '#ffffff'";
    script +=
        points(PointKind::path) +
        fmt::format("with linespoints linewidth 1.5 pointtype 7 pointsize 0.22 linecolor '{}'",
                    color);
    script += points(PointKind::known) +
              "with points pointtype 3 pointsize 1.3 linewidth 2 linecolor '#111111'";
    script +=
        points(PointKind::found) + "with points pointtype 7 pointsize 0.95 linecolor '#ffffff'";
    script += points(PointKind::found) +
              fmt::format("with points pointtype 7 pointsize 0.7 linecolor '{}'\n", color);
    return script + "set datafile separator ','\nset format x; set format y\n";
}

std::string colorbox_script(const ArmView& view, double height) {
    const ProblemInfo& problem = view.arm.problem;
    const Output& output = problem.outputs[static_cast<std::size_t>(problem.objective())];
    return fmt::format(
        "set colorbox user origin screen 0.925, screen {:.4f} size screen 0.016, screen {:.4f}\n"
        "set label 1 {} at screen 0.95, screen {:.4f} center noenhanced\n",
        110.0 / height,
        1.0 - 160.0 / height,
        gnuplot_string(with_unit(output.name, output.unit)),
        1.0 - 32.0 / height);
}

std::vector<LegendEntry> legend_of(bool constrained, bool known) {
    std::vector<LegendEntry> entries{
        {"training sample", "", "pointtype 7 pointsize 0.3 linecolor '#404040'"},
        {"optimum found, with the search's path",
         "linecolor '#666666' linewidth 1.5",
         "pointtype 7 pointsize 0.7 linecolor '#666666'"}};
    if (known) {
        entries.push_back(
            {"known optimum", "", "pointtype 3 pointsize 1.2 linewidth 2 linecolor '#111111'"});
    }
    if (constrained) {
        entries.push_back(
            {"edge of the feasible region", "linecolor '#B3202A' linewidth 2 dashtype 2", ""});
    }
    return entries;
}

}  // namespace

std::vector<FigurePlan> plan_contours(const ArmView& view) {
    if (view.arm.problem.n_x() != 2) {
        return {};
    }
    const Bounds bounds = view.arm.problem.bounds();
    const Matrix X = grid_points(bounds);
    const std::vector<ModelValues> models = model_values(view, X);
    if (models.empty()) {
        return {};
    }
    const bool has_truth = models.front().name == "truth";
    const Vector reference = has_truth ? models.front().objective : training_objective(view);
    const ValueScale scale =
        choose_scale({reference.data(), static_cast<std::size_t>(reference.size())});
    const bool constrained = models.front().violation.size() > 0;

    FigurePlan plan;
    plan.figure.name = "contours" + view.suffix;
    plan.figure.title = "The objective as each model sees it";
    plan.figure.caption = fmt::format(
        "Contours of the objective over both inputs, replicate {}{}: {}the same colours and levels "
        "in "
        "every panel. A good surrogate looks like the truth where it matters, around the optimum. "
        "The line is the path of the best of {} local searches on the model of the panel.",
        view.replicate.replicate,
        view.where,
        has_truth ? "the true function and the surrogates, " : "",
        view.replicate.surrogates.front().optimum.search.runs.size());
    plan.data = {{plan.figure.name + ".csv", grid_csv(view, X, models)},
                 {plan.figure.name + "_points.csv", points_csv(view, models)}};

    const auto n_panels = static_cast<Index>(models.size());
    const Index columns = n_panels == 4 ? 2 : 3;
    const PanelGrid grid(n_panels, columns, 1.0, 34.0, 100.0);
    const std::size_t stride = constrained ? 2 : 1;
    std::string script = script_head(plan.figure.name, grid.height()) + colors_script(scale);
    script += fmt::format(
        "set xrange [{}:{}]\nset yrange [{}:{}]\nset border 15\nunset grid\n"
        "set contour base\nunset surface\nset view map\n",
        bounds.lower(0),
        bounds.upper(0),
        bounds.lower(1),
        bounds.upper(1));
    for (std::size_t p = 0; p < models.size(); ++p) {
        script += lines_script(fmt::format("$lines_{}", p),
                               plan.figure.name + ".csv",
                               fmt::format("z(column({}))", 3 + p * stride));
    }
    script += "set cntrparam levels discrete 0\n";
    for (std::size_t p = 0; constrained && p < models.size(); ++p) {
        script += lines_script(fmt::format("$border_{}", p),
                               plan.figure.name + ".csv",
                               fmt::format("column({})", 4 + p * stride));
    }
    script += fmt::format(
        "set table $points\nplot '{}_points.csv' skip 1 using 1:2:3:4 with table\nunset table\n",
        plan.figure.name);
    const std::vector<Input>& inputs = view.arm.problem.inputs;
    for (std::size_t p = 0; p < models.size(); ++p) {
        script += grid.place(static_cast<Index>(p));
        script += fmt::format("set xlabel {} noenhanced\nset ylabel {} noenhanced\n",
                              gnuplot_string(with_unit(inputs[0].name, inputs[0].unit)),
                              gnuplot_string(static_cast<Index>(p) % columns == 0
                                                 ? with_unit(inputs[1].name, inputs[1].unit)
                                                 : ""));
        script += p == 0 ? colorbox_script(view, grid.height()) : "unset colorbox; unset label 1\n";
        script += panel_script(view, plan.figure.name, models[p], p, 3 + p * stride);
    }
    script += legend_script(legend_of(constrained, view.arm.problem.known_optimum.has_value()),
                            grid.height());
    plan.script = script + "unset multiplot\n";
    return {plan};
}

}  // namespace jennopt
