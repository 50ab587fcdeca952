#include "core/format.hpp"
#include "report/number_text.hpp"
#include "report/sections_parts.hpp"

#include <utility>

namespace jennopt {

namespace {

std::string plan_text(const SamplingOptions& options) {
    return options.plan == SamplingPlan::grid
               ? fmt::format("a full grid with {} levels", fmt::join(options.levels, " × "))
               : fmt::format("{} by {}",
                             plural(static_cast<long>(options.count), "point"),
                             words_of(options.plan));
}

std::string plans_text(const std::vector<SamplingOptions>& plans) {
    std::string text;
    for (const SamplingOptions& plan : plans) {
        text += (text.empty() ? "" : " and ") + plan_text(plan);
    }
    return text;
}

std::string trainer_text(const TrainingOptions& training) {
    const bool is_adam = training.trainer == Trainer::adam;
    const std::string start =
        is_adam || training.warm_up == 0 || training.trainer == Trainer::lbfgs
            ? ""
            : fmt::format("{} of L-BFGS, then ",
                          plural(static_cast<long>(training.warm_up), "iteration"));
    const std::string rate =
        is_adam ? fmt::format(", rate {}{}{}",
                              training.rate,
                              training.schedule == RateSchedule::cosine ? " (cosine)" : "",
                              training.bias_correction ? "" : ", no bias correction")
                : "";
    return fmt::format("{}{}{}, at most {}",
                       start,
                       words_of(training.trainer),
                       rate,
                       plural(static_cast<long>(training.max_iterations),
                              is_adam                              ? "update"
                              : training.trainer == Trainer::lbfgs ? "loss evaluation"
                                                                   : "iteration"));
}

std::string kind_text(const SurrogateConfig& config) {
    if (!config.polish.empty()) {
        return fmt::format(
            "{}, trained on with more weight on {}", config.polish, words_of(config.polishing.by));
    }
    return config.kind == SurrogateKind::nn
               ? "Plain network: trained on values only"
               : "Jacobian-enhanced network: trained on values and partials";
}

Index parameters_of(const ArmResults& arm, const std::string& name) {
    for (const ReplicateRecord& replicate : arm.replicates) {
        if (const SurrogateRecord* record = find_surrogate(replicate, name)) {
            return record->parameters;
        }
    }
    return 0;
}

std::string scale_text(const WeightFactors& factors, const std::string& automatic) {
    const bool uniform =
        factors.outputs.empty() && factors.inputs.empty() && factors.samples.empty();
    return (factors.scale ? setting_text(*factors.scale) : automatic) +
           (uniform ? "" : ", with factors of its own per residual");
}

Card surrogate_card(const ReportView& view, const ArmResults& arm, const SurrogateConfig& config) {
    const FitOptions& fit = config.fit;
    const std::string automatic =
        choice_text(arm, config.polish.empty() ? config.name : config.polish);
    Card card{config.name, view.colors.of(config.name), kind_text(config), {}};
    card.facts = {{"network",
                   fmt::format("{}–{}–{}, {}",
                               arm.problem.n_x(),
                               fmt::join(fit.hidden, "–"),
                               arm.problem.n_y(),
                               words_of(fit.activation))},
                  {"parameters", count_text(static_cast<double>(parameters_of(arm, config.name)))},
                  {"trainer", trainer_text(fit.training)},
                  {"value weight β", scale_text(fit.beta, automatic)},
                  {"partial weight γ",
                   config.kind == SurrogateKind::nn ? "0" : scale_text(fit.gamma, automatic)},
                  {"regularization λ",
                   fmt::format("{}, on {}",
                               fit.lambda ? setting_text(*fit.lambda) : automatic,
                               words_of(fit.regularization))}};
    if (fit.members > 1) {
        card.facts.emplace_back("ensemble", fmt::format("mean of {} such networks", fit.members));
    }
    if (config.polish.empty() && fit.restarts > 1) {
        card.facts.emplace_back("initializations",
                                fmt::format("{}{}, least training loss kept",
                                            fit.restarts,
                                            fit.members > 1 ? " for each network" : ""));
    }
    if (!config.polish.empty()) {
        card.facts.emplace_back("polishing",
                                fmt::format("η = {}, ε = {}, guard {}",
                                            setting_text(config.polishing.eta),
                                            setting_text(config.polishing.epsilon),
                                            config.polishing.guard ? "on" : "off"));
    }
    return card;
}

std::string samples_text(const StudyConfig& config) {
    const std::string training =
        config.problem.is_table()
            ? fmt::format("{} of the table, drawn at random from those that are not tested on",
                          plural(static_cast<long>(config.sampling.front().count), "row"))
            : plans_text(config.sampling);
    return fmt::format(
        "Training samples: {}.{}",
        training,
        config.test.empty() ? "" : fmt::format(" Test samples: {}.", plans_text(config.test)));
}

std::string search_text(const ArmResults& arm) {
    const StudyConfig& config = arm.arm.config;
    return fmt::format(
        "{} from {} minimized each surrogate, and every optimum found {}.",
        words_of(config.optimization.algorithm),
        plural(static_cast<long>(config.optimization.starts), "start"),
        config.problem.is_table()
            ? "is a prediction: a table has no function that could be evaluated there"
        : config.optimization.truth_baseline && arm.problem.has_partials
            ? "was evaluated on the true function; the direct search is the same search on the "
              "true function"
            : "was evaluated on the true function");
}

}  // namespace

std::vector<Block> method_section(const ReportView& view) {
    const ArmResults& arm = view.study.arms.front();
    const StudyConfig& config = arm.arm.config;
    std::vector<Block> blocks{{Heading{"What was done"}}};
    if (view.study.arms.size() > 1) {
        blocks.push_back(
            {Paragraph{fmt::format("The study has {} arms, which differ in the settings that name "
                                   "them; what follows is the first, {}.",
                                   view.study.arms.size(),
                                   arm.arm.label)}});
    }
    blocks.push_back({Paragraph{fmt::format(
        "{} made, {} its own samples and initial weights; within a replicate every surrogate "
        "learned from the same samples. {} Then {}",
        plural(static_cast<long>(config.replicates), "replicate") +
            (config.replicates == 1 ? " was" : " were"),
        config.replicates == 1 ? "with" : "each with",
        samples_text(config),
        search_text(arm))}});
    Cards cards;
    for (const SurrogateConfig& surrogate : config.surrogates) {
        cards.cards.push_back(surrogate_card(view, arm, surrogate));
    }
    blocks.push_back({std::move(cards)});
    return blocks;
}

std::vector<Block> reproduction_section(const ReportView& view) {
    std::vector<Block> blocks{
        {Heading{"Reproduction"}},
        {Code{view.study.command}},
        {Paragraph{fmt::format("jennopt {}. The same seed gives the same numbers; only measured "
                               "times differ.",
                               view.study.version)}}};
    const std::size_t n_shown = has_many_arms(view.study) ? 1 : view.study.arms.size();
    for (std::size_t arm = 0; arm < n_shown; ++arm) {
        const Arm& shown = view.study.arms[arm].arm;
        blocks.push_back({Fold{fmt::format("Resolved configuration of {}", shown.label),
                               {{Code{shown.resolved}}}}});
    }
    return blocks;
}

}  // namespace jennopt
