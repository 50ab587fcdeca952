#pragma once

#include "jennopt/core/names.hpp"
#include "jennopt/problem/problem.hpp"
#include "record/record.hpp"

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jennopt {

/// Contenders that are no surrogate: what a metric is read of.
inline constexpr std::string_view direct_search = "truth";
inline constexpr std::string_view best_sample = "best_sample";

enum class Better { lower, higher, neither };

template <>
inline constexpr auto enum_names<Better> = std::to_array<Named<Better>>(
    {{Better::lower, "lower"}, {Better::higher, "higher"}, {Better::neither, "neither"}});

/// How a metric is drawn and interpolated.
enum class Scale {
    linear,
    logarithmic,
    one_minus  ///< 1 - value, logarithmic: for R2
};

template <>
inline constexpr auto enum_names<Scale> =
    std::to_array<Named<Scale>>({{Scale::linear, "linear"},
                                 {Scale::logarithmic, "logarithmic"},
                                 {Scale::one_minus, "one_minus"}});

/// How a number of the metric is written.
enum class NumberStyle {
    general,  ///< three significant digits, more where values would look alike
    count,    ///< whole
    r2        ///< "0.9932", and by its gap to 1 below 1e-4: "1 - 2.0e-06"
};

template <>
inline constexpr auto enum_names<NumberStyle> = std::to_array<Named<NumberStyle>>(
    {{NumberStyle::general, "general"}, {NumberStyle::count, "count"}, {NumberStyle::r2, "r2"}});

/// Where a metric is read: one contender of one replicate.
struct MetricSource {
    const ProblemInfo& problem;
    const ReplicateRecord& replicate;
    std::string_view contender;
};

/// One metric of the catalogue.
struct Metric {
    std::string_view name;   ///< in metrics.csv, summary.csv and study files
    std::string_view words;  ///< in headings, axes and sentences, without the unit
    std::string_view unit;   ///< "" where dimensionless or in the problem's own units
    Better better;
    Scale scale;
    NumberStyle style;
    /// NaN where the contender does not have it. Null: not read from a record but computed by the
    /// report from the samples.
    double (*read)(const MetricSource& source, Index output);
    bool per_output = false;  ///< also as name[output], where the problem has several outputs
};

/// Names of metrics that code refers to.
namespace metrics {
inline constexpr std::string_view r2_value = "r2_value";
inline constexpr std::string_view r2_partials = "r2_partials";
inline constexpr std::string_view rmse_value = "rmse_value";
inline constexpr std::string_view rmse_partials = "rmse_partials";
inline constexpr std::string_view train_seconds = "train_seconds";
inline constexpr std::string_view search_seconds = "search_seconds";
inline constexpr std::string_view train_iterations = "train_iterations";
inline constexpr std::string_view lambda = "lambda";
inline constexpr std::string_view gamma = "gamma";
inline constexpr std::string_view final_loss = "final_loss";
inline constexpr std::string_view loss_best_start = "loss_best_start";
inline constexpr std::string_view loss_worst_start = "loss_worst_start";
inline constexpr std::string_view spread_coverage_value = "spread_coverage_value";
inline constexpr std::string_view spread_coverage_partials = "spread_coverage_partials";
inline constexpr std::string_view spread_rank_value = "spread_rank_value";
inline constexpr std::string_view spread_rank_partials = "spread_rank_partials";
inline constexpr std::string_view optimum_predicted = "optimum_predicted";
inline constexpr std::string_view optimum_true_value = "optimum_true_value";
inline constexpr std::string_view optimum_distance = "optimum_distance";
inline constexpr std::string_view optimum_distance_widths = "optimum_distance_widths";
inline constexpr std::string_view optimum_gradient_norm = "optimum_gradient_norm";
inline constexpr std::string_view optimum_violation = "optimum_violation";
inline constexpr std::string_view first_start_distance = "first_start_distance";
inline constexpr std::string_view true_evaluations = "true_evaluations";
inline constexpr std::string_view all_starts_evaluations = "all_starts_evaluations";
inline constexpr std::string_view evaluations_in_all = "evaluations_in_all";
inline constexpr std::string_view evaluations_to_target = "evaluations_to_target";
inline constexpr std::string_view optimizer_rounds = "optimizer_rounds";
inline constexpr std::string_view proposal_seconds = "proposal_seconds";
inline constexpr std::string_view true_cost = "true_cost";
inline constexpr std::string_view polish_kept = "polish_kept";
inline constexpr std::string_view near_error_before = "near_error_before";
inline constexpr std::string_view near_error_after = "near_error_after";
inline constexpr std::string_view global_error_before = "global_error_before";
inline constexpr std::string_view global_error_after = "global_error_after";
inline constexpr std::string_view partials_error = "partials_error";
inline constexpr std::string_view partials_error_pooled = "partials_error_pooled";
}  // namespace metrics

/// Every metric, in the order of summary.csv.
[[nodiscard]] std::span<const Metric> metric_catalogue();

/// The metric with this name, "r2_value" or "r2_value[drag]"; null if there is none.
[[nodiscard]] const Metric* find_metric(std::string_view name);

/// A metric in headings, axes and sentences: "R2 of values", "R2 of values (drag)", with its unit
/// "training time, s"; the name itself where the catalogue has no such metric.
[[nodiscard]] std::string metric_words(std::string_view name);

/// The same as a figure or a level shows it: "1 - R2 of values" where the scale is one_minus.
[[nodiscard]] std::string shown_words(std::string_view name);

/// A value as a figure shows it: 1 - value, at least 1e-16, where the scale is one_minus.
[[nodiscard]] double shown_value(std::string_view name, double value);

/// Names of the surrogates of a replicate that were trained, in its order, its optimizers, then the
/// direct search and the best sample where there are any.
[[nodiscard]] std::vector<std::string> contenders_of(const ReplicateRecord& replicate);

/// The record of a surrogate, or null.
[[nodiscard]] const SurrogateRecord* find_surrogate(const ReplicateRecord& replicate,
                                                    std::string_view name);

/// The record of an optimizer, or null.
[[nodiscard]] const OptimizerRecord* find_optimizer(const ReplicateRecord& replicate,
                                                    std::string_view name);

}  // namespace jennopt
