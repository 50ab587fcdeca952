#pragma once

#include "jennopt/report/figures.hpp"
#include "jennopt/report/summary.hpp"
#include "report/gnuplot_text.hpp"
#include "report/replicate_files.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace jennopt {

/// A text file of a figure, next to its script.
struct FigureData {
    std::string file;
    std::string text;
};

/// A figure before gnuplot has seen it.
struct FigurePlan {
    Figure figure;
    std::vector<FigureData> data;
    std::string script;
};

/// One arm's first finished replicate with what the figures of an arm are made from.
struct ArmView {
    const ReportInput& input;
    const ReportArm& arm;
    const ReplicateRecord& replicate;
    const ReplicateFiles& files;
    std::string suffix;  ///< of figure names: "" in a study of one arm
    std::string where;   ///< of captions: the arm's label, "" in a study of one arm
};

/// Empty where the arm has nothing to plot.
[[nodiscard]] std::vector<FigurePlan> plan_scatter(const ArmView& view);
[[nodiscard]] std::vector<FigurePlan> plan_training(const ArmView& view);
[[nodiscard]] std::vector<FigurePlan> plan_contours(const ArmView& view);
[[nodiscard]] std::vector<FigurePlan> plan_profiles(const ArmView& view);
[[nodiscard]] std::vector<FigurePlan> plan_drawings(const ArmView& view);

/// Optima, and accuracy, of all arms over the replicates.
[[nodiscard]] std::vector<FigurePlan> plan_spread(const ReportInput& input);

/// Accuracy by number of training samples, where a sweep goes over them.
[[nodiscard]] std::vector<FigurePlan> plan_learning(const ReportInput& input);

/// A figure that the study file asks for: curves or a map over a sweep.
/// @throws Error naming the figure if there is nothing to draw, or an axis of curves has words
[[nodiscard]] FigurePlan plan_sweep(const ReportInput& input, const SweepFigure& figure);

/// The same where the figure is a map.
[[nodiscard]] FigurePlan plan_map(const ReportInput& input, const SweepFigure& figure);

/// Where the panels of such a figure stand.
/// @param n_panels  >= 1
/// @param left      room for the labels of the first column, if it takes more than usual
[[nodiscard]] PanelGrid sweep_grid(std::size_t n_panels, double foot, double left = 0.0);

}  // namespace jennopt
