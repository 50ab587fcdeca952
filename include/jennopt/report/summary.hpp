#pragma once

#include "jennopt/core/types.hpp"
#include "jennopt/problem/problem.hpp"
#include "jennopt/study/config.hpp"
#include "jennopt/study/record.hpp"

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jennopt {

/// One arm with the replicates of it that are finished.
struct ReportArm {
    Arm arm;
    std::vector<ReplicateRecord> replicates;  ///< in order; fewer than planned in a study under way
    ProblemInfo problem;                      ///< as this arm's options make it
    const Problem* truth = nullptr;           ///< draws; sampled only if is_cheap; null: neither
};

/// One metric of one surrogate in one arm, a number per replicate. NaN: not there.
struct Metric {
    std::string arm;        ///< Arm::label
    std::string surrogate;  ///< its name; "truth": the direct search on the true function
    std::string name;
    std::vector<double> values;  ///< in the order of ReportArm::replicates
};

/// Everything a report is made from.
struct ReportInput {
    std::filesystem::path folder;         ///< of the study: `folder/<arm id>/r<replicate>/`
    std::string study;                    ///< name
    std::vector<ReportArm> arms;          ///< in the order of the study file
    Page page;                            ///< what the study file wants shown
    std::vector<Metric> peers;            ///< of surrogates that others trained on the same samples
    std::vector<Metric> partials_errors;  ///< of the training samples; surrogate "": of all of them
    std::string command;                  ///< command line that makes the study again
    std::string version;                  ///< of jennopt
    double seconds = 0.0;                 ///< of wall time that the study took; 0: unknown
    Index jobs = 0;                       ///< that it last ran with; 0: unknown
};

/// Whether there are more arms than a reader wants to see one by one: a report then shows what they
/// tell together.
[[nodiscard]] bool has_many_arms(const ReportInput& input);

/// The finite ones of a metric's values in five numbers.
struct SummaryRow {
    std::string arm;
    std::string surrogate;
    std::string metric;
    double median = 0.0;
    double q25 = 0.0;
    double q75 = 0.0;
    double min = 0.0;
    double max = 0.0;
    Index n = 0;  ///< how many were finite, >= 1
};

/// Quantile by linear interpolation between order statistics (type 7 of Hyndman and Fan, 1996; the
/// default of R and NumPy): position p (n - 1) in the sorted values, counted from 0.
///
/// @param values  finite, at least one
/// @param p       in [0, 1]
/// @throws Error if values is empty
[[nodiscard]] double quantile(std::span<const double> values, double p);

/// Names of the problems of the arms, each once, in the order in which they first appear.
[[nodiscard]] std::vector<std::string> problem_names(const ReportInput& input);

/// Names of the trained surrogates of an arm, in the order in which they first appear.
[[nodiscard]] std::vector<std::string> surrogate_names(const ReportArm& arm);

/// The same over all arms, then those of the peers.
[[nodiscard]] std::vector<std::string> surrogate_names(const ReportInput& input);

/// Every metric of every surrogate, of the peers and of the direct search, raw units; without those
/// that no replicate has. Order: arms, then surrogates, then metrics as a reader wants them.
[[nodiscard]] std::vector<Metric> collect_metrics(const ReportInput& input);

/// The same of one arm.
/// @param arm  one of input.arms
[[nodiscard]] std::vector<Metric> collect_metrics(const ReportInput& input, const ReportArm& arm);

/// The metric with these names, or null.
[[nodiscard]] const Metric* find_metric(std::span<const Metric> metrics,
                                        std::string_view arm,
                                        std::string_view surrogate,
                                        std::string_view name);

/// One row per metric; metrics without a finite value are left out.
[[nodiscard]] std::vector<SummaryRow> summarize(std::span<const Metric> metrics);

/// The rows of one arm, which follow each other in what summarize() makes.
[[nodiscard]] std::span<const SummaryRow> rows_of(std::span<const SummaryRow> rows,
                                                  std::string_view arm);

/// Names of all that have rows, each once, in their order.
[[nodiscard]] std::vector<std::string> surrogate_names(std::span<const SummaryRow> rows);

/// The row with these names, or null.
[[nodiscard]] const SummaryRow* find_row(std::span<const SummaryRow> rows,
                                         std::string_view arm,
                                         std::string_view surrogate,
                                         std::string_view metric);

/// Writes summary.csv (columns arm,surrogate,metric,median,q25,q75,min,max,n) and summary.json (the
/// same, with the study's name and problem; a list of problems, and that of each row, where the
/// arms have several) into the study's folder, every digit of each number.
/// @throws Error if a file cannot be written
void write_summary(const ReportInput& input, std::span<const SummaryRow> rows);

}  // namespace jennopt
