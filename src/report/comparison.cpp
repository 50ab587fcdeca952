#include "jennopt/report/comparison.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"
#include "report/learning_curves.hpp"
#include "report/networks.hpp"
#include "report/number_text.hpp"
#include "report/sweep_findings.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <limits>
#include <optional>
#include <utility>

namespace jennopt {

namespace {

constexpr double test_level = 0.05;

/// A model that claims an optimum, and how good its claims are, smaller is better.
struct Contestant {
    std::string name;
    std::vector<double> scores;  // per replicate, NaN: none
    double median = 0.0;
};

/// What is compared: the distance where an optimum is known, else the true value.
struct Contest {
    bool by_distance = false;
    std::vector<Contestant> surrogates;  // best median first
    std::optional<Contestant> truth;
};

std::optional<double> median_of(std::span<const double> values) {
    std::vector<double> there;
    std::copy_if(values.begin(), values.end(), std::back_inserter(there), [](double value) {
        return std::isfinite(value);
    });
    if (there.empty()) {
        return std::nullopt;
    }
    return quantile(there, 0.5);
}

std::optional<double> median_of(const Metric* metric) {
    return metric == nullptr ? std::nullopt : median_of(metric->values);
}

/// An infeasible claim is no optimum: it counts as infinitely far away.
std::vector<double> scores_of(std::span<const Metric> metrics,
                              const ReportArm& arm,
                              const std::string& surrogate,
                              const std::string& name) {
    const Metric* metric = find_metric(metrics, arm.arm.label, surrogate, name);
    if (metric == nullptr) {
        return {};
    }
    std::vector<double> scores = metric->values;
    const Metric* violation = find_metric(metrics, arm.arm.label, surrogate, "optimum_violation");
    for (std::size_t r = 0; violation != nullptr && r < scores.size(); ++r) {
        if (violation->values[r] > arm.arm.config.optimization.constraint_tolerance) {
            scores[r] = std::numeric_limits<double>::infinity();
        }
    }
    return scores;
}

std::optional<Contestant> contestant(std::span<const Metric> metrics,
                                     const ReportArm& arm,
                                     const std::string& surrogate,
                                     const std::string& name) {
    Contestant result{surrogate, scores_of(metrics, arm, surrogate, name), 0.0};
    std::vector<double> there;
    std::copy_if(
        result.scores.begin(), result.scores.end(), std::back_inserter(there), [](double value) {
            return !std::isnan(value);
        });
    if (there.empty()) {
        return std::nullopt;
    }
    std::sort(there.begin(), there.end());
    // Infinite scores forbid interpolation: inf - inf.
    const double low = there[(there.size() - 1) / 2];
    const double high = there[there.size() / 2];
    result.median = std::isfinite(high) ? 0.5 * (low + high) : high;
    return result;
}

Contest hold_contest(const ReportArm& arm, std::span<const Metric> metrics) {
    Contest contest;
    contest.by_distance = arm.problem.known_optimum.has_value() && arm.problem.has_uniform_inputs();
    const std::string name = contest.by_distance ? "optimum_distance" : "optimum_true_value";
    for (const std::string& surrogate : surrogate_names(arm)) {
        if (auto entry = contestant(metrics, arm, surrogate, name)) {
            contest.surrogates.push_back(std::move(*entry));
        }
    }
    std::stable_sort(contest.surrogates.begin(),
                     contest.surrogates.end(),
                     [](const auto& a, const auto& b) { return a.median < b.median; });
    contest.truth = contestant(metrics, arm, "truth", name);
    return contest;
}

/// True values of good optima lie close together: they need more digits than distances.
std::string score_text(const Contest& contest, double score) {
    return std::isinf(score) ? "infeasible" : short_number(score, contest.by_distance ? 3 : 5);
}

std::string in_replicates(const Pairing& pairing) {
    return fmt::format("{} of {}", pairing.wins, plural(pairing.pairs(), "replicate"));
}

std::string against(const Contest& contest, const Contestant& best, const Contestant& other) {
    const Pairing pairing = count_wins(best.scores, other.scores);
    std::string text = fmt::format("{} ({}", other.name, score_text(contest, other.median));
    if (contest.by_distance && best.median > 0.0 && std::isfinite(other.median)) {
        text += fmt::format(", {} as far", ratio_text(other.median / best.median));
    }
    return text + fmt::format(", beaten in {})", in_replicates(pairing));
}

std::string best_optimum_sentence(const Contest& contest) {
    const Contestant& best = contest.surrogates.front();
    if (std::isinf(best.median)) {
        return "No surrogate found a feasible optimum in half of the replicates.";
    }
    std::string text = fmt::format("Of the surrogates, {} found the best optimum: median {} {}",
                                   best.name,
                                   contest.by_distance ? "distance to the known one" : "true value",
                                   score_text(contest, best.median));
    for (std::size_t i = 1; i < contest.surrogates.size(); ++i) {
        text += i == 1 ? ", against " : (i + 1 == contest.surrogates.size() ? " and " : ", ");
        text += against(contest, best, contest.surrogates[i]);
    }
    return text + ".";
}

/// Whether the lead over the runner-up is more than luck of the samples.
std::string confidence_sentence(const Contest& contest) {
    const Contestant& best = contest.surrogates[0];
    const Contestant& second = contest.surrogates[1];
    const Pairing pairing = count_wins(best.scores, second.scores);
    const double chance = sign_test(pairing);
    if (chance <= test_level) {
        return {};
    }
    return fmt::format(
        "{} over {} is too close to call: chance alone would give at least {} wins of {} with "
        "probability {:.2f} (sign test).",
        best.name,
        second.name,
        pairing.wins,
        pairing.wins + pairing.losses,
        chance);
}

std::string truth_sentence(const Contest& contest,
                           const ReportArm& arm,
                           std::span<const Metric> metrics) {
    const Contestant& best = contest.surrogates.front();
    const Contestant& truth = *contest.truth;
    const std::string& label = arm.arm.label;
    const auto own = median_of(find_metric(metrics, label, best.name, "true_evaluations"));
    const auto direct = median_of(find_metric(metrics, label, "truth", "true_evaluations"));
    if (!own || !direct) {
        return {};
    }
    const bool closer = truth.median < best.median;
    const auto own_cost = median_of(find_metric(metrics, label, best.name, "true_cost"));
    const auto direct_cost = median_of(find_metric(metrics, label, "truth", "true_cost"));
    const bool cheaper = own_cost && direct_cost && *direct_cost < *own_cost;
    const char* opening =
        closer && cheaper ? "Direct optimization on the truth wins"
        : closer          ? (contest.by_distance ? "Direct optimization on the truth ends closer"
                                                 : "Direct optimization on the truth ends lower")
        : cheaper         ? "Direct optimization on the truth is cheaper"
                          : "The surrogate beats direct optimization";
    return fmt::format("{}: median {} {} with {} true evaluations, against {} with {} for {}.",
                       opening,
                       contest.by_distance ? "distance" : "true value",
                       score_text(contest, truth.median),
                       count_text(*direct),
                       score_text(contest, best.median),
                       count_text(*own),
                       best.name);
}

/// Who predicts best, by R2 of partials where there are any, else of values.
std::string accuracy_sentence(const ReportArm& arm, std::span<const Metric> metrics) {
    for (const auto& [metric, what] :
         {std::pair{"r2_partials", "partial derivatives"}, std::pair{"r2_value", "values"}}) {
        std::vector<Contestant> order;
        for (const std::string& surrogate : surrogate_names(arm)) {
            const Metric* found = find_metric(metrics, arm.arm.label, surrogate, metric);
            if (const auto median = median_of(found)) {
                std::vector<double> errors = found->values;
                std::transform(errors.begin(), errors.end(), errors.begin(), std::negate<>());
                order.push_back({surrogate, std::move(errors), -*median});
            }
        }
        if (order.size() < 2) {
            continue;
        }
        std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
            return a.median < b.median;
        });
        const Contestant& last = order.back();
        return fmt::format(
            "On test samples {} predicts {} best: median R2 {}, against {} of {} (better in {}).",
            order.front().name,
            what,
            r2_number(-order.front().median),
            r2_number(-last.median),
            last.name,
            in_replicates(count_wins(order.front().scores, last.scores)));
    }
    return {};
}

