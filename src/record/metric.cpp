#include "record/metric.hpp"

#include "core/format.hpp"
#include "record/claim_metrics.hpp"

#include <algorithm>
#include <array>
#include <limits>

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

/// The same of what only networks have.
template <auto Read>
double of_network(const MetricSource& source, Index) {
    const SurrogateRecord* record = find_surrogate(source.replicate, source.contender);
    return record == nullptr || !record->kriging.empty() ? not_there
                                                         : static_cast<double>(Read(*record));
}

/// Reads a number of an optimizer's record.
template <auto Read>
double of_optimizer(const MetricSource& source, Index) {
    const OptimizerRecord* record = find_optimizer(source.replicate, source.contender);
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

template <auto Field>
double of_verdict(const MetricSource& source, Index) {
    const auto verdict = claim_verdict(source);
    return verdict ? (*verdict).*Field : not_there;
}

using Read = double (*)(const MetricSource& source, Index output);
using enum Better;
using enum Scale;

template <auto Field>
constexpr Read field_of = of_surrogate<[](const auto& record) { return record.*Field; }>;
template <auto Field>
constexpr Read accuracy_of =
    of_surrogate<[](const auto& record) { return record.accuracy.*Field; }>;
template <auto Field>
constexpr Read choice_of = of_network<[](const auto& record) { return record.selection.*Field; }>;
template <auto Field>
constexpr Read outcome_of = of_surrogate<polished<Field>>;
template <auto Part, auto Field>
constexpr Read calibration_of = of_surrogate<calibrated<Part, Field>>;
constexpr Read iterations = of_network<[](const auto& record) { return record.iterations; }>;
constexpr Read final_loss = of_network<[](const auto& record) { return record.loss.total(); }>;

constexpr Metric r2(std::string_view name, std::string_view words, Read read, bool per_output) {
    return {name, words, "", higher, one_minus, NumberStyle::r2, read, per_output};
}

/// Something that should be small, over decades.
constexpr Metric small(std::string_view name, std::string_view words, Read read) {
    return {name, words, "", lower, logarithmic, NumberStyle::general, read};
}

constexpr Metric seconds(std::string_view name, std::string_view words, Read read) {
    return {name, words, "s", lower, logarithmic, NumberStyle::general, read};
}

constexpr Metric number(std::string_view name, std::string_view words, Read read) {
    return {name, words, "", lower, logarithmic, NumberStyle::count, read};
}

/// Something of which neither more nor less is better.
constexpr Metric neutral(std::string_view name,
                         std::string_view words,
                         Read read,
                         Scale scale = linear) {
    return {name, words, "", neither, scale, NumberStyle::general, read};
}

constexpr Metric low(std::string_view name, std::string_view words, Read read) {
    return {name, words, "", lower, linear, NumberStyle::general, read};
}

using Spread = SpreadCalibration;
using Part = Calibration;
using Record = SurrogateRecord;
using Polishing = PolishingOutcome;

constexpr std::array catalogue{
    r2(metrics::r2_value, "R2 of values", r2_of_values, true),
    r2(metrics::r2_partials, "R2 of partials", accuracy_of<&Accuracy::r2_partials>, false),
    small(metrics::rmse_value, "RMSE of values", accuracy_of<&Accuracy::rmse_value>),
    small(metrics::rmse_partials, "RMSE of partials", accuracy_of<&Accuracy::rmse_partials>),
    seconds(metrics::train_seconds, "training time", field_of<&Record::train_seconds>),
    seconds(metrics::search_seconds, "search time", field_of<&Record::search_seconds>),
    number(metrics::train_iterations, "iterations of the training", iterations),
    neutral(metrics::lambda, "lambda", choice_of<&Selection::lambda>, logarithmic),
    neutral(metrics::gamma, "gamma", choice_of<&Selection::gamma>),
    small(metrics::final_loss, "final loss", final_loss),
    small(metrics::loss_best_start, "loss of the best start", of_surrogate<best_start>),
    small(metrics::loss_worst_start, "loss of the worst start", of_surrogate<worst_start>),
    neutral(metrics::spread_coverage_value,
            "values within 2 spreads",
            calibration_of<&Spread::values, &Part::coverage>),
    neutral(metrics::spread_coverage_partials,
            "partials within 2 spreads",
            calibration_of<&Spread::partials, &Part::coverage>),
    neutral(metrics::spread_rank_value,
            "rank correlation of spread and error of values",
            calibration_of<&Spread::values, &Part::rank_correlation>),
    neutral(metrics::spread_rank_partials,
            "rank correlation of spread and error of partials",
            calibration_of<&Spread::partials, &Part::rank_correlation>),
    neutral(metrics::optimum_predicted, "predicted optimum", predicted_optimum),
    low(metrics::optimum_true_value, "true value at optimum", of_verdict<&Verdict::true_value>),
    small(metrics::optimum_distance, "distance to the known optimum", claim_distance),
    small(metrics::optimum_distance_widths,
          "distance to the known optimum, in widths of the bounds",
          claim_distance_in_widths),
    small(metrics::optimum_gradient_norm,
          "gradient norm at optimum",
          of_verdict<&Verdict::gradient_norm>),
    low(metrics::optimum_violation, "violation at optimum", claim_violation),
    small(metrics::first_start_distance,
          "distance of the first start's optimum to the known one",
          first_start_distance),
    number(metrics::true_evaluations, "true evaluations", claim_evaluations),
    number(
        metrics::all_starts_evaluations, "true evaluations of all starts", all_starts_evaluations),
    number(metrics::evaluations_in_all,
           "true evaluations in all",
           of_optimizer<[](const auto& record) { return record.evaluations(); }>),
    number(metrics::evaluations_to_target, "evaluations to the optimum", nullptr),
    number(metrics::optimizer_rounds, "rounds", of_optimizer<[](const auto& record) {
               return record.model.empty() ? not_there
                                           : static_cast<double>(1 + record.steps.back().round);
           }>),
    seconds(
        metrics::proposal_seconds, "CPU time per proposal", of_optimizer<[](const auto& record) {
            return record.model.empty() ? not_there : record.proposal_seconds;
        }>),
    small(metrics::true_cost, "true cost, in values", claim_cost),
    neutral(metrics::polish_kept, "share of polishing kept", outcome_of<&Polishing::kept>),
    small(metrics::near_error_before,
          "error near the candidate before polishing",
          outcome_of<&Polishing::near_before>),
    small(metrics::near_error_after,
          "error near the candidate after polishing",
          outcome_of<&Polishing::near_after>),
    small(metrics::global_error_before,
          "error on all samples before polishing",
          outcome_of<&Polishing::global_before>),
    small(metrics::global_error_after,
          "error on all samples after polishing",
          outcome_of<&Polishing::global_after>),
    small(metrics::partials_error, "mean relative error of the partials", nullptr),
    small(metrics::partials_error_pooled, "pooled relative error of the partials", nullptr),
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
    const auto* const found = std::ranges::find(catalogue, stem, &Metric::name);
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
    for (const OptimizerRecord& record : replicate.optimizers) {
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
    const auto found = std::ranges::find(replicate.surrogates, name, &SurrogateRecord::name);
    return found == replicate.surrogates.end() ? nullptr : &*found;
}

const OptimizerRecord* find_optimizer(const ReplicateRecord& replicate, std::string_view name) {
    const auto found = std::ranges::find(replicate.optimizers, name, &OptimizerRecord::name);
    return found == replicate.optimizers.end() ? nullptr : &*found;
}

}  // namespace jennopt
