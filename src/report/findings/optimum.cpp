#include "core/format.hpp"
#include "report/findings/findings.hpp"
#include "report/findings/parts.hpp"
#include "report/number_text.hpp"
#include "report/words.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace jennopt {

namespace {

constexpr const char* sample_name = "the best training sample";

/// Whom the optima of an arm are compared between, best median first, all texts distinct.
struct OptimumContest {
    const ArmResults& results;
    const MetricTable& table;
    std::size_t arm;
    std::vector<Contestant> all = {};
    std::vector<Contestant> surrogates = {};
};

/// True values, of a maximum their negatives; infinite where there is no feasible optimum, or none
/// that could be checked.
std::vector<double> feasible_scores(const OptimumContest& contest, std::string_view contender) {
    std::vector<double> scores =
        optimum_scores(contest.table, contest.results, contest.arm, contender);
    std::ranges::replace_if(
        scores, [](double value) { return std::isnan(value); }, INFINITY);
    return scores;
}

OptimumContest hold_contest(const ArmResults& results, const MetricTable& table, std::size_t arm) {
    OptimumContest contest{results, table, arm};
    const std::vector<std::string> surrogates = surrogate_names(results);
    for (const std::string& name : surrogates) {
        contest.all.push_back({name, feasible_scores(contest, name)});
    }
    for (const std::string& name : optimizer_names(results)) {
        contest.all.push_back({name, feasible_scores(contest, name)});
    }
    for (const std::string_view other : {direct_search, best_sample}) {
        if (table.find(arm, other, metrics::optimum_true_value) != nullptr) {
            const bool is_sample = other == best_sample;
            contest.all.push_back({is_sample ? sample_name : contender_words(other),
                                   feasible_scores(contest, other)});
        }
    }
    contest.all = ranked(std::move(contest.all), NumberStyle::general, results.problem.sense());
    std::ranges::copy_if(
        contest.all, std::back_inserter(contest.surrogates), [&](const Contestant& each) {
            return std::ranges::count(surrogates, each.name) > 0;
        });
    return contest;
}

/// Who has a feasible point, where no surrogate has a median.
std::string infeasible_sentence(const OptimumContest& contest) {
    std::vector<std::string> parts;
    for (const Contestant& each : contest.all) {
        const auto n =
            std::ranges::count_if(each.scores, [](double v) { return std::isfinite(v); });
        const bool has_median = std::isfinite(each.median);
        parts.push_back(each.name + " in " + count_of(n, std::ssize(each.scores), "replicate") +
                        (has_median ? " (true value " + each.text + ")" : ""));
    }
    double least = std::numeric_limits<double>::infinity();
    for (const MetricRow& row : contest.table.rows(contest.arm)) {
        least = row.metric == metrics::optimum_violation ? std::min(least, row.spread.min) : least;
    }
    const double tolerance = contest.results.arm.config.optimization.constraint_tolerance;
    return fmt::format(
        "No surrogate has a feasible optimum in more than half of the replicates, so none wins; "
        "feasible are: {}.{}",
        fmt::join(parts, ", "),
        std::isfinite(least) && least > tolerance
            ? fmt::format(" The least violation is {}.", short_number(least))
            : "");
}

/// Optima that are worse than what was sampled to find them; "" where none is.
std::string sample_sentence(const OptimumContest& contest, const Contestant& sample) {
    const Contestant& leader = contest.surrogates.front();
    std::vector<std::string> worse;
    bool none_is_better = true;
    for (const Contestant& each : contest.surrogates) {
        const Pairing pairs = count_wins(each.scores, sample.scores);
        none_is_better = none_is_better && pairs.wins == 0;
        if (pairs.losses > 0 && each.text != sample.text) {
            const std::string count = count_of(pairs.losses, pairs.pairs(), "replicate");
            worse.push_back(fmt::format("{} in {} ({})", each.name, count, each.text));
        }
    }
    if (none_is_better && leader.text != sample.text) {
        return "No optimum found on a surrogate is better than the best of the training samples: "
               "true value " +
               leader.text + " (" + leader.name + ") against " + sample.text + ".";
    }
    return worse.empty() ? ""
                         : "Worse than the best of the training samples (" + sample.text +
                               ") is the optimum of " + fmt::format("{}.", fmt::join(worse, ", "));
}

/// What the optimum of direct search took, from its start, and that of a surrogate.
std::string cost_sentence(const OptimumContest& contest, const std::string& surrogate) {
    const MetricTable& table = contest.table;
    const std::size_t arm = contest.arm;
    const auto own = table.median(arm, surrogate, metrics::true_evaluations);
    const auto direct = table.median(arm, direct_search, metrics::true_evaluations);
    const auto all = table.median(arm, direct_search, metrics::all_starts_evaluations);
    const auto own_cost = table.median(arm, surrogate, metrics::true_cost);
    const auto direct_cost = table.median(arm, direct_search, metrics::true_cost);
    if (!own || !direct || !own_cost || !direct_cost) {
        return {};
    }
    const std::array costs{count_text(*direct_cost), count_text(*own_cost)};
    const PairVerdict verdict =
        costs[0] == costs[1] ? PairVerdict::undecided
                             : compare_pairs(table.values(arm, direct_search, metrics::true_cost),
                                             table.values(arm, surrogate, metrics::true_cost));
    const std::string starts = plural(contest.results.arm.config.optimization.starts, "start");
    const bool has_price = *own != *own_cost || *direct != *direct_cost;
    return "Direct search took " + count_text(*direct) + " true evaluations for its optimum" +
           (all ? " (" + count_text(*all) + " over all " + starts + ")" : "") + ", " + surrogate +
           " " + count_text(*own) +
           (has_price
                ? ", with partials at their price " + costs[0] + " and " + costs[1] + " values"
                : "") +
           (verdict == PairVerdict::better  ? ": direct search is cheaper."
            : verdict == PairVerdict::worse ? ": " + surrogate + " is cheaper."
                                            : ": the costs are too close to call.");
}

/// Where the surrogate that predicts best has its optimum, in the first replicate; "" without one.
std::string predicted_design(const OptimumContest& contest) {
    const ReplicateRecord& replicate = contest.results.replicates.front();
    const auto best =
        std::ranges::max_element(replicate.surrogates, {}, [](const SurrogateRecord& record) {
            const double r2 = record.accuracy.r2_value;
            return std::isnan(r2) ? -std::numeric_limits<double>::infinity() : r2;
        });
    if (best == replicate.surrogates.end() || best->optimum.search.runs.empty()) {
        return {};
    }
    const ProblemInfo& problem = contest.results.problem;
    std::vector<std::string> inputs;
    for (std::size_t j = 0; j < problem.inputs.size(); ++j) {
        const Input& input = problem.inputs[j];
        inputs.push_back(fmt::format("{} = {:.6g}{}",
                                     input.name,
                                     best->optimum.x(static_cast<Index>(j)),
                                     input.unit.empty() ? "" : " " + input.unit));
    }
    const auto& run =
        best->optimum.search.runs.at(static_cast<std::size_t>(best->optimum.search.best));
    const Output& objective = problem.outputs.at(static_cast<std::size_t>(problem.objective()));
    return fmt::format("To measure next: {}, where {} predicts {} = {:.6g}{}{} (replicate {}).",
                       fmt::join(inputs, ", "),
                       best->name,
                       objective.name,
                       best->optimum.predicted,
                       objective.unit.empty() ? "" : " " + objective.unit,
                       run.violation > contest.results.arm.config.optimization.constraint_tolerance
                           ? ", though it finds no feasible point"
                           : "",
                       replicate.replicate);
}

std::vector<std::string> table_sentences(const OptimumContest& contest) {
    std::vector<std::string> names;
    std::vector<double> values;
    for (const std::string& name : contest.table.contenders(contest.arm)) {
        if (const auto median =
                contest.table.median(contest.arm, name, metrics::optimum_predicted)) {
            names.push_back(name);
            values.push_back(*median);
        }
    }
    std::vector<std::string> sentences{
        "The optima are predictions: the samples are a table, and nothing can be evaluated between "
        "its rows."};
    const auto& best = contest.results.replicates.front().best_evaluated;
    if (!names.empty() && best) {
        names.emplace_back("the best row");
        values.push_back(best->verdict.true_value);
        const std::vector<std::string> texts = distinct_numbers(values, NumberStyle::general);
        for (std::size_t i = 0; i < names.size(); ++i) {
            names[i] += " " + texts[i];
        }
        sentences.push_back(
            fmt::format("{} value predicted (median), and that of the best row: {}.",
                        contest.results.problem.sense() > 0.0 ? "Least" : "Greatest",
                        fmt::join(names, ", ")));
    }
    sentences.push_back(predicted_design(contest));
    std::erase(sentences, "");
    return sentences;
}

/// Who is best, against all others; where that is no surrogate, which of these is best.
std::string winner_sentence(const OptimumContest& contest, std::span<const Contestant> ranking) {
    std::string text =
        ranking_opening("True value at the optimum", contest.results.replicates.size()) +
        ranking_clause(ranking);
    const bool is_led = ranking.front().name != contest.surrogates.front().name;
    if (is_led && contest.surrogates.size() > 1) {
        text += "; of the surrogates, " + ranking_clause(contest.surrogates, false);
    }
    return text + ".";
}

/// That there are too few replicates for any comparison; "" where there are enough.
std::string replicates_sentence(const ArmResults& results) {
    const auto n = std::ssize(results.replicates);
    return n >= fewest_pairs
               ? ""
               : "With " + plural(n, "replicate") + " no test can decide who is better; " +
                     fmt::format("it takes {}.", fewest_pairs);
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
        std::vector<std::string> sentences = table_sentences({results, table, arm});
        if (results.arm.config.surrogates.size() > 1) {
            sentences.push_back(replicates_sentence(results));
        }
        std::erase(sentences, "");
        return sentences;
    }
    const OptimumContest contest = hold_contest(results, table, arm);
    if (contest.surrogates.empty()) {
        return {};
    }
    const Contestant& leader = contest.surrogates.front();
    std::vector<std::string> sentences;
    if (std::isfinite(leader.median)) {
        std::vector<Contestant> ranking = contest.all;
        const auto sample = std::ranges::find(ranking, sample_name, &Contestant::name);
        std::string worse = sample == ranking.end() ? "" : sample_sentence(contest, *sample);
        if (!worse.empty()) {
            ranking.erase(sample);
        }
        sentences = {winner_sentence(contest, ranking), std::move(worse)};
        sentences.push_back(cost_sentence(contest, leader.name));
    } else {
        sentences.push_back(infeasible_sentence(contest));
    }
    sentences.push_back(replicates_sentence(results));
    std::erase(sentences, "");
    return sentences;
}

}  // namespace jennopt
