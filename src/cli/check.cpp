#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cli/planned_studies.hpp"
#include "core/format.hpp"
#include "jennopt/core/error.hpp"
#include "report/study_folder.hpp"
#include "study/continuation.hpp"
#include "study/evaluation_plan.hpp"
#include "study/optimizer_checks.hpp"
#include "study/optimum_check.hpp"
#include "study/study_audit.hpp"

#include <algorithm>
#include <utility>

namespace jennopt {

namespace {

/// What a program computes, and how: only the study file knows.
void print_program(const ExternalConfig& external, const ProblemInfo& info) {
    print_inputs_and_outputs(info);
    print_result("\npartials: {}\n\n",
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
    print_result("{}: study {}, {}\n", study.file.string(), study.name, fmt::join(problems, ", "));
    const ProblemConfig& problem = arms.front().arm->config.problem;
    if (problem.external) {
        print_program(*problem.external, arms.front().problem->info());
    } else if (problem.is_table() || problem.has_no_program() || !problem.goals.empty()) {
        print_inputs_and_outputs(arms.front().problem->info());
        print_result("\n");
    }
    print_result("  arms        {}\n", arms.size());
    print_result("  replicates  {} of each arm\n", study.replicates);
    if (const auto plans = plans_without_growth(arms); !plans.empty()) {
        print_result("  plans       another count of {} shares no points with this one\n",
                     fmt::join(plans, ", "));
    }
}

/// What the direct search does about partials that a program does not give.
void print_differenced(const StudyConfig& config,
                       const ProblemInfo& problem,
                       const EvaluationPlan& plan) {
    const auto missing = inputs_without_partials(bare_problem(config.problem), problem);
    if (plan.direct_search > 0 && !missing.empty()) {
        print_result("    the direct search takes differences for the partials by {}\n",
                     fmt::join(missing, ", "));
    }
}

/// How many evaluations the study makes in all and, where it is known, how long that takes.
void print_total(const Study& study,
                 const std::vector<PlannedArm>& arms,
                 const RunOptions& options) {
    const Index all = planned_in_all(arms, study.replicates);
    if (all == 0) {
        return;
    }
    print_result("  true evaluations in all: at most {}", all);
    if (arms.front().arm->config.problem.external) {
        const double each =
            evaluation_times(evaluations_folder(options.output / study.name)).seconds_each();
        print_result("{}", each == 0.0 ? "" : ", " + time_text(all, each, options.jobs));
        if (std::ranges::any_of(
                arms, [](const PlannedArm& arm) { return !arm.arm->config.surrogates.empty(); })) {
            print_result("\n  and where the program fails at an optimum up to {} more",
                         most_checks - 1);
        }
    }
    print_result("\n");
}

/// What the check of the partials will cost, before it begins.
void print_audit_price(const std::vector<PlannedArm>& arms,
                       const std::filesystem::path& evaluations) {
    const double each = evaluation_times(evaluations).seconds_each();
    const Index price = audit_price(arms);
    print_result("the check of the partials takes {} evaluations{}\n",
                 price,
                 each == 0.0 ? "" : ", " + time_text(price, each, 1));
    flush_result();
}

/// Of a program what was evaluated is kept, so that no run pays for it again.
StudyAudit audit_partials(const PlannedStudy& planned) {
    const std::filesystem::path place =
        evaluations_folder(planned.options.output / planned.study.name);
    if (!planned.arms.front().arm->config.problem.external) {
        return audit(planned.arms, nullptr);
    }
    print_audit_price(planned.arms, place);
    EvaluationStore store(place, planned.options.retry_failed);
    store.on_remark([&](const std::string& sentence) {
        print_message("{}: {}\n", planned.study.name, sentence);
    });
    StudyAudit found = audit(planned.arms, &store);
    store.keep_times();
    store.finish();
    return found;
}

void print_optimizers(const StudyConfig& config, const ProblemInfo& problem) {
    for (const OptimizerConfig& optimizer : config.optimizers) {
        print_result(
            "    optimizer {}: {}{}{}\n",
            optimizer.name,
            words_of(optimizer.method),
            config.budget == 0 ? "" : fmt::format(", at most {} true evaluations", config.budget),
            optimizer.batch == 1 ? "" : fmt::format(", {} at once", optimizer.batch));
        if (const std::string warning = model_warning(optimizer, problem); !warning.empty()) {
            print_result("    {}\n", warning);
        }
    }
}

/// What the study file alone says.
void print_unloaded(const PlannedStudy& planned, const CommandLine& line) {
    const Study& study = planned.study;
    if (line.partials) {
        throw ConfigError(fmt::format("{}: {}", study.file.string(), planned.not_loaded));
    }
    print_result("{}: study {}\n  arms        {}\n  replicates  {} of each arm\n",
                 study.file.string(),
                 study.name,
                 study.arms.size(),
                 study.replicates);
    print_result("  ! {}\nThe study file is right as far as it can be seen. Nothing was run.\n",
                 planned.not_loaded);
}

void print_arm(const PlannedArm& arm, const std::filesystem::path& folder) {
    const StudyConfig& config = arm.arm->config;
    const ProblemInfo& problem = arm.problem->info();
    std::vector<std::string> names;
    for (const SurrogateConfig& surrogate : config.surrogates) {
        names.push_back(surrogate.name);
    }
    print_result("  {}\n", arm.arm->label);
    if (config.surrogates.empty()) {
        print_result("    inputs {}{}\n",
                     problem.n_x(),
                     arm.given ? ", evaluations that exist: " + arm.given->text() : "");
        print_optimizers(config, problem);
        if (config.budget > 0) {
            print_result("    true evaluations of a replicate: at most {}\n",
                         evaluation_plan(arm).optimizers);
        }
        print_result("    folder {}\n", (folder / arm.arm->id).string());
        return;
    }
    const Index tests = planned_tests(arm);
    print_result("    inputs {}, training samples {}{}, test samples {}, surrogates {}\n",
                 problem.n_x(),
                 planned_samples(arm),
                 arm.given ? " and " + arm.given->text() : "",
                 tests == 0 ? "none (R2 by cross-validation)" : fmt::format("{}", tests),
                 fmt::join(names, ", "));
    print_optimizers(config, problem);
    const EvaluationPlan plan = evaluation_plan(arm);
    const auto at_most = [](Index count, const std::string& by) {
        return count == 0 ? "" : fmt::format(", at most {} by {}", count, by);
    };
    print_result("    true evaluations of a replicate: {}{}{}{}\n",
                 plan.training + plan.test + plan.checks,
                 at_most(plan.infill, "infill"),
                 at_most(plan.optimizers, "the optimizers"),
                 plan.direct_search == 0
                     ? ""
                     : fmt::format(", and at most {} by the direct search ({} starts)",
                                   plan.direct_search,
                                   config.optimization.starts));
    print_differenced(config, problem, plan);
    print_result("    folder {}\n", (folder / arm.arm->id).string());
}

}  // namespace

bool check_command(const CommandLine& line) {
    bool right = true;
    const PlannedStudies all = plan_all(line);
    print_left_out(all);
    for (const PlannedStudy& planned : all.studies) {
        const auto& [study, arms, options, unpacked, not_loaded] = planned;
        if (!not_loaded.empty()) {
            print_unloaded(planned, line);
            continue;
        }
        print_problems(study, arms);
        for (const PlannedArm& arm : arms) {
            print_arm(arm, line.output / study.name);
        }
        print_total(study, arms, options);
        for (const std::string& warning : table_warnings(arms)) {
            print_result("  ! {}\n", warning);
        }
        if (line.partials) {
            const StudyAudit found = audit_partials(planned);
            print_result("{}", found.text);
            right = right && found.n_wrong == 0;
        }
        const bool by_hand = arms.front().arm->config.problem.has_no_program();
        print_result("{} was run. {}: jennopt {} {}{}\n",
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
