#pragma once

#include "jennopt/report/summary.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jennopt {

/// The replicates of one surrogate in one arm, as a figure over a sweep shows them.
struct SweepPoint {
    std::string arm;      // its label
    double at = 0.0;      // number of the axis
    double x = 0.0;       // the same, or the median of the abscissa's metric
    double median = 0.0;  // of the values that are there, at least one
    double q25 = 0.0;
    double q75 = 0.0;
    std::vector<double> values;  // by replicate, NaN: not there
};

struct SweepCurve {
    std::string surrogate;
    std::string others;              // what else its arms chose, "lambda = 0.1"; "" nothing
    std::vector<SweepPoint> points;  // by rising number of the axis
};

struct SweepPanel {
    std::string title;  // what its arms chose of the panels' axis, "" without such an axis
    std::vector<SweepCurve> curves;  // by surrogate, then as the arms are
};

/// The curves of a figure that is no map; a curve per surrogate and combination of the axes that
/// the figure does not name. R2 is turned into 1 - R2, at least 1e-16. Empty where no arm has the
/// axes or no surrogate the metric.
/// @throws Error if a value of the axis along is no number
[[nodiscard]] std::vector<SweepPanel> sweep_panels(const ReportInput& input,
                                                   const SweepFigure& figure);

struct SweepCell {
    std::size_t column = 0;  // place in SweepMap::columns
    std::size_t row = 0;
    double value = 0.0;           // median, or ratio of the medians to those of `against`
    std::vector<double> values;   // by replicate, NaN: not there
    std::vector<double> against;  // the same of the surrogate compared with, empty without one
};

struct SweepMap {
    std::string title;
    std::string surrogate;
    std::string others;
    std::vector<std::string> columns;  // values of the axis along
    std::vector<std::string> rows;     // of the axis y, from below
    std::vector<SweepCell> cells;      // those that have a value
};

/// The panels of a map: one per value of the panels' axis, surrogate and combination of the axes
/// that the figure does not name. Numbers rise along an axis, words come as the arms do.
[[nodiscard]] std::vector<SweepMap> sweep_maps(const ReportInput& input, const SweepFigure& figure);

/// The curve of another surrogate over the same arms, or null.
[[nodiscard]] const SweepCurve* rival(const SweepPanel& panel,
                                      const SweepCurve& curve,
                                      std::string_view surrogate);

/// The text as a number; nothing for words.
[[nodiscard]] std::optional<double> number_of(const std::string& text);

/// Whether the metric is shown as 1 - R2.
[[nodiscard]] bool is_r2(std::string_view metric);

/// 1 - R2, at least 1e-16, where the metric is an R2; else the value itself.
[[nodiscard]] double as_shown(std::string_view metric, double value);

}  // namespace jennopt
