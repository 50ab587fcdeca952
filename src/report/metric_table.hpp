#pragma once

#include "record/metric.hpp"
#include "report/statistics.hpp"
#include "report/study_folder.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jennopt {

/// One metric of one contender in one arm, a number per replicate.
struct MetricRow {
    std::size_t arm = 0;    ///< index into StudyResults::arms
    std::string contender;  ///< a surrogate, an optimizer, direct_search or best_sample
    std::string metric;     ///< name in the catalogue, "r2_value[drag]" for one output
    std::vector<double> values;  ///< in the order of ArmResults::replicates; NaN: not there
    Spread spread;               ///< of the finite ones, at least one
};

/// Every number of a study: arm, contender, metric, replicate -> value, raw units. Built once per
/// report; everything that a reader sees is made from it.
///
/// Rows without a finite value are left out. Order: arms; surrogates, optimizers, direct
/// search, best sample; metrics as in the catalogue.
class MetricTable {
public:
    explicit MetricTable(const StudyResults& study);

    [[nodiscard]] std::span<const MetricRow> rows() const { return rows_; }

    [[nodiscard]] std::span<const MetricRow> rows(std::size_t arm) const;

    /// Null if there is no such row.
    [[nodiscard]] const MetricRow* find(std::size_t arm,
                                        std::string_view contender,
                                        std::string_view metric) const;

    /// Values by replicate; empty if there is no such row.
    [[nodiscard]] std::span<const double> values(std::size_t arm,
                                                 std::string_view contender,
                                                 std::string_view metric) const;

    /// The same with another number, infinite or NaN, where the metric is of an optimum that is not
    /// feasible.
    [[nodiscard]] std::vector<double> feasible_values(std::size_t arm,
                                                      std::string_view contender,
                                                      std::string_view metric,
                                                      double infeasible) const;

    /// Median of the finite values; nothing if there is no such row.
    [[nodiscard]] std::optional<double> median(std::size_t arm,
                                               std::string_view contender,
                                               std::string_view metric) const;

    /// All that have a row in the arm, in the order of the table.
    [[nodiscard]] std::vector<std::string> contenders(std::size_t arm) const;

    /// The same over all arms, in the order in which they first appear.
    [[nodiscard]] std::vector<std::string> contenders() const;

private:
    void read_arm(const StudyResults& study, std::size_t arm);
    void read_contender(const ArmResults& results, std::size_t arm, const std::string& contender);
    void append_race(const StudyResults& study, std::size_t arm, const std::string& optimizer);
    void append(MetricRow row);

    std::vector<MetricRow> rows_;
    std::vector<double> tolerances_;   // of constraints, of each arm
    std::vector<std::size_t> starts_;  // of each arm in rows_, and the end
    std::vector<std::map<std::pair<std::string, std::string>, std::size_t, std::less<>>> places_;
};

/// Writes metrics.csv (one row per value: arm,surrogate,replicate,metric,value), summary.csv
/// (arm,surrogate,metric,median,q25,q75,min,max,n) and summary.json (the same, with the study's
/// name and problem; a list of problems, and that of each row, where the arms have several; inputs
/// and outputs of each arm; words, unit, direction, scale and style of each metric) into the
/// study's folder, every digit of each number.
/// @throws Error if a file cannot be written
void write_metrics(const StudyResults& study, const MetricTable& table);

}  // namespace jennopt
