#pragma once

#include "report/colors.hpp"
#include "report/figures/sweep.hpp"
#include "report/metric_table.hpp"
#include "report/plot.hpp"
#include "report/replicate_files.hpp"
#include "report/study_folder.hpp"

#include <array>
#include <string>
#include <vector>

namespace jennopt {

/// One figure of a report: figures/<name>.csv (its data), <name>.gp (its script) and, if gnuplot
/// could draw it, <name>.svg.
struct Figure {
    std::string name;  ///< file name without ending
    std::string title;
    std::string caption;  ///< what is shown and how to read it
    bool drawn = false;
};

struct Figures {
    std::vector<Figure> figures;     ///< in the order of reading
    std::vector<std::string> notes;  ///< what was left out, and why
};

/// Writes data and script of every figure of the lists below into `folder/figures`, draws them
/// with gnuplot 5.4 or later, and lists them in figures.json (name, title, caption).
///
/// The same records give the same bytes. Where gnuplot or a replicate's file is missing a note
/// states so and the rest is made.
/// @throws Error if a file cannot be written
[[nodiscard]] Figures write_figures(const StudyResults& study, const MetricTable& table);

/// One arm with its first finished replicate, and what the figures of an arm are made from.
struct ArmView {
    const ArmResults& arm;
    const ReplicateRecord& replicate;
    const ReplicateFiles& files;
    const ContenderColors& colors;
    std::string suffix;  ///< of figure names: "" in a study of one arm
    std::string where;   ///< of captions: " (label)" of the arm, "" in a study of one arm
};

// None of the following where there is nothing to draw. In spreads.cpp, designs.cpp, contours.cpp,
// profiles.cpp, scatter.cpp and training.cpp:

/// Optima of all contenders over the replicates, the distance to the known optimum or the true
/// value; then the accuracy over the arms, where there are several.
[[nodiscard]] std::vector<Plot> plot_spreads(const StudyResults& study,
                                             const MetricTable& table,
                                             const ContenderColors& colors,
                                             std::vector<std::string>& notes);

/// Best feasible value so far against evaluations, of optimizers and of the direct search beside
/// them; a panel per arm. In convergence.cpp.
[[nodiscard]] std::vector<Plot> plot_convergence(const StudyResults& study,
                                                 const MetricTable& table,
                                                 const ContenderColors& colors,
                                                 std::vector<std::string>& notes);

/// One of its panels, without a title.
[[nodiscard]] Panel convergence_panel(const ArmResults& arm, const ContenderColors& colors);

/// Of a race: the share of runs that found the optimum within so many evaluations. In race.cpp.
[[nodiscard]] std::vector<Plot> plot_race(const StudyResults& study,
                                          const MetricTable& table,
                                          const ContenderColors& colors,
                                          std::vector<std::string>& notes);

/// The designs found, as the problem draws them.
[[nodiscard]] std::vector<Plot> plot_designs(const ArmView& view);

/// The objective over two inputs.
[[nodiscard]] std::vector<Plot> plot_contours(const ArmView& view);

/// The objective along each of other than two inputs.
[[nodiscard]] std::vector<Plot> plot_profiles(const ArmView& view);

/// Actual by predicted, values and partials.
[[nodiscard]] std::vector<Plot> plot_scatter(const ArmView& view);

/// Loss by iteration.
[[nodiscard]] std::vector<Plot> plot_training(const ArmView& view);

/// All figures over the arms, in the order of reading.
inline constexpr std::array study_figures{
    &plot_race, &plot_convergence, &plot_sweeps, &plot_spreads};

/// All figures of one arm, after those.
inline constexpr std::array arm_figures{
    &plot_designs, &plot_contours, &plot_profiles, &plot_scatter, &plot_training};

// What several of them use, in model_values.cpp:

/// What of a model a picture of the design space shows.
struct ModelValues {
    std::string name;  ///< of the surrogate, or direct_search for the true function
    Vector objective;  ///< at each column of X
    Vector violation;  ///< largest constraint there, may be negative; empty without constraints
    const OptimumRecord* optimum = nullptr;  ///< null if there was no search
};

/// The true function first (only if evaluating it is cheap), then the surrogates.
/// @param X  (n_x, m), raw units
[[nodiscard]] std::vector<ModelValues> model_values(const ArmView& view, const Matrix& X);

/// "true function", or the surrogate's name.
[[nodiscard]] std::string model_words(const ModelValues& model);

/// Whether the problem has an objective: without one there is nothing to picture.
[[nodiscard]] bool has_objective(const ProblemInfo& problem);

/// The objective with its unit.
[[nodiscard]] std::string objective_label(const ProblemInfo& problem);

/// The objective at the training samples.
[[nodiscard]] Vector training_objective(const ArmView& view);

/// "x1", or "chord [m]" where there is a unit.
[[nodiscard]] std::string with_unit(const std::string& name, const std::string& unit);

[[nodiscard]] std::vector<double> list_of(const ConstVectorRef& values);

}  // namespace jennopt
