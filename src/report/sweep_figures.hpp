#pragma once

#include "report/study_folder.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace jennopt {

/// The figures over the sweep: that of the error by the number of training samples, where
/// sampling.count is swept over at least two values and the study file has no such figure, then
/// those of the study file.
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

[[nodiscard]] SideWords side_words(std::string_view metric);

}  // namespace jennopt
