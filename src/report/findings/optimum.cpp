#include "report/findings/optimum.hpp"

#include "core/format.hpp"
#include "report/findings/contest.hpp"
#include "report/findings/rows.hpp"
#include "report/number_text.hpp"
#include "report/words.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace jennopt {

namespace {

constexpr const char* value_words = "True value at the optimum";

/// An arm, and who claims an optimum in it.
struct OptimumContest {
    const ArmResults& results;
    const MetricTable& table;
    std::size_t arm;
    std::vector<Contestant> surrogates = {};  // best median first, all texts distinct
    std::optional<Contestant> direct = {};
    std::optional<Contestant> sample = {};
};

/// True values; infinite where there is no feasible optimum, or none that could be checked.
Contestant optimum_contestant(const OptimumContest& contest, std::string_view contender) {
    const auto values = contest.table.values(contest.arm, contender, metrics::optimum_true_value);
    const auto violations =
        contest.table.values(contest.arm, contender, metrics::optimum_violation);
    const double tolerance = contest.results.arm.config.optimization.constraint_tolerance;
    Contestant result{std::string(contender), {}};
    for (std::size_t r = 0; r < contest.results.replicates.size(); ++r) {
        const bool is_feasible = r < values.size() && std::isfinite(values[r]) &&
                                 (violations.empty() || !(violations[r] > tolerance));
        result.scores.push_back(is_feasible ? values[r] : std::numeric_limits<double>::infinity());
    }
    return result;
}

OptimumContest hold_contest(const ArmResults& results, const MetricTable& table, std::size_t arm) {
    OptimumContest contest{results, table, arm};
    std::vector<Contestant> all;
    for (const std::string& name : surrogate_names(results)) {
        all.push_back(optimum_contestant(contest, name));
    }
    for (const std::string_view other : {direct_search, best_sample}) {
        if (table.find(arm, other, metrics::optimum_true_value) != nullptr) {
            all.push_back(optimum_contestant(contest, other));
        }
    }
    for (Contestant& each : ranked(std::move(all), NumberStyle::general)) {
        if (each.name == direct_search) {
            each.name = contender_words(direct_search);
            contest.direct = std::move(each);
        } else if (each.name == best_sample) {
            each.name = "the best training sample";
            contest.sample = std::move(each);
        } else {
            contest.surrogates.push_back(std::move(each));
        }
    }
    return contest;
}

std::string feasible_text(const Contestant& contestant) {
    const auto n = std::count_if(contestant.scores.begin(),
                                 contestant.scores.end(),
                                 [](double score) { return std::isfinite(score); });
    return fmt::format(
        "{} in {}{}",
        contestant.name,
        count_of(n, static_cast<long>(contestant.scores.size()), "replicate"),
        std::isfinite(contestant.median) ? fmt::format(" (true value {})", contestant.text) : "");
}

/// Who has a feasible point, where no surrogate has a median.
std::string infeasible_sentence(const OptimumContest& contest) {
    std::vector<std::string> parts;
    std::transform(contest.surrogates.begin(),
                   contest.surrogates.end(),
                   std::back_inserter(parts),
                   feasible_text);
    for (const auto& other : {contest.direct, contest.sample}) {
        if (other) {
            parts.push_back(feasible_text(*other));
        }
    }
    std::string text = fmt::format(
        "No surrogate has a feasible optimum in more than half of the replicates, so none wins; "
        "feasible are: {}",
        fmt::join(parts, ", "));
    double least = std::numeric_limits<double>::infinity();
    for (const MetricRow& row : contest.table.rows(contest.arm)) {
        least = row.metric == metrics::optimum_violation ? std::min(least, row.spread.min) : least;
    }
    const double tolerance = contest.results.arm.config.optimization.constraint_tolerance;
    return text + (std::isfinite(least) && least > tolerance
                       ? fmt::format(". The least violation is {}.", short_number(least))
                       : ".");
}

std::string duel_sentence(const Contestant& a, const Contestant& b) {
    return ranking_sentence(value_words,
                            a.median <= b.median ? std::vector{a, b} : std::vector{b, a});
}

/// What the optimum of direct search took, from its start, and that of a surrogate.
std::string cost_sentence(const OptimumContest& contest, const Contestant& surrogate) {
    const auto median = [&](std::string_view contender, std::string_view metric) {
        return contest.table.median(contest.arm, contender, metric);
    };
    const auto own = median(surrogate.name, metrics::true_evaluations);
    const auto direct = median(direct_search, metrics::true_evaluations);
    const auto all = median(direct_search, metrics::all_starts_evaluations);
    const auto own_cost = median(surrogate.name, metrics::true_cost);
    const auto direct_cost = median(direct_search, metrics::true_cost);
    if (!own || !direct || !own_cost || !direct_cost) {
        return {};
    }
    const PairVerdict verdict =
        count_text(*own_cost) == count_text(*direct_cost)
            ? PairVerdict::undecided
            : compare_pairs(contest.table.values(contest.arm, direct_search, metrics::true_cost),
                            contest.table.values(contest.arm, surrogate.name, metrics::true_cost));
    const std::string in_values =
        *own == *own_cost && *direct == *direct_cost
            ? ""
            : fmt::format(", with partials at their price {} and {} values",
                          count_text(*direct_cost),
                          count_text(*own_cost));
    return fmt::format(
        "Direct search took {} true evaluations for its optimum{}, {} {}{}: {}.",
        count_text(*direct),
        all ? fmt::format(" ({} over all {})",
                          count_text(*all),
                          plural(contest.results.arm.config.optimization.starts, "start"))
            : "",
        surrogate.name,
        count_text(*own),
        in_values,
        verdict == PairVerdict::better  ? "direct search is cheaper"
        : verdict == PairVerdict::worse ? surrogate.name + " is cheaper"
                                        : "the costs are too close to call");
}

/// Optima that are worse than what was sampled to find them.
std::string sample_sentence(const OptimumContest& contest) {
    const Contestant& sample = *contest.sample;
    const Contestant& leader = contest.surrogates.front();
    std::vector<std::string> worse;
    bool none_is_better = true;
    for (const Contestant& each : contest.surrogates) {
        const Pairing pairing = count_wins(each.scores, sample.scores);
        none_is_better = none_is_better && pairing.wins == 0;
        if (pairing.losses > 0 && each.text != sample.text) {
            worse.push_back(fmt::format("{} in {} ({})",
                                        each.name,
                                        count_of(pairing.losses, pairing.pairs(), "replicate"),
                                        each.text));
        }
    }
    if (none_is_better && leader.text != sample.text) {
        return fmt::format(
            "No optimum found on a surrogate is better than the best of the training samples: true "
            "value {} ({}) against {}.",
            leader.text,
            leader.name,
            sample.text);
    }
    if (!worse.empty()) {
        return fmt::format("Worse than the best of the training samples ({}) is the optimum of {}.",
                           sample.text,
                           fmt::join(worse, ", "));
    }
    return duel_sentence(leader, sample);
}

/// "a 1.0, b 2.0".
std::string listed_numbers(std::vector<std::string> names, std::span<const double> values) {
    const std::vector<std::string> texts = distinct_numbers(values, NumberStyle::general);
    for (std::size_t i = 0; i < names.size(); ++i) {
        names[i] += " " + texts[i];
    }
    return fmt::format("{}", fmt::join(names, ", "));
}

/// Describes; the true value decides.
std::string distance_sentence(const OptimumContest& contest) {
    for (const std::string_view metric :
         {metrics::optimum_distance, metrics::optimum_distance_widths}) {
        std::vector<std::string> names;
        std::vector<double> medians;
        for (const std::string& name : contest.table.contenders(contest.arm)) {
            const Contestant claims = optimum_contestant(contest, name);
            const auto median = contest.table.median(contest.arm, name, metric);
            if (median && std::isfinite(median_of(claims.scores).value_or(INFINITY))) {
                names.push_back(contender_words(name));
                medians.push_back(*median);
            }
        }
        if (names.empty()) {
            continue;
        }
        std::string words = metric_words(metric);
        words.front() = 'D';
        return fmt::format("{} (median): {}.", words, listed_numbers(names, medians));
    }
    return {};
}

std::vector<std::string> table_sentences(const ArmResults& results,
                                         const MetricTable& table,
                                         std::size_t arm) {
    std::vector<std::string> sentences{
        "The optima are predictions: the samples are a table, and nothing can be evaluated between "
        "its rows."};
    std::vector<std::string> names;
    std::vector<double> values;
    for (const std::string& name : table.contenders(arm)) {
        if (const auto predicted = table.median(arm, name, metrics::optimum_predicted)) {
            names.push_back(name);
            values.push_back(*predicted);
        }
    }
    const auto least = least_sampled(results, results.replicates.front());
    if (!names.empty() && least) {
        names.emplace_back("the best row");
        values.push_back(*least);
        sentences.push_back(
            fmt::format("Least value predicted (median), and that of the best row: {}.",
                        listed_numbers(names, values)));
    }
    return sentences;
}

}  // namespace

