#include "core/format.hpp"
#include "jennopt/report/html.hpp"
#include "report/gnuplot_text.hpp"
#include "report/html_choice.hpp"
#include "report/html_text.hpp"
#include "report/number_text.hpp"

#include <algorithm>
#include <span>
#include <utility>

namespace jennopt {

namespace {

std::string plan_text(const SamplingOptions& options) {
    const auto counted = [&options](const std::string& plan) {
        return fmt::format("{} points by {}", options.count, plan);
    };
    switch (options.plan) {
        case SamplingPlan::grid:
            return fmt::format("a full grid with {} levels", fmt::join(options.levels, " × "));
        case SamplingPlan::random:
            return counted("uniform random sampling");
        case SamplingPlan::latin_hypercube:
            return counted("Latin hypercube sampling");
        case SamplingPlan::maximin_latin_hypercube:
            return counted("maximin Latin hypercube sampling");
        case SamplingPlan::sobol:
            return counted("a Sobol' sequence with a random digital shift");
        case SamplingPlan::halton:
            return counted("a Halton sequence with random digit permutations");
    }
    return {};
}

std::string plans_text(const std::vector<SamplingOptions>& plans) {
    std::string text;
    for (const SamplingOptions& plan : plans) {
        text += (text.empty() ? "" : " and ") + plan_text(plan);
    }
    return text;
}

std::string algorithm_text(Algorithm algorithm) {
    switch (algorithm) {
        case Algorithm::slsqp:
            return "SLSQP";
        case Algorithm::lbfgs:
            return "L-BFGS";
        case Algorithm::mma:
            return "MMA";
        case Algorithm::ccsaq:
            return "CCSAQ";
    }
    return {};
}

std::string trainer_text(const TrainingOptions& training) {
    const std::string start = training.warm_up == 0
                                  ? ""
                                  : fmt::format("{} iterations of L-BFGS, then ", training.warm_up);
    switch (training.trainer) {
        case Trainer::automatic:
            return fmt::format("{}the trainer that fits the size, at most {} iterations",
                               start,
                               training.max_iterations);
        case Trainer::levenberg_marquardt:
            return fmt::format(
                "{}Levenberg-Marquardt, at most {} iterations", start, training.max_iterations);
        case Trainer::adam:
            return fmt::format("Adam, rate {}{}{}, at most {} updates",
                               training.rate,
                               training.schedule == RateSchedule::cosine ? " (cosine)" : "",
                               training.bias_correction ? "" : ", no bias correction",
                               training.max_iterations);
        case Trainer::lbfgs:
            return fmt::format("L-BFGS, at most {} loss evaluations", training.max_iterations);
    }
    return {};
}

std::string network_text(const SurrogateConfig& config, const ProblemInfo& problem) {
    return fmt::format("{}–{}–{}, {}",
                       problem.n_x(),
                       fmt::join(config.fit.hidden, "–"),
                       problem.n_y(),
                       to_string(config.fit.activation));
}

std::string kind_text(const SurrogateConfig& config) {
    if (!config.polish.empty()) {
        return fmt::format(
            "{}, trained on with more weight on {}",
            config.polish,
            config.polishing.by == PolishingBy::slope ? "flat places" : "samples predicted low");
    }
    return config.kind == SurrogateKind::nn
               ? "Plain network: trained on values only"
               : "Jacobian-enhanced network: trained on values and partials";
}

Index parameters_of(const ReportArm& arm, const std::string& name) {
    for (const ReplicateRecord& replicate : arm.replicates) {
        for (const SurrogateRecord& record : replicate.surrogates) {
            if (record.name == name) {
                return record.parameters;
            }
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

std::string card(const ReportInput& input, const ReportArm& arm, const SurrogateConfig& config) {
    const std::string automatic =
        choice_text(arm, config.polish.empty() ? config.name : config.polish);
    std::vector<std::pair<std::string, std::string>> facts{
        {"network", network_text(config, arm.problem)},
        {"parameters", count_text(static_cast<double>(parameters_of(arm, config.name)))},
        {"trainer", trainer_text(config.fit.training)},
        {"value weight β", scale_text(config.fit.beta, automatic)},
        {"partial weight γ",
         config.kind == SurrogateKind::nn ? "0" : scale_text(config.fit.gamma, automatic)},
        {"regularization λ",
         fmt::format("{}, on {}",
                     config.fit.lambda ? setting_text(*config.fit.lambda) : automatic,
                     config.fit.regularization == Regularization::hidden_layers
                         ? "the hidden layers"
                         : "all layers")}};
    if (config.fit.members > 1) {
        facts.emplace_back("ensemble", fmt::format("mean of {} such networks", config.fit.members));
    }
    if (config.polish.empty() && config.fit.restarts > 1) {
        facts.emplace_back("initializations",
                           fmt::format("{}{}, least training loss kept",
                                       config.fit.restarts,
                                       config.fit.members > 1 ? " for each network" : ""));
    }
    if (!config.polish.empty()) {
        facts.emplace_back("polishing",
                           fmt::format("η = {}, ε = {}, guard {}",
                                       setting_text(config.polishing.eta),
                                       setting_text(config.polishing.epsilon),
                                       config.polishing.guard ? "on" : "off"));
    }
    std::string html =
        fmt::format("<div class=\"card\" style=\"border-top-color:{}\"><h4>{}</h4><p>{}</p><dl>",
                    color_of(input, config.name),
                    escape_html(config.name),
                    escape_html(kind_text(config)));
    for (const auto& [term, value] : facts) {
        html += fmt::format("<dt>{}</dt><dd>{}</dd>", term, escape_html(value));
    }
    return html + "</dl></div>\n";
}

}  // namespace

std::string method_html(const ReportInput& input) {
    std::string html = "<h2>What was done</h2>\n";
    const ReportArm& arm = input.arms.front();
    const StudyConfig& config = arm.arm.config;
    if (input.arms.size() > 1) {
        html += fmt::format(
            "<p>The study has {} arms, which differ in the settings that name them; what follows "
            "is the first, "
            "<code>{}</code>.</p>\n",
            input.arms.size(),
            escape_html(arm.arm.label));
    }
    html += fmt::format(
        "<p>{} were made, each with its own samples and initial weights; within a replicate every "
        "surrogate "
        "learned from the same samples.{}{} Then {} from {} starts minimized each surrogate, and "
        "every optimum found {}.</p>\n",
        plural(config.replicates, "replicate"),
        config.problem.is_table()
            ? fmt::format(
                  " Training samples: {} rows of the table, drawn at random from those that "
                  "are not tested on.",
                  config.sampling.front().count)
            : fmt::format(" Training samples: {}.", plans_text(config.sampling)),
        config.test.empty() ? "" : fmt::format(" Test samples: {}.", plans_text(config.test)),
        algorithm_text(config.optimization.algorithm),
        config.optimization.starts,
        config.problem.is_table() ? "is a prediction: a table has no true function"
        : config.optimization.truth_baseline && arm.problem.has_partials
            ? "was evaluated on the true function; the same search ran on the true function too"
            : "was evaluated on the true function");
    html += "<div class=\"cards\">\n";
    for (const SurrogateConfig& surrogate : config.surrogates) {
        html += card(input, arm, surrogate);
    }
    return html + "</div>\n";
}

std::string reproduction_html(const ReportInput& input) {
    std::string html = fmt::format(
        "<h2>Reproduction</h2>\n<pre>{}</pre>\n<p>jennopt {}. The same seed gives the same "
        "numbers; only measured "
        "times differ.</p>\n",
        escape_html(input.command),
        escape_html(input.version));
    const std::size_t n_shown = has_many_arms(input) ? 1 : input.arms.size();
    for (const ReportArm& arm : std::span(input.arms).first(n_shown)) {
        html += fmt::format(
            "<details><summary>Resolved configuration of {}</summary>\n<pre>{}</pre></details>\n",
            escape_html(arm.arm.label),
            escape_html(arm.arm.resolved));
    }
    return html;
}

}  // namespace jennopt