void add(std::vector<std::string>& sentences, std::string sentence) {
    if (!sentence.empty()) {
        sentences.push_back(std::move(sentence));
    }
}

}  // namespace

Pairing count_wins(std::span<const double> a, std::span<const double> b) {
    if (a.size() != b.size()) {
        throw ShapeError(
            fmt::format("a has {} replicates and b {}: expected the same", a.size(), b.size()));
    }
    Pairing pairing;
    for (std::size_t r = 0; r < a.size(); ++r) {
        if (std::isnan(a[r]) || std::isnan(b[r])) {
            continue;
        }
        pairing.wins += a[r] < b[r] ? 1 : 0;
        pairing.losses += a[r] > b[r] ? 1 : 0;
        pairing.ties += a[r] == b[r] ? 1 : 0;
    }
    return pairing;
}

double sign_test(const Pairing& pairing) {
    const Index n = pairing.wins + pairing.losses;
    double chance = 0.0;
    for (Index i = pairing.wins; i <= n; ++i) {
        const auto k = static_cast<double>(i);
        const auto of = static_cast<double>(n);
        chance += std::exp(std::lgamma(of + 1.0) - std::lgamma(k + 1.0) -
                           std::lgamma(of - k + 1.0) - of * std::log(2.0));
    }
    return std::min(chance, 1.0);
}

std::vector<std::string> answers(const ReportInput& input, std::size_t arm) {
    const ReportArm& here = input.arms.at(arm);
    std::vector<std::string> sentences;
    if (here.replicates.empty()) {
        return {"No replicate of this arm is finished yet."};
    }
    const std::vector<Metric> metrics = collect_metrics(input, here);
    const Contest contest = hold_contest(here, metrics);
    if (!contest.surrogates.empty()) {
        add(sentences, best_optimum_sentence(contest));
        if (contest.surrogates.size() > 1 && std::isfinite(contest.surrogates.front().median)) {
            add(sentences, confidence_sentence(contest));
        }
        if (contest.truth) {
            add(sentences, truth_sentence(contest, here, metrics));
        }
    }
    if (here.arm.config.problem.is_table()) {
        add(sentences,
            "The optima are predictions: the samples are a table, and there is no true function "
            "to check them on.");
    }
    add(sentences, accuracy_sentence(here, metrics));
    std::ranges::move(network_sentences(here, metrics), std::back_inserter(sentences));
    return sentences;
}

std::vector<std::string> overall_answers(const ReportInput& input) {
    std::vector<std::string> sentences = learning_findings(input);
    for (const SweepFigure& figure : input.page.figures) {
        std::ranges::move(sweep_findings(input, figure), std::back_inserter(sentences));
    }
    return sentences;
}

}  // namespace jennopt
