#pragma once

#include "report/colors.hpp"
#include "report/document.hpp"
#include "report/figures/figures.hpp"
#include "report/metric_table.hpp"
#include "report/study_folder.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jennopt {

/// Everything that a report contains, in its order: what was studied, the recommended design, the
/// findings, the key tables and warnings of each arm; then, on pages only, the figures, the
/// problem, what was done, polishing, training, all metrics, and how to make the study again.
/// @throws Error if a figure's file cannot be read
[[nodiscard]] ReportDocument report_document(const StudyResults& study,
                                             const MetricTable& table,
                                             const Figures& figures);

// The sections, each in the file that is named above it.

/// What every section is made from.
struct ReportView {
    const StudyResults& study;
    const MetricTable& table;
    ContenderColors colors;
};

/// Appends what the arm is called above its part of a section; nothing in a study with one arm.
void append_arm_title(std::vector<Block>& blocks, const StudyResults& study, std::size_t arm);

// In sections_tables.cpp.

/// The cells of a column, one per spread: median with quartiles, in the style of the metric, with
/// digits enough that no two different medians read alike; "-" where there is nothing.
[[nodiscard]] std::vector<TableCell> number_cells(std::span<const std::optional<Spread>> spreads,
                                                  NumberStyle style);

/// A row of a table: a contender of an arm.
struct TableLine {
    std::size_t arm = 0;
    std::string contender;
};

[[nodiscard]] std::vector<TableLine> table_lines(std::size_t arm,
                                                 const std::vector<std::string>& contenders);

/// One column for each of the metrics that any of the lines has. An optimum that is not feasible
/// counts as infinite in the column of true values, and is marked.
/// @param shows_arms  a column with their labels
[[nodiscard]] TableBlock metric_table(const ReportView& view,
                                      std::span<const TableLine> lines,
                                      std::span<const std::string_view> metrics,
                                      bool shows_arms = false);

/// Optimum, cost and accuracy of every contender of so many arms.
[[nodiscard]] TableBlock key_table(const ReportView& view,
                                   std::size_t first,
                                   std::size_t n_arms = 1);

/// How to read such a table: what its columns mean.
[[nodiscard]] std::string key_table_note(const ReportView& view, const TableBlock& table);

/// Every row of summary.csv.
[[nodiscard]] std::vector<Block> metrics_section(const ReportView& view);

// In sections_method.cpp.

/// Samples, searches, and a card for each surrogate and optimizer; of the first arm.
[[nodiscard]] std::vector<Block> method_section(const ReportView& view);

/// The command and the configurations that make the study again.
[[nodiscard]] std::vector<Block> reproduction_section(const ReportView& view);

// In sections_problem.cpp.

/// The different problems of a study: formula, inputs, outputs, known optimum.
[[nodiscard]] std::vector<Block> problem_section(const ReportView& view);

/// A number that somebody chose: its own digits, not a measure's.
[[nodiscard]] std::string setting_text(double value);

// In sections_race.cpp.

/// Evaluations that each optimizer needs to the optimum of each problem, with how to read it;
/// nothing where no arm is a race.
[[nodiscard]] std::vector<Block> race_table(const ReportView& view);

/// Who needs fewer evaluations than whom on how many problems, rounds where evaluations were
/// proposed together, and CPU time per proposal.
[[nodiscard]] std::vector<Block> race_section(const ReportView& view);

// In sections_training.cpp.

/// Of every replicate in which the surrogate was trained.
[[nodiscard]] std::vector<const SurrogateRecord*> records_of(const ArmResults& arm,
                                                             const std::string& surrogate);

/// How lambda or gamma of a surrogate was found where the study file leaves it to the program: "by
/// cross-validation", or why it was not.
[[nodiscard]] std::string choice_text(const ArmResults& arm, const std::string& surrogate);

/// What polishing did; empty where there is none.
[[nodiscard]] std::vector<Block> polishing_section(const ReportView& view);

/// Iterations, losses, lambda and gamma with how they were chosen, times.
[[nodiscard]] std::vector<Block> training_section(const ReportView& view);

}  // namespace jennopt
