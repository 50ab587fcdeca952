#pragma once

#include "report/metric_table.hpp"
#include "report/sweep_figures.hpp"

#include <limits>
#include <string>
#include <vector>

namespace jennopt {

/// The replicates of one contender in one arm: a point of a curve, or a cell of a map.
struct SweepPoint {
    std::size_t arm = 0;         ///< index into StudyResults::arms
    double at = 0.0;             ///< number of the axis along
    double up = 0.0;             ///< of a map: number of the axis y
    double x = 0.0;              ///< as at, or the median of the abscissa's metric
    Spread spread;               ///< as shown; n is 0 in a map where every optimum is infeasible
    std::vector<double> values;  ///< by replicate, as shown; NaN: not there
    Index infeasible = 0;        ///< values left out because the optimum is infeasible
};

/// Its points are the cells where the figure is a map.
struct SweepCurve {
    std::string contender;
    std::string others;              ///< what else its arms chose, "lambda = 0.1"; "" nothing
    std::vector<SweepPoint> points;  ///< at least one, by rising number of the axis
};

struct SweepPanel {
    std::string title;  ///< what its arms chose of the panels' axis, "" without such an axis
    std::vector<SweepCurve> curves;  ///< by contender, then as the arms are
};

/// Which axes are logarithmic: what lies between two points is interpolated accordingly.
struct AxisScales {
    bool log_x = false;
    bool log_y = false;
};

/// A figure over a sweep, before anything draws it or finds something in it.
struct SweepData {
    std::vector<SweepPanel> panels;
    AxisScales scales;  ///< of the study file, else of the metrics
    double worst_level = std::numeric_limits<double>::infinity();  ///< of y that fits are compared
                                                                   ///< at; 1 - R2: 1, the mean
    bool over_samples = false;  ///< the abscissa is the number of training samples
    std::string infeasible;     ///< "Infeasible optima are left out: 3 of 40.", "" if there is none
    std::string fault;          ///< why there is no panel, "" otherwise
};

/// A curve per contender and combination of the axes that the figure does not name.
[[nodiscard]] SweepData sweep_data(const StudyResults& study,
                                   const MetricTable& table,
                                   const SweepFigure& figure);

/// A curve and, of the same arms, that of the contender which the figure compares with.
struct SweepPair {
    const SweepCurve* own = nullptr;
    const SweepCurve* other = nullptr;
    std::string name;  ///< of the own one, with its panel's title
};

/// Every curve of the panel that has another one to be compared with.
[[nodiscard]] std::vector<SweepPair> pairs_of(const SweepFigure& figure, const SweepPanel& panel);

/// The same over all panels.
[[nodiscard]] std::vector<SweepPair> pairs_of(const SweepFigure& figure, const SweepData& data);

/// "jenn", "jenn (lambda = 0.1)", "jenn (hills, lambda = 0.1)" with the panel's title.
[[nodiscard]] std::string curve_name(const SweepCurve& curve, const std::string& panel = "");

}  // namespace jennopt
