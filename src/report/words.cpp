#include "report/words.hpp"

#include "core/format.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace jennopt {

namespace {

struct Word {
    std::string_view metric;
    std::string_view text;
    bool lower_is_better = true;
    std::string_view said;  // "": the text
};

constexpr std::array metrics{
    Word{"r2_value", "1 − R² of values", true, "1 - R2 of values"},
    Word{"r2_partials", "1 − R² of partials", true, "1 - R2 of partials"},
    Word{"rmse_value", "RMSE of values"},
    Word{"rmse_partials", "RMSE of partials"},
    Word{"train_seconds", "training, s", true, "training time"},
    Word{"search_seconds", "search, s", true, "search time"},
    Word{"train_iterations", "iterations of the training"},
    Word{"lambda", "λ", false, "lambda"},
    Word{"gamma", "γ", false, "gamma"},
    Word{"final_loss", "final loss"},
    Word{"loss_best_start", "loss of the best start"},
    Word{"loss_worst_start", "loss of the worst start"},
    Word{"spread_coverage_value", "values within 2 spreads", false},
    Word{"spread_coverage_partials", "partials within 2 spreads", false},
    Word{"spread_rank_value", "rank correlation of spread and error of values", false},
    Word{"spread_rank_partials", "rank correlation of spread and error of partials", false},
    Word{"optimum_predicted", "predicted optimum", false},
    Word{"optimum_true_value", "true value at the optimum"},
    Word{"optimum_distance", "distance to the known optimum"},
    Word{"optimum_gradient_norm", "gradient norm at the optimum"},
    Word{"optimum_violation", "violation at the optimum"},
    Word{"true_evaluations", "true evaluations"},
    Word{"true_cost", "true cost, in values"},
    Word{"polish_kept", "share of polishing kept", false},
    Word{"near_error_before", "error near the candidate before polishing"},
    Word{"near_error_after", "error near the candidate after polishing"},
    Word{"global_error_before", "error on all samples before polishing"},
    Word{"global_error_after", "error on all samples after polishing"},
    Word{"partials_error", "mean relative error of the partials"},
    Word{"partials_error_pooled", "pooled relative error of the partials"},
};

constexpr std::array axes{
    std::pair{std::string_view("sampling.count"), std::string_view("training samples")},
    std::pair{std::string_view("problem.noise.values"), std::string_view("noise of the values")},
    std::pair{std::string_view("problem.noise.partials"),
              std::string_view("noise of the partials")},
    std::pair{std::string_view("problem.missing.fraction"),
              std::string_view("share of missing partials")},
    std::pair{std::string_view("problem.failures"), std::string_view("share of failed samples")},
    std::pair{std::string_view("problem.partials.step"),
              std::string_view("step of the differences")},
    std::pair{std::string_view("problem.partials.source"),
              std::string_view("source of the partials")},
    std::pair{std::string_view("problem.options.dimension"), std::string_view("inputs")},
};

std::string_view last_part(std::string_view axis) {
    const std::size_t dot = axis.rfind('.');
    return dot == std::string_view::npos ? axis : axis.substr(dot + 1);
}

}  // namespace

MetricWords metric_words(std::string_view metric) {
    const std::size_t bracket = metric.find('[');
    const std::string_view stem = metric.substr(0, bracket);
    const auto found = std::find_if(
        metrics.begin(), metrics.end(), [stem](const Word& word) { return word.metric == stem; });
    if (found == metrics.end()) {
        return {std::string(metric), std::string(metric), true};
    }
    // "r2_value[drag]" is one output of all values.
    const std::string output =
        bracket == std::string_view::npos
            ? ""
            : fmt::format(" ({})", metric.substr(bracket + 1, metric.size() - bracket - 2));
    return {std::string(found->text) + output,
            std::string(found->said.empty() ? found->text : found->said) + output,
            found->lower_is_better};
}

std::string axis_words(std::string_view axis) {
    const auto found = std::find_if(
        axes.begin(), axes.end(), [axis](const auto& each) { return each.first == axis; });
    if (found != axes.end()) {
        return std::string(found->second);
    }
    std::string words(last_part(axis));
    std::replace(words.begin(), words.end(), '_', ' ');
    return words;
}

std::string choice_words(std::string_view axis, std::string_view value) {
    if (last_part(axis) == "name") {
        return std::string(value);
    }
    return fmt::format("{} = {}", axis_words(axis), value);
}

}  // namespace jennopt
