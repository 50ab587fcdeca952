#pragma once

#include "data/table_problem.hpp"
#include "report/metric_table.hpp"
#include "report/statistics.hpp"
#include "report/sweep_curves.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace jennopt {

// What several findings share: comparisons (contest.cpp), samples (rows.cpp), levels of a sweep
// (sweep_targets.cpp).

/// One side of a comparison over replicates.
struct Contestant {
    std::string name;            ///< in sentences
    std::vector<double> scores;  ///< by replicate, smaller is better; infinite: no result that
                                 ///< counts; NaN: left out
    double median = 0.0;         ///< may be infinite
    std::string text = {};       ///< the median, with digits enough to differ from the others
};

/// Best median first; contestants without any score are left out.
/// @param sign  a score times this is what is printed: -1 where larger numbers are better
[[nodiscard]] std::vector<Contestant> ranked(std::vector<Contestant> all,
                                             NumberStyle style,
                                             double sign = 1.0);

/// True values of a contender's optima by replicate as scores, of a maximum their negatives;
/// infinite where the optimum is not feasible.
[[nodiscard]] std::vector<double> optimum_scores(const MetricTable& table,
                                                 const ArmResults& arm,
                                                 std::size_t number,
                                                 std::string_view contender);

/// "a (1.0) beats b (2.0) in 5 of 5", or that they are too close to call: without a sign test that
/// supports it, or where both medians print alike. Whom the leader beats comes first.
/// @param ranking  at least one, of which the first, the leader, has a finite median
/// @param numbers  whether the medians are given
[[nodiscard]] std::string ranking_clause(std::span<const Contestant> ranking, bool numbers = true);

/// "What (medians of 5 replicates): " before a ranking.
[[nodiscard]] std::string ranking_opening(const std::string& what, std::size_t n_replicates);

/// The table that an arm's problem is; null where it is none.
[[nodiscard]] const TableProblem* table_problem(const ArmResults& arm);

/// The best objective, feasible or not, of the rows of a table, of the training samples otherwise;
/// nothing where neither is known.
[[nodiscard]] std::optional<double> best_sampled(const ArmResults& arm,
                                                 const ReplicateRecord& replicate);

/// Values that lie far from the others.
struct FarValue {
    Index sample = 0;         ///< index into the values
    double deviations = 0.0;  ///< how many off the median
};

/// Those more than ten robust standard deviations (1.4826 times the median absolute deviation) off
/// the median and three times as far as every other value, farthest first. Values that only have a
/// long tail are none.
[[nodiscard]] std::vector<FarValue> far_values(const Vector& values);

/// How many times fewer samples each curve needs for the same level as the one compared with, where
/// the abscissa counts samples and lower values are better.
[[nodiscard]] std::vector<std::string> saving_sentences(const SweepFigure& figure,
                                                        const SweepData& data);

/// Where each curve of a panel first reaches the target, and how many times as much the one
/// compared with needs.
[[nodiscard]] std::vector<std::string> target_sentences(const SweepFigure& figure,
                                                        const SweepData& data);

/// The exponents of the curves of a panel, where the figure wants them.
[[nodiscard]] std::vector<std::string> slope_sentences(const SweepFigure& figure,
                                                       const SweepData& data);

}  // namespace jennopt
