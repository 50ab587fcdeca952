#pragma once

#include "report/colors.hpp"
#include "report/document.hpp"
#include "report/metric_table.hpp"
#include "report/study_folder.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jennopt {

/// What every section is made from.
struct ReportView {
    const StudyResults& study;
    const MetricTable& table;
    ContenderColors colors;
};

/// A row of a table: a contender of an arm.
struct TableLine {
    std::size_t arm = 0;
    std::string contender;
};

/// One column for each of the metrics that any of the lines has. An optimum that is not feasible
/// counts as infinite in the column of true values, and is marked.
/// @param shows_arms  a column with their labels
[[nodiscard]] TableBlock metric_table(const ReportView& view,
                                      std::span<const TableLine> lines,
                                      std::span<const std::string_view> metrics,
                                      bool shows_arms = false);

/// Accuracy, optimum and cost of every contender of an arm.
[[nodiscard]] TableBlock key_table(const ReportView& view, std::size_t arm);

/// The same of all arms in one table.
[[nodiscard]] TableBlock key_table(const ReportView& view);

/// How to read such a table: what its columns mean.
[[nodiscard]] std::string key_table_note(const ReportView& view, const TableBlock& table);

/// "" of a study with one arm, else what the arm is called above its part of a section.
[[nodiscard]] std::string arm_title(const StudyResults& study, std::size_t arm);

/// Every row of summary.csv.
[[nodiscard]] std::vector<Block> metrics_section(const ReportView& view);

}  // namespace jennopt
