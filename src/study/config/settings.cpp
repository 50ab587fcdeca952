#include "study/config/settings.hpp"

#include "study/config/blocks.hpp"

#include <memory>

namespace jennopt {

namespace {

constexpr double max_neurons = 100000;
constexpr double max_networks = 1000;
constexpr double most_infill = 1000;
constexpr double max_points = 1e8;
constexpr double max_levels = 1e6;

Key training_key(SurrogateConfig& surrogate) {
    return {"training", training_keys(surrogate.fit.training), "how its weights are found"};
}

/// Not written where it has no say: of a table, and without surrogates.
Key test_key(StudyConfig& config) {
    Key key{"test",
            plans_block(config.test, true),
            "test samples: the same, or none: cross-validation; program: none"};
    key.is_silent = [&config] {
        return config.test.empty() && (config.problem.is_table() || config.surrogates.empty());
    };
    return key;
}

}  // namespace

Keys study_keys(StudyConfig& config) {
    const auto defaults = std::make_shared<SurrogateConfig>();
    const Slot surrogates = surrogates_block(config.surrogates, defaults);
    const auto optimizer_defaults = std::make_shared<OptimizerConfig>();
    return {
        required({"study", &config.study, "name of the study and of its folder of results"}),
        {"seed",
         {&config.seed, at_least(0)},
         "start of every random stream: same seed, same results"},
        {"replicates",
         {&config.replicates, at_least(1)},
         "repetitions with other samples, weights; program: 1"},
        required({"problem", problem_keys(config.problem), "what is sampled and optimized"}),
        {"data",
         text_or_none(config.data),
         "CSV file of evaluations that exist, from this file's folder"},
        quiet({"failures",
               failure_keys(config.failures),
               "when failed evaluations end the study; else the points are left out"},
              config.failures),
        quiet({"check_partials",
               &config.check_partials,
               "compare partials with differences first; a wrong one stops the run"},
              config.check_partials),
        {"plugins",
         &config.plugins,
         "modules with problems, or folders of them; run alone loads them"},
        {"sampling", plans_block(config.sampling), "training samples: a plan, or a list of plans"},
        test_key(config),
        {"defaults", defaults_block(defaults), "what every surrogate below starts from"},
        {"surrogates", surrogates, "name: {...} of each model to compare"},
        {"optimization",
         search_keys(config.optimization),
         "search for the minimum on each surrogate"},
        quiet({"budget",
               {&config.budget, at_least(1)},
               "true evaluations of each optimizer and replicate"},
              config.budget),
        {"optimizer_defaults",
         optimizer_defaults_block(optimizer_defaults),
         "starts and target of every optimizer below"},
        {"optimizers",
         optimizers_block(config.optimizers, optimizer_defaults),
         "name: {...} of each that looks for the optimum on the true function"},
        quiet({"race", race_keys(config.race), "when an optimum counts as found, for the report"},
              config.race),
        {"sweep", common_block("map or list"), "values to run the study with, all combinations"},
        {"figures", common_block("list of maps"), "over the sweep, besides those of every report"},
    };
}

Keys failure_keys(FailurePolicy& policy) {
    const FailurePolicy standard;
    return {{"stop_after",
             {&policy.stop_after, at_least(0)},
             "stop if so many first evaluations all fail; 0: never"},
            quiet({"stop_above",
                   number_or_none(policy.stop_above, share()),
                   "stop where a larger share of the evaluations failed"},
                  policy.stop_above),
            quiet({"after",
                   {&policy.after, at_least(1)},
                   "evaluations of a problem before stop_above counts"},
                  policy.after,
                  standard.after)};
}

Keys sampling_keys(SamplingOptions& sampling) {
    return {
        {"plan", &sampling.plan, ""},
        {"count",
         count_or_all(sampling.count, within(1, max_points)),
         "points (test: 1000, table: all); not for a grid"},
        {"levels",
         integer_or_list(sampling.levels, within(2, max_levels)),
         "grid: points per input, or a list with one per input"},
    };
}

Key kind_key(SurrogateConfig& surrogate) {
    return {"kind", &surrogate.kind, "network without or with partials, kriging"};
}

Keys kriging_keys(KrigeOptions& krige) {
    return {{"partials", &krige.partials, "false: from values alone"},
            {"noise", &krige.noise, "of values and of partials, by likelihood"}};
}

Keys network_keys(SurrogateConfig& surrogate) {
    FitOptions& fit = surrogate.fit;
    const Slot beta = number_or_keys(
        fit.beta.scale, false, weight_keys(fit.beta, surrogate.deviations.values, false));
    const Slot gamma = number_or_keys(
        fit.gamma.scale, true, weight_keys(fit.gamma, surrogate.deviations.partials, true));
    const Range networks = within(1, max_networks);
    return {
        kind_key(surrogate),
        {"hidden", {&fit.hidden, within(1, max_neurons)}, "neurons per hidden layer"},
        {"activation", &fit.activation, "hidden layers"},
        {"normalize",
         &fit.normalize,
         "inputs and outputs to mean 0, deviation 1; inputs by slopes"},
        {"beta", beta, "weight of the values in the loss"},
        {"gamma", gamma, "weight of the partials in the loss; not for nn"},
        {"lambda", number_or_auto(fit.lambda), "weight of the squared network weights"},
        {"regularization", &fit.regularization, "where lambda acts (the paper: all)"},
        {"restarts", {&fit.restarts, networks}, "initializations; that of least loss is kept"},
        {"members", {&fit.members, networks}, "networks of an ensemble, each with its restarts"},
    };
}

Keys polishing_keys(PolishingOptions& polishing) {
    Key slope_units{"slope_units", &polishing.slope_units, "units of the slope (the paper: raw)"};
    slope_units.is_silent = [&polishing] { return polishing.by == PolishingBy::value; };
    return {
        quiet({"by", &polishing.by, "what weighs more: flat places, or low predictions"},
              polishing.by),
        {"eta", {&polishing.eta, at_least(0)}, "extra weight where it is flat (low)"},
        {"epsilon", {&polishing.epsilon, at_least(0)}, "inverse width of flat (low)"},
        slope_units,
        {"guard", &polishing.guard, "false: keep the polished model whatever happens"},
        {"max_global_increase",
         {&polishing.max_global_increase, at_least(1)},
         "guard: the global error may grow by this factor"},
    };
}

Keys weight_keys(WeightFactors& weights, std::string& column, bool partials) {
    Keys keys = {
        {"scale", number_or_auto(weights.scale, partials), "factor of all"},
        {"outputs", {&weights.outputs, at_least(0)}, "one factor per output"},
        {"inputs", {&weights.inputs, at_least(0)}, "gamma only: one factor per input"},
        {"samples", {&weights.samples, at_least(0)}, "one factor per training sample"},
        quiet({"column",
               text_or_none(column),
               "table: standard deviations; weights 1/column^2, mean 1"},
              column),
    };
    if (!partials) {
        keys.erase(keys.begin() + 2);
    }
    return keys;
}

Keys training_keys(TrainingOptions& training) {
    return {
        {"trainer", &training.trainer, "how the loss is minimized"},
        {"max_iterations",
         {&training.max_iterations, at_least(1)},
         "adam: updates; lbfgs: evaluations of the loss; else steps"},
        {"warm_up",
         {&training.warm_up, at_least(0)},
         "iterations of lbfgs before the steps of levenberg_marquardt"},
        quiet({"output_layer",
               &training.output_layer,
               "levenberg_marquardt: after a step"},
              training.output_layer),
        {"gradient_tolerance",
         {&training.gradient_tolerance, at_least(0)},
         "stop when the gradient's norm is not larger"},
        {"loss_tolerance",
         {&training.loss_tolerance, at_least(0)},
         "stop when 100 iterations or 10 steps gain less, relative"},
        {"max_seconds",
         {&training.max_seconds, at_least(0)},
         "choice of lambda, gamma (half at most), training; 0: no limit"},
        {"rate", {&training.rate, above(0)}, "adam: step size alpha"},
        {"schedule", &training.schedule, "adam: course of the rate"},
        {"first_moment_decay", {&training.first_moment_decay, share()}, "adam: beta_1"},
        {"second_moment_decay", {&training.second_moment_decay, share()}, "adam: beta_2"},
        quiet({"bias_correction",
               &training.bias_correction,
               "adam: of the moments (the paper's runs: false)"},
              training.bias_correction,
              true),
        {"batch_size", {&training.batch_size, at_least(0)}, "adam: samples per update, 0: all"},
        {"memory", {&training.memory, at_least(1)}, "lbfgs: steps stored"},
        quiet({"jacobian", &training.jacobian, "adam, lbfgs: way through loss of partials"},
              training.jacobian),
    };
}

Keys search_keys(SearchOptions& search) {
    return {
        {"algorithm", &search.algorithm, "of NLopt; lbfgs takes no constraints"},
        {"starts", {&search.starts, within(1, max_points)}, "local searches"},
        {"from", &search.from, "points to start from first, in the problem's units"},
        {"max_evaluations", {&search.max_evaluations, at_least(1)}, "of each local search"},
        {"gradient_tolerance",
         {&search.gradient_tolerance, at_least(0)},
         "projected gradient norm, inputs scaled to [0, 1]"},
        {"constraint_tolerance",
         {&search.constraint_tolerance, at_least(0)},
         "violation that passes, over a limit that is not 0"},
        {"truth_baseline",
         &search.truth_baseline,
         "search on the true function too; program: false"},
    };
}

Keys race_keys(RaceConfig& race) {
    return {
        {"optimum", number_or_none(race.optimum), "least objective; none: the problem's, if known"},
        {"scale",
         number_or_none(race.scale, above(0)),
         "unit of the tolerance; none: nothing is counted"},
        {"tolerance",
         {&race.tolerance, above(0)},
         "found: objective - optimum <= tolerance * scale"},
        {"constraint_tolerance",
         {&race.constraint_tolerance, at_least(0)},
         "and every constraint <= this"},
    };
}

Key infill_key(SurrogateConfig& surrogate) {
    return quiet({"infill",
                  {&surrogate.infill, within(0, most_infill)},
                  "true evaluations after the check of its optimum"},
                 surrogate.infill);
}

Keys fresh_keys(SurrogateConfig& surrogate) {
    return joined(network_keys(surrogate), {training_key(surrogate), infill_key(surrogate)});
}

Keys polished_keys(SurrogateConfig& surrogate) {
    Key polish = required({"polish", &surrogate.polish, "the surrogate above to continue from"});
    return joined(joined({polish}, polishing_keys(surrogate.polishing)),
                  {training_key(surrogate), infill_key(surrogate)});
}

}  // namespace jennopt
