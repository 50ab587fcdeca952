#include "core/format.hpp"
#include "report/number_text.hpp"
#include "report/sections.hpp"
#include "report/validation.hpp"
#include "study/evaluation_plan.hpp"

#include <utility>

namespace jennopt {

namespace {

std::string plans_text(const std::vector<SamplingOptions>& plans) {
    std::vector<std::string> texts;
    for (const SamplingOptions& plan : plans) {
        texts.push_back(
            plan.plan == SamplingPlan::grid
                ? fmt::format("a full grid with {} levels", fmt::join(plan.levels, " × "))
                : plural(plan.count, "point") + " by " + std::string(words_of(plan.plan)));
    }
    return fmt::format("{}", fmt::join(texts, " and "));
}

std::string trainer_text(const TrainingOptions& training) {
    const std::string name(words_of(training.trainer));
    const std::string most = ", at most ";
    if (training.trainer == Trainer::lbfgs) {
        return name + most + plural(training.max_iterations, "loss evaluation");
    }
    if (training.trainer == Trainer::adam) {
        return name + fmt::format(", rate {}", training.rate) +
               (training.schedule == RateSchedule::cosine ? " (cosine)" : "") +
               (training.bias_correction ? "" : ", no bias correction") + most +
               plural(training.max_iterations, "update");
    }
    return (training.warm_up == 0 ? ""
                                  : plural(training.warm_up, "iteration") + " of L-BFGS, then ") +
           name + most + plural(training.max_iterations, "iteration") +
           (training.output_layer == OutputLayer::automatic
                ? ""
                : fmt::format(", output layer {}", name_of(training.output_layer)));
}

std::string kind_text(const SurrogateConfig& config) {
    if (!config.polish.empty()) {
        return config.polish + ", trained on with more weight on " +
               std::string(words_of(config.polishing.by));
    }
    switch (config.kind) {
        case SurrogateKind::nn:
            return "Plain network: trained on values only";
        case SurrogateKind::jenn:
            return "Jacobian-enhanced network: trained on values and partials";
        case SurrogateKind::kriging:
            return std::string("Kriging: interpolates ") +
                   (config.krige.partials ? "values and partials" : "values only");
    }
    return "";
}

std::string scale_text(const WeightFactors& factors, const std::string& automatic) {
    const bool uniform =
        factors.outputs.empty() && factors.inputs.empty() && factors.samples.empty();
    return (factors.scale ? setting_text(*factors.scale) : automatic) +
           (uniform ? "" : ", with factors of its own per residual");
}

Card kriging_card(const ReportView& view, const ArmResults& arm, const SurrogateConfig& config) {
    Card card{config.name, view.colors.of(config.name), kind_text(config), {}};
    card.facts.emplace_back("covariance", "squared exponential, and a share that is additive");
    card.facts.emplace_back(
        "parameters",
        count_text(static_cast<double>(n_kriging_parameters(arm.problem.n_x()))) +
            " of each output, by likelihood");
    card.facts.emplace_back("noise", words_of(config.krige.noise));
    return card;
}

Card surrogate_card(const ReportView& view, const ArmResults& arm, const SurrogateConfig& config) {
    const FitOptions& fit = config.fit;
    const std::string automatic =
        choice_text(arm, config.polish.empty() ? config.name : config.polish);
    const std::vector<const SurrogateRecord*> records = records_of(arm, config.name);
    const double parameters =
        records.empty() ? 0.0 : static_cast<double>(records.front()->parameters);
    Card card{config.name, view.colors.of(config.name), kind_text(config), {}};
    const auto add = [&card](const char* name, std::string value) {
        card.facts.emplace_back(name, std::move(value));
    };
    add("network",
        fmt::format("{}–{}–{}, {}",
                    arm.problem.n_x(),
                    fmt::join(fit.hidden, "–"),
                    arm.problem.n_y(),
                    words_of(fit.activation)));
    add("parameters", count_text(parameters));
    add("trainer", trainer_text(fit.training));
    add("value weight β", scale_text(fit.beta, automatic));
    add("partial weight γ",
        config.kind == SurrogateKind::nn ? "0" : scale_text(fit.gamma, automatic));
    add("regularization λ",
        fmt::format("{}, on {}",
                    fit.lambda ? setting_text(*fit.lambda) : automatic,
                    words_of(fit.regularization)));
    if (fit.members > 1) {
        add("ensemble", fmt::format("mean of {} such networks", fit.members));
    }
    if (config.polish.empty() && fit.restarts > 1) {
        add("initializations",
            fmt::format("{}{}, least training loss kept",
                        fit.restarts,
                        fit.members > 1 ? " for each network" : ""));
    }
    if (!config.polish.empty()) {
        const PolishingOptions& polishing = config.polishing;
        add("polishing",
            "η = " + setting_text(polishing.eta) + ", ε = " + setting_text(polishing.epsilon) +
                ", guard " + (polishing.guard ? "on" : "off"));
    }
    return card;
}

std::string starts_text(const StartsConfig& starts) {
    return !starts.file.empty() ? "from " + starts.file
           : !starts.points.empty()
               ? plural(std::ssize(starts.points), "given point")
               : plural(starts.count, "point") + " of a Latin hypercube, the same for all";
}

std::string optimizers_text(const StudyConfig& config) {
    return "Each optimizer evaluated the true function at most " + plural(config.budget, "time") +
           " in each replicate: values, constraints and partials at one point count once. A design "
           "is feasible where no constraint exceeds " +
           setting_text(config.optimization.constraint_tolerance) + ".";
}

Card optimizer_card(const ReportView& view, const OptimizerConfig& config) {
    Card card{config.name, view.colors.of(config.name), words_of(config.method), {}};
    const SequentialOptions& options = config.sequential;
    if (config.method == OptimizerMethod::sequential) {
        card.facts.emplace_back("model", words_of(options.model));
        card.facts.emplace_back("batch", plural(config.batch, "point"));
        card.facts.emplace_back("tolerance", setting_text(options.tolerance));
    } else {
        card.facts.emplace_back("algorithm", words_of(config.algorithm));
    }
    card.facts.emplace_back("starts", starts_text(config.starts));
    if (options.target) {
        card.facts.emplace_back("target", setting_text(*options.target));
    }
    return card;
}

/// @param count  0: all
std::string rows_text(Index count, bool tests) {
    const std::string which = tests ? " that are not tested on" : "";
    return count == 0 ? "all rows of the table" + which
                      : plural(count, "row") + " of the table, drawn at random" +
                            (tests ? " from those" + which : "");
}

std::string samples_text(const ArmResults& arm) {
    const StudyConfig& config = arm.arm.config;
    return "Training samples: " +
           (config.problem.is_table()
                ? rows_text(config.sampling.front().count, config.problem.table.test != 0.0)
                : plans_text(config.sampling)) +
           "." + (config.test.empty() ? "" : " Test samples: " + plans_text(config.test) + ".") +
           (folds_of(arm) == 0 ? ""
                               : fmt::format(" There are no test samples: accuracy is "
                                             "cross-validated on the training samples, {} folds.",
                                             folds_of(arm)));
}

std::string search_text(const ArmResults& arm) {
    const SearchOptions& search = arm.arm.config.optimization;
    return std::string(words_of(search.algorithm)) + " from " + plural(search.starts, "start") +
           " minimized each surrogate, and every optimum found " +
           (arm.arm.config.problem.is_table()
                ? "is a prediction: a table has no function that could be evaluated there."
            : searches_truth(arm.arm.config, arm.problem)
                ? "was evaluated on the true function; the direct search is the same "
                  "search on the true function."
                : "was evaluated on the true function.");
}

}  // namespace

std::vector<Block> method_section(const ReportView& view) {
    const ArmResults& arm = view.study.arms.front();
    const StudyConfig& config = arm.arm.config;
    std::vector<Block> blocks{{Heading{"What was done"}}};
    if (view.study.arms.size() > 1) {
        const std::string arms = plural(std::ssize(view.study.arms), "arm");
        blocks.push_back({Paragraph{"The study has " + arms +
                                    ", which differ in the settings that name them; what follows "
                                    "is the first, " +
                                    arm.arm.label + "."}});
    }
    Cards cards;
    if (!config.surrogates.empty() || config.optimizers.empty()) {
        const bool is_one = config.replicates == 1;
        blocks.push_back(
            {Paragraph{plural(config.replicates, "replicate") +
                       (is_one ? " was made, with" : " were made, each with") +
                       " its own samples and initial weights; within a replicate every surrogate "
                       "learned from the same samples. " +
                       samples_text(arm) + " Then " + search_text(arm)}});
    }
    for (const SurrogateConfig& surrogate : config.surrogates) {
        cards.cards.push_back(surrogate.kind == SurrogateKind::kriging
                                  ? kriging_card(view, arm, surrogate)
                                  : surrogate_card(view, arm, surrogate));
        if (surrogate.infill > 0) {
            cards.cards.back().facts.emplace_back(
                "infill", "at most " + plural(surrogate.infill, "evaluation") + " more");
        }
    }
    if (!config.optimizers.empty()) {
        blocks.push_back({Paragraph{optimizers_text(config)}});
    }
    for (const OptimizerConfig& optimizer : config.optimizers) {
        cards.cards.push_back(optimizer_card(view, optimizer));
    }
    blocks.push_back({std::move(cards)});
    return blocks;
}

std::vector<Block> reproduction_section(const ReportView& view) {
    std::vector<Block> blocks{
        {Heading{"Reproduction"}},
        {Code{view.study.command}},
        {Paragraph{"jennopt " + view.study.version +
                   ". The same seed gives the same numbers; only measured times differ."}}};
    const std::size_t n_shown = has_many_arms(view.study) ? 1 : view.study.arms.size();
    for (std::size_t arm = 0; arm < n_shown; ++arm) {
        const Arm& shown = view.study.arms[arm].arm;
        blocks.push_back(
            {Fold{"Resolved configuration of " + shown.label, {{Code{shown.resolved}}}}});
    }
    return blocks;
}

}  // namespace jennopt