std::vector<std::string> optimum_findings(const StudyResults& study,
                                          const MetricTable& table,
                                          std::size_t arm) {
    const ArmResults& results = study.arms.at(arm);
    if (results.replicates.empty()) {
        return {"No replicate of this arm is finished yet."};
    }
    if (results.arm.config.problem.is_table()) {
        return table_sentences(results, table, arm);
    }
    const OptimumContest contest = hold_contest(results, table, arm);
    if (contest.surrogates.empty()) {
        return {};
    }
    const Contestant& leader = contest.surrogates.front();
    const bool is_feasible = std::isfinite(leader.median);
    std::vector<std::string> sentences;
    if (!is_feasible) {
        sentences.push_back(infeasible_sentence(contest));
    } else if (contest.surrogates.size() > 1 || !contest.direct) {
        sentences.push_back(ranking_sentence(value_words, contest.surrogates));
    }
    if (contest.direct && is_feasible) {
        sentences.push_back(duel_sentence(leader, *contest.direct));
        sentences.push_back(std::isfinite(contest.direct->median) ? cost_sentence(contest, leader)
                                                                  : std::string());
    }
    if (contest.sample && is_feasible) {
        sentences.push_back(sample_sentence(contest));
    }
    sentences.push_back(distance_sentence(contest));
    if (const auto n = static_cast<long>(results.replicates.size()); n < fewest_pairs) {
        sentences.push_back(fmt::format("With {} no test can decide who is better; it takes {}.",
                                        plural(n, "replicate"),
                                        fewest_pairs));
    }
    std::erase(sentences, std::string());
    return sentences;
}

}  // namespace jennopt
