#pragma once

#include "report/metric_table.hpp"

#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace jennopt {

/// The figures over the sweep: that of the error by the number of training samples, where
/// sampling.count is swept over at least two values and the study file has no such figure, then
/// those of the study file. In sweep_figures.cpp, as are the words below.
[[nodiscard]] std::vector<SweepFigure> sweep_figures(const StudyResults& study);

/// What an arm chose of an axis; "" where it has no such axis.
[[nodiscard]] std::string_view chosen_of(const Arm& arm, std::string_view axis);

/// The metric that a figure shows: y, or the colour of a map.
[[nodiscard]] const std::string& shown_metric(const SweepFigure& figure);

/// The abscissa of a figure in words.
[[nodiscard]] std::string abscissa_words(const SweepFigure& figure);

/// A number of an abscissa: "10,000", "0.05".
[[nodiscard]] std::string place_text(double x);

/// Words for the lower and the higher of two values of a metric, as shown.
struct SideWords {
    std::string lower;  ///< "better", "worse", or "lower" where the metric has no direction
    std::string higher;
};

/// @param maximizes  whether objectives are maximized
[[nodiscard]] SideWords side_words(std::string_view metric, bool maximizes = false);

/// The replicates of one contender in one arm: a point of a curve, or a cell of a map.
struct SweepPoint {
    std::size_t arm = 0;  ///< index into StudyResults::arms
    double at = 0.0;      ///< number of the axis along
    double up = 0.0;      ///< of a map: number of the axis y
    double x = 0.0;       ///< as at, or the median of the abscissa's metric
    Spread spread = {};   ///< as shown; n is 0 in a map where every optimum is infeasible
    std::vector<double> values = {};  ///< by replicate, as shown; NaN: not there
    Index infeasible = 0;             ///< values left out because the optimum is infeasible
};

/// Its points are the cells where the figure is a map.
struct SweepCurve {
    std::string contender;
    std::string others;              ///< what else its arms chose, "lambda = 0.1"; "" nothing
    std::vector<SweepPoint> points;  ///< at least one, by rising number of the axis
    std::size_t panel = 0;           ///< index into SweepData::panels
};

/// Which axes are logarithmic: what lies between two points is interpolated accordingly.
struct AxisScales {
    bool log_x = false;
    bool log_y = false;
};

/// A figure over a sweep, before anything draws it or finds something in it.
struct SweepData {
    std::vector<std::string> panels;  ///< what their arms chose of the panels' axis, "" without one
    std::vector<SweepCurve> curves;   ///< by panel, then by contender, then as the arms are
    AxisScales scales;                ///< of the study file, else of the metrics
    double worst_level = std::numeric_limits<double>::infinity();  ///< of y that fits are compared
                                                                   ///< at; 1 - R2: 1, the mean
    bool over_samples = false;  ///< the abscissa is the number of training samples
    std::string infeasible;     ///< "Infeasible optima are left out: 3 of 40.", "" if there is none
    std::string judged;         ///< what R2 is measured on, "test samples"
    std::string fault;          ///< why there is no panel, "" otherwise
};

/// A curve per contender and combination of the axes that the figure does not name.
[[nodiscard]] SweepData sweep_data(const StudyResults& study,
                                   const MetricTable& table,
                                   const SweepFigure& figure);

/// "jenn", "jenn (lambda = 0.1)", "jenn (hills, lambda = 0.1)" with the panel's title.
[[nodiscard]] std::string curve_name(const SweepCurve& curve, const std::string& panel = "");

}  // namespace jennopt
