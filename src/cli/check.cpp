#include "cli/commands.hpp"
#include "cli/planned_studies.hpp"
#include "core/format.hpp"
#include "problem/integer_inputs.hpp"
#include "report/study_folder.hpp"
#include "study/optimizer_checks.hpp"
#include "study/study_audit.hpp"

#include <algorithm>
#include <utility>

namespace jennopt {

namespace {

/// What a program computes, and how: only the study file knows.
void print_program(const ExternalConfig& external, const ProblemInfo& info) {
    print_inputs_and_outputs(info);
    fmt::print("\npartials: {}\n\n",
               external.partials.empty()
                   ? "none"
                   : fmt::format("by {}", fmt::join(external.partials, ", ")));
}

/// Plans of the arms that make other points when their count changes.
std::vector<std::string> plans_without_growth(const std::vector<PlannedArm>& arms) {
    std::vector<std::string> names;
    for (const PlannedArm& arm : arms) {
        for (const auto* plans : {&arm.arm->config.sampling, &arm.arm->config.test}) {
            for (const SamplingOptions& plan : *plans) {
                if (!grows(plan.plan)) {
                    append_once(names, name_of(plan.plan));
                }
            }
        }
    }
    return names;
}

void print_problems(const Study& study, const std::vector<PlannedArm>& arms) {
    std::vector<std::string> problems;
    for (const PlannedArm& arm : arms) {
        const ProblemInfo& info = arm.problem->info();
        std::string problem = fmt::format("problem {} ({})", info.name, info.summary);
        if (std::find(problems.begin(), problems.end(), problem) == problems.end()) {
            problems.push_back(std::move(problem));
        }
    }
    fmt::print("{}: study {}, {}\n", study.file.string(), study.name, fmt::join(problems, ", "));
    if (const auto& external = arms.front().arm->config.problem.external) {
        print_program(*external, arms.front().problem->info());
    }
    fmt::print("  arms        {}\n", arms.size());
    fmt::print("  replicates  {} of each arm\n", study.replicates);
    if (const auto plans = plans_without_growth(arms); !plans.empty()) {
        fmt::print("  plans       another count of {} shares no points with this one\n",
                   fmt::join(plans, ", "));
    }
}

Index optimizer_evaluations(const StudyConfig& config) {
    return config.budget * std::ssize(config.optimizers);
}

Index infill_evaluations(const StudyConfig& config) {
    Index all = 0;
    for (const SurrogateConfig& surrogate : config.surrogates) {
        all += surrogate.infill;
    }
    return all;
}

void print_optimizers(const StudyConfig& config, const ProblemInfo& problem) {
    for (const OptimizerConfig& optimizer : config.optimizers) {
        fmt::print(
            "    optimizer {}: {}{}{}\n",
            optimizer.name,
            words_of(optimizer.method),
            config.budget == 0 ? "" : fmt::format(", at most {} true evaluations", config.budget),
            optimizer.batch == 1 ? "" : fmt::format(", {} at once", optimizer.batch));
        if (const std::string warning = model_warning(optimizer, problem); !warning.empty()) {
            fmt::print("    {}\n", warning);
        }
    }
}

void print_arm(const PlannedArm& arm, const std::filesystem::path& folder) {
    const StudyConfig& config = arm.arm->config;
    const ProblemInfo& problem = arm.problem->info();
    std::vector<std::string> names;
    for (const SurrogateConfig& surrogate : config.surrogates) {
        names.push_back(surrogate.name);
    }
    fmt::print("  {}\n", arm.arm->label);
    if (config.surrogates.empty()) {
        fmt::print("    inputs {}{}\n",
                   problem.n_x(),
                   arm.given ? ", evaluations that exist: " + arm.given->text() : "");
        print_optimizers(config, problem);
        if (config.budget > 0) {
            fmt::print("    true evaluations of a replicate: at most {}\n",
                       optimizer_evaluations(config));
        }
        fmt::print("    folder {}\n", (folder / arm.arm->id).string());
        return;
    }
    fmt::print("    inputs {}, training samples {}{}, test samples {}, surrogates {}\n",
               problem.n_x(),
               planned_samples(arm),
               arm.given ? " and " + arm.given->text() : "",
               planned_tests(arm),
               fmt::join(names, ", "));
    print_optimizers(config, problem);
    const bool searched = config.optimization.truth_baseline && problem.has_partials &&
                          IntegerInputs(problem).empty() && !config.problem.is_table();
    fmt::print("    true evaluations of a replicate: {}{}{}{}\n",
               planned_evaluations(arm),
               infill_evaluations(config) == 0
                   ? ""
                   : fmt::format(", at most {} by infill", infill_evaluations(config)),
               config.optimizers.empty()
                   ? ""
                   : fmt::format(", at most {} by the optimizers", optimizer_evaluations(config)),
               searched
                   ? fmt::format(", and at most {} by the direct search ({} starts)",
                                 config.optimization.starts * config.optimization.max_evaluations,
                                 config.optimization.starts)
                   : "");
    fmt::print("    folder {}\n", (folder / arm.arm->id).string());
}

}  // namespace

bool check_command(const CommandLine& line) {
    bool right = true;
    const PlannedStudies all = plan_all(line);
    print_left_out(all);
    for (const auto& [study, arms, options] : all.studies) {
        print_problems(study, arms);
        for (const PlannedArm& arm : arms) {
            print_arm(arm, line.output / study.name);
        }
        for (const std::string& warning : table_warnings(arms)) {
            fmt::print("  ! {}\n", warning);
        }
        if (line.partials) {
            const StudyAudit found = audit(arms);
            fmt::print("{}", found.text);
            right = right && found.n_wrong == 0;
        }
        const bool by_hand = arms.front().arm->config.problem.has_no_program();
        fmt::print("{} was run. {}: jennopt {} {}{}\n",
                   line.partials ? "No study" : "Nothing",
                   by_hand ? "For what to evaluate" : "To run it",
                   by_hand ? "suggest" : "run",
                   study.file.string(),
                   by_hand ? " --data runs.csv" : "");
    }
    print_left_out_again(all);
    return right;
}

}  // namespace jennopt
