#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cli/planned_studies.hpp"
#include "core/format.hpp"
#include "core/nearest.hpp"
#include "core/text_file.hpp"
#include "data/csv.hpp"
#include "jennopt/core/error.hpp"
#include "problem/names.hpp"
#include "problem/standard_form.hpp"
#include "report/number_text.hpp"
#include "study/plan.hpp"
#include "study/suggestion.hpp"

#include <algorithm>
#include <cmath>

namespace jennopt {

namespace {

const OptimizerConfig& chosen_optimizer(const Study& study, const std::string& wanted) {
    std::vector<const OptimizerConfig*> sequential;
    std::vector<std::string> names;
    for (const OptimizerConfig& optimizer : study.arms.front().config.optimizers) {
        if (optimizer.method == OptimizerMethod::sequential) {
            sequential.push_back(&optimizer);
            names.push_back(optimizer.name);
        }
    }
    const auto found = std::ranges::find(names, wanted);
    if (names.empty()) {
        throw ConfigError(
            fmt::format("{}: has no optimizer of method sequential, expected one, as "
                        "in optimizers: {{best: {{}}}}",
                        study.file.string()));
    }
    if (wanted.empty() ? names.size() > 1 : found == names.end()) {
        throw ConfigError(
            wanted.empty()
                ? fmt::format("{}: has several optimizers, expected --optimizer with one of {}",
                              study.file.string(),
                              fmt::join(names, ", "))
                : fmt::format("--optimizer is {}, expected one of {}{}",
                              wanted,
                              fmt::join(names, ", "),
                              did_you_mean(wanted, names)));
    }
    return *sequential[wanted.empty() ? 0 : static_cast<std::size_t>(found - names.begin())];
}

/// Every digit, so that the same numbers come back with the results.
std::string points_csv(const std::vector<Proposal>& proposals, const ProblemInfo& problem) {
    std::vector<std::string> cells;
    for (const std::string& name : names_of(problem.inputs)) {
        cells.push_back(csv_cell(name));
    }
    std::string text = fmt::format("{}\n", fmt::join(cells, ","));
    for (const Proposal& proposal : proposals) {
        std::ranges::transform(
            proposal.x, cells.begin(), [](double number) { return csv_cell(number); });
        text += fmt::format("{}\n", fmt::join(cells, ","));
    }
    return text;
}

/// On stderr: what the table holds, and what is still to be gained.
void print_outlook(const RunTable& runs, const Suggestion& suggestion, const ProblemInfo& problem) {
    for (const std::string& note : runs.notes) {
        print_message("{}\n", note);
    }
    if (suggestion.best) {
        const Index objective = problem.objective();
        const double violation = StandardForm(problem).violation(suggestion.best->y.value);
        const auto failed = std::ranges::count(runs.rows, true, &Outcome::failed);
        print_message(
            "{}, {} failed. The best has {} = {:.6g}{}.\n",
            plural(std::ssize(runs.rows), "run"),
            failed,
            problem.outputs[static_cast<std::size_t>(objective)].name,
            suggestion.best->y.value(objective),
            violation > 0.0 ? fmt::format(" and violates a constraint by {:.3g}", violation) : "");
    }
    if (suggestion.termination) {
        print_message("No more gain is expected: {}.\n", words_of(*suggestion.termination));
    } else if (std::isfinite(suggestion.expected_gain)) {
        print_message("Expected gain of the next point: {:.3g}.\n", suggestion.expected_gain);
    }
}

}  // namespace

void suggest_command(const CommandLine& line) {
    const Study study = read_study(line.arguments.front(), line.overrides);
    if (study.arms.size() > 1) {
        throw ConfigError(fmt::format(
            "{}: has {} arms, expected one problem to suggest points for; see --set sweep={{}}",
            study.file.string(),
            study.arms.size()));
    }
    const OptimizerConfig& optimizer = chosen_optimizer(study, line.optimizer);
    if (const std::string sentence = unloaded_problem(study, line); !sentence.empty()) {
        throw ConfigError(fmt::format("{}: {}", study.file.string(), sentence));
    }
    const std::vector<PlannedArm> arms = plan(study, ProblemRegistry(plugin_places(line)));
    const StudyConfig& config = study.arms.front().config;
    const ProblemInfo problem = wrapped_info(arms.front().problem->info(), config.problem.wrappers);
    const std::vector<Outcome> given =
        arms.front().given ? arms.front().given->outcomes() : std::vector<Outcome>{};
    RunTable runs = read_runs(line.data, problem);
    std::erase_if(runs.rows, [&](const Outcome& row) {  // those of one file may stand in the other
        return std::ranges::find(given, row.x, &Outcome::x) != given.end();
    });
    const Suggestion suggestion = suggest(
        first_state(
            config, optimizer, problem, std::filesystem::absolute(study.file).parent_path(), given),
        optimizer.batch,
        runs.rows,
        line.count);
    print_outlook(runs, suggestion, problem);
    if (config.budget > 0 && std::ssize(runs.rows) >= config.budget) {
        print_message("The budget, {}, is used up.\n", plural(config.budget, "run"));
    }
    const std::string text = points_csv(suggestion.proposals, problem);
    if (line.output.empty()) {
        print_result("{}", text);
    } else {
        remove_unfinished(std::filesystem::absolute(line.output).parent_path());
        write_text(line.output, text);
    }
}

}  // namespace jennopt
