#include "record/metric.hpp"

#include "core/format.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

namespace jennopt {

namespace {

constexpr double not_there = std::numeric_limits<double>::quiet_NaN();
constexpr double least_shown = 1e-16;  // zero has no logarithm

/// Reads a number of a surrogate's record.
template <auto Read>
double of_surrogate(const MetricSource& source, Index) {
    const SurrogateRecord* record = find_surrogate(source.replicate, source.contender);
    return record == nullptr ? not_there : static_cast<double>(Read(*record));
}

double r2_of_values(const MetricSource& source, Index output) {
    const SurrogateRecord* record = find_surrogate(source.replicate, source.contender);
    if (record == nullptr) {
        return not_there;
    }
    const Accuracy& accuracy = record->accuracy;
    return output < 0                           ? accuracy.r2_value
           : output < accuracy.r2_values.size() ? accuracy.r2_values(output)
                                                : not_there;
}

/// The losses of several initializations, ascending; none where there was no choice.
std::vector<double> restart_losses(const SurrogateRecord& record) {
    std::vector<double> losses;
    for (const Restart& restart : record.restarts) {
        if (restart.failure.empty()) {
            losses.push_back(restart.loss.total());
        }
    }
    std::sort(losses.begin(), losses.end());
    return record.restarts.size() > 1 ? losses : std::vector<double>{};
}

double best_start(const SurrogateRecord& record) {
    const std::vector<double> losses = restart_losses(record);
    return losses.empty() ? not_there : losses.front();
}

double worst_start(const SurrogateRecord& record) {
    const std::vector<double> losses = restart_losses(record);
    return losses.empty() ? not_there : losses.back();
}

template <auto Part, auto Field>
double calibrated(const SurrogateRecord& record) {
    return record.calibration ? (*record.calibration).*Part.*Field : not_there;
}

template <auto Field>
double polished(const SurrogateRecord& record) {
    return record.polishing ? static_cast<double>((*record.polishing).*Field) : not_there;
}

/// The search of a surrogate or of the truth; null where nothing was searched.
const OptimumRecord* searched(const MetricSource& source) {
    const OptimumRecord* optimum = nullptr;
    if (source.contender == direct_search) {
        optimum = source.replicate.truth ? &*source.replicate.truth : nullptr;
    } else if (const auto* record = find_surrogate(source.replicate, source.contender)) {
        optimum = &record->optimum;
    }
    return optimum == nullptr || optimum->search.runs.empty() ? nullptr : optimum;
}

/// The point that a contender puts forward, and the verdict of the truth.
struct Claim {
    const Vector& x;
    const Verdict& verdict;
};

std::optional<Claim> claim_of(const MetricSource& source) {
    if (source.contender == best_sample) {
        const auto& sample = source.replicate.best_sample;
        return sample ? std::optional(Claim{sample->x, sample->verdict}) : std::nullopt;
    }
    const OptimumRecord* optimum = searched(source);
    return optimum == nullptr ? std::nullopt : std::optional(Claim{optimum->x, optimum->verdict});
}

template <auto Field>
double of_verdict(const MetricSource& source, Index) {
    const auto claim = claim_of(source);
    return claim ? claim->verdict.*Field : not_there;
}

double predicted_optimum(const MetricSource& source, Index) {
    const OptimumRecord* optimum = searched(source);
    return optimum == nullptr || source.contender == direct_search ? not_there : optimum->predicted;
}

double violation(const MetricSource& source, Index) {
    const auto claim = claim_of(source);
    return claim && !source.problem.constraints().empty() ? claim->verdict.violation : not_there;
}

/// Means something only where all inputs share one unit.
double distance(const MetricSource& source, Index) {
    const auto claim = claim_of(source);
    return claim && source.problem.has_uniform_inputs() ? claim->verdict.distance : not_there;
}

/// Distances of inputs that do not share a unit, in widths of their bounds.
double distance_in_widths(const MetricSource& source, Index) {
    const auto claim = claim_of(source);
    if (!claim || !source.problem.known_optimum || source.problem.has_uniform_inputs() ||
        std::isnan(claim->verdict.distance)) {
        return not_there;
    }
    const Bounds bounds = source.problem.bounds();
    const Vector width = bounds.upper - bounds.lower;
    return ((source.problem.known_optimum->X.colwise() - claim->x).array().colwise() /
            width.array())
        .matrix()
        .colwise()
        .norm()
        .minCoeff();
}

/// Of the optimum that the first start alone leads to, in the problem's units.
double first_start_distance(const MetricSource& source, Index) {
    const ProblemInfo& problem = source.problem;
    const OptimumRecord* optimum = searched(source);
    if (optimum == nullptr || source.contender == direct_search || !problem.known_optimum ||
        !problem.has_uniform_inputs() ||
        optimum->search.runs.front().x.size() != problem.known_optimum->X.rows()) {
        return not_there;
    }
    return (problem.known_optimum->X.colwise() - optimum->search.runs.front().x)
        .colwise()
        .norm()
        .minCoeff();
}

double all_starts(const MetricSource& source, Index) {
    return source.contender == direct_search && searched(source) != nullptr
               ? static_cast<double>(source.replicate.truth_evaluations)
               : not_there;
}

/// What the contender's point cost. The direct search is counted for the run that found it.
double evaluations(const MetricSource& source, Index) {
    const ReplicateRecord& replicate = source.replicate;
    if (source.contender == best_sample) {
        return replicate.best_sample ? static_cast<double>(replicate.samples + replicate.failed)
                                     : not_there;
    }
    if (const OptimumRecord* optimum = searched(source);
        source.contender == direct_search && optimum != nullptr) {
        const auto best = static_cast<std::size_t>(optimum->search.best);
        return static_cast<double>(optimum->search.runs.at(best).evaluations);
    }
    const SurrogateRecord* record = find_surrogate(replicate, source.contender);
    return record == nullptr ? not_there : static_cast<double>(record->true_evaluations);
}

double cost(const MetricSource& source, Index output) {
    const SurrogateRecord* record = find_surrogate(source.replicate, source.contender);
    if (record != nullptr) {
        return record->true_cost;
    }
    const double price = source.contender == direct_search ? source.problem.gradient_price : 0.0;
    return evaluations(source, output) * (1.0 + price);
}

using enum Scale;
using enum NumberStyle;

constexpr Better low = Better::lower;
constexpr Better none = Better::neither;

constexpr std::array catalogue{
    Metric{
        metrics::r2_value, "R2 of values", "", Better::higher, one_minus, r2, r2_of_values, true},
    Metric{metrics::r2_partials,
           "R2 of partials",
           "",
           Better::higher,
           one_minus,
           r2,
           of_surrogate<[](const auto& r) { return r.accuracy.r2_partials; }>},
    Metric{metrics::rmse_value,
           "RMSE of values",
           "",
           low,
           logarithmic,
           general,
           of_surrogate<[](const auto& r) { return r.accuracy.rmse_value; }>},
    Metric{metrics::rmse_partials,
           "RMSE of partials",
           "",
           low,
           logarithmic,
           general,
           of_surrogate<[](const auto& r) { return r.accuracy.rmse_partials; }>},
    Metric{metrics::train_seconds,
           "training time",
           "s",
           low,
           logarithmic,
           general,
           of_surrogate<[](const auto& r) { return r.train_seconds; }>},
    Metric{metrics::search_seconds,
           "search time",
           "s",
           low,
           logarithmic,
           general,
           of_surrogate<[](const auto& r) { return r.search_seconds; }>},
    Metric{metrics::train_iterations,
           "iterations of the training",
           "",
           low,
           logarithmic,
           count,
           of_surrogate<[](const auto& r) { return r.iterations; }>},
    Metric{metrics::lambda,
           "lambda",
           "",
           none,
           logarithmic,
           general,
           of_surrogate<[](const auto& r) { return r.selection.lambda; }>},
    Metric{metrics::gamma, "gamma", "", none, linear, general, of_surrogate<[](const auto& r) {
               return r.selection.gamma;
           }>},
    Metric{metrics::final_loss,
           "final loss",
           "",
           low,
           logarithmic,
           general,
           of_surrogate<[](const auto& r) { return r.loss.total(); }>},
    Metric{metrics::loss_best_start,
           "loss of the best start",
           "",
           low,
           logarithmic,
           general,
           of_surrogate<best_start>},
    Metric{metrics::loss_worst_start,
           "loss of the worst start",
           "",
           low,
           logarithmic,
           general,
           of_surrogate<worst_start>},
    Metric{metrics::spread_coverage_value,
           "values within 2 spreads",
           "",
           none,
           linear,
           general,
           of_surrogate<calibrated<&SpreadCalibration::values, &Calibration::coverage>>},
    Metric{metrics::spread_coverage_partials,
           "partials within 2 spreads",
           "",
           none,
           linear,
           general,
           of_surrogate<calibrated<&SpreadCalibration::partials, &Calibration::coverage>>},
    Metric{metrics::spread_rank_value,
           "rank correlation of spread and error of values",
           "",
           none,
           linear,
           general,
           of_surrogate<calibrated<&SpreadCalibration::values, &Calibration::rank_correlation>>},
    Metric{"spread_rank_partials",
           "rank correlation of spread and error of partials",
           "",
           none,
           linear,
           general,
           of_surrogate<calibrated<&SpreadCalibration::partials, &Calibration::rank_correlation>>},
    Metric{metrics::optimum_predicted,
           "predicted optimum",
           "",
           none,
           linear,
           general,
           predicted_optimum},
    Metric{metrics::optimum_true_value,
           "true value at the optimum",
           "",
           low,
           linear,
           general,
           of_verdict<&Verdict::true_value>},
    Metric{metrics::optimum_distance,
           "distance to the known optimum",
           "",
           low,
           logarithmic,
           general,
           distance},
    Metric{metrics::optimum_distance_widths,
           "distance to the known optimum, in widths of the bounds",
           "",
           low,
           logarithmic,
           general,
           distance_in_widths},
    Metric{metrics::optimum_gradient_norm,
           "gradient norm at the optimum",
           "",
           low,
           logarithmic,
           general,
           of_verdict<&Verdict::gradient_norm>},
    Metric{metrics::optimum_violation,
           "violation at the optimum",
           "",
           low,
           linear,
           general,
           violation},
    Metric{"first_start_distance",
           "distance of the first start's optimum to the known one",
           "",
           low,
           logarithmic,
           general,
           first_start_distance},
    Metric{metrics::true_evaluations, "true evaluations", "", low, logarithmic, count, evaluations},
    Metric{metrics::all_starts_evaluations,
           "true evaluations of all starts",
           "",
           low,
           logarithmic,
           count,
           all_starts},
    Metric{metrics::true_cost, "true cost, in values", "", low, logarithmic, general, cost},
    Metric{metrics::polish_kept,
           "share of polishing kept",
           "",
           none,
           linear,
           general,
           of_surrogate<polished<&PolishingOutcome::kept>>},
    Metric{metrics::near_error_before,
           "error near the candidate before polishing",
           "",
           low,
           logarithmic,
           general,
           of_surrogate<polished<&PolishingOutcome::near_before>>},
    Metric{metrics::near_error_after,
           "error near the candidate after polishing",
           "",
           low,
           logarithmic,
           general,
           of_surrogate<polished<&PolishingOutcome::near_after>>},
    Metric{metrics::global_error_before,
           "error on all samples before polishing",
           "",
           low,
           logarithmic,
           general,
           of_surrogate<polished<&PolishingOutcome::global_before>>},
    Metric{metrics::global_error_after,
           "error on all samples after polishing",
           "",
           low,
           logarithmic,
           general,
           of_surrogate<polished<&PolishingOutcome::global_after>>},
    Metric{metrics::partials_error,
           "mean relative error of the partials",
           "",
           low,
           logarithmic,
           general,
           nullptr},
    Metric{metrics::partials_error_pooled,
           "pooled relative error of the partials",
           "",
           low,
           logarithmic,
           general,
           nullptr},
};

/// "drag" of "r2_value[drag]", "" without brackets.
std::string_view output_of(std::string_view name) {
    const std::size_t bracket = name.find('[');
    return bracket == std::string_view::npos || !name.ends_with(']')
               ? std::string_view()
               : name.substr(bracket + 1, name.size() - bracket - 2);
}

std::string with_output(std::string_view words, std::string_view name) {
    const std::string_view output = output_of(name);
    return output.empty() ? std::string(words) : fmt::format("{} ({})", words, output);
}

}  // namespace

std::span<const Metric> metric_catalogue() {
    return catalogue;
}

const Metric* find_metric(std::string_view name) {
    const std::string_view stem = name.substr(0, name.find('['));
    const auto found = std::find_if(catalogue.begin(),
                                    catalogue.end(),
                                    [stem](const Metric& metric) { return metric.name == stem; });
    const bool has_output = stem != name;
    if (found == catalogue.end() ||
        (has_output && (!found->per_output || output_of(name).empty()))) {
        return nullptr;
    }
    return &*found;
}

std::string metric_words(std::string_view name) {
    const Metric* metric = find_metric(name);
    if (metric == nullptr) {
        return std::string(name);
    }
    const std::string words = with_output(metric->words, name);
    return metric->unit.empty() ? words : fmt::format("{}, {}", words, metric->unit);
}

std::string shown_words(std::string_view name) {
    const Metric* metric = find_metric(name);
    return (metric != nullptr && metric->scale == one_minus ? "1 - " : "") + metric_words(name);
}

double shown_value(std::string_view name, double value) {
    const Metric* metric = find_metric(name);
    return metric != nullptr && metric->scale == one_minus ? std::max(1.0 - value, least_shown)
                                                           : value;
}

std::vector<std::string> contenders_of(const ReplicateRecord& replicate) {
    std::vector<std::string> names;
    for (const SurrogateRecord& record : replicate.surrogates) {
        names.push_back(record.name);
    }
    if (replicate.truth) {
        names.emplace_back(direct_search);
    }
    if (replicate.best_sample) {
        names.emplace_back(best_sample);
    }
    return names;
}

const SurrogateRecord* find_surrogate(const ReplicateRecord& replicate, std::string_view name) {
    const auto found = std::find_if(replicate.surrogates.begin(),
                                    replicate.surrogates.end(),
                                    [name](const auto& record) { return record.name == name; });
    return found == replicate.surrogates.end() ? nullptr : &*found;
}

}  // namespace jennopt
