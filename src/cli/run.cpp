#include "cli/commands.hpp"
#include "cli/progress_bar.hpp"
#include "core/format.hpp"
#include "jennopt/core/error.hpp"
#include "problem/external.hpp"
#include "report/report.hpp"
#include "report/study_folder.hpp"
#include "study/study.hpp"

#include <sys/ioctl.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <unistd.h>
#include <utility>

namespace jennopt {

namespace {

volatile std::sig_atomic_t stop_requested = 0;

extern "C" void request_stop(int signal) {
    if (stop_requested != 0) {  // a second Ctrl-C ends the program at once
        kill_programs();
        std::signal(signal, SIG_DFL);
        std::raise(signal);
        return;
    }
    stop_requested = 1;
    stop_programs();
}

struct PlannedStudy {
    Study study;
    std::vector<PlannedArm> arms;
    RunOptions options;
};

struct PlannedStudies {
    std::vector<PlannedStudy> studies;
    std::vector<std::string> left_out;  ///< a sentence for each
};

/// The command that makes the study again, without what changes no result: jobs, output, quiet,
/// force.
std::string reproduction(const std::string& file, const CommandLine& line) {
    std::string command = "jennopt run " + file;
    for (const Override& override : line.overrides) {
        command += fmt::format(" --set '{}={}'", override.path, override.value);
    }
    for (const std::filesystem::path& place : line.plugin_path) {
        command += fmt::format(" --plugin-path '{}'", place.string());
    }
    return command;
}

/// Every file is read and checked, and every error reported, before anything is run.
PlannedStudies plan_all(const CommandLine& line) {
    PlannedStudies all;
    std::vector<PlannedStudy>& planned = all.studies;
    planned.reserve(line.arguments.size());
    std::string errors;
    for (const std::string& file : line.arguments) {
        try {
            PlannedStudy next{.study = read_study(file, line.overrides)};
            if (const auto table = missing_table(next.study)) {
                all.left_out.push_back(
                    fmt::format("{}: left out, {} is not there; see the head of {}",
                                next.study.name,
                                table->string(),
                                file));
                continue;
            }
            next.options = {.output = line.output,
                            .jobs = line.jobs,
                            .force = line.force,
                            .retry_failed = line.retry_failed,
                            .command = reproduction(file, line),
                            .plugin_path = plugin_places(next.study)};
            for (std::filesystem::path& place : plugin_places(line)) {
                next.options.plugin_path.push_back(std::move(place));
            }
            planned.push_back(std::move(next));
            PlannedStudy& last = planned.back();  // arms point into its study
            last.arms = plan(last.study, ProblemRegistry(last.options.plugin_path));
        } catch (const ConfigError& error) {
            errors += fmt::format("{}{}", errors.empty() ? "" : "\n", error.what());
        }
    }
    if (!errors.empty()) {
        throw ConfigError(errors);
    }
    return all;
}

void print_left_out(const PlannedStudies& planned) {
    std::fflush(stdout);
    for (const std::string& sentence : planned.left_out) {
        fmt::print(stderr, "{}\n", sentence);
    }
}

/// Again, where the output of other studies came in between.
void print_left_out_again(const PlannedStudies& planned) {
    if (!planned.studies.empty()) {
        print_left_out(planned);
    }
}

/// At most 100; of a terminal, or as COLUMNS states.
std::size_t report_width() {
    constexpr std::size_t least = 40;
    constexpr std::size_t most = 100;
    winsize size{};
    std::size_t width = most;
    if (const char* columns = std::getenv("COLUMNS"); columns != nullptr && *columns != '\0') {
        width = std::strtoul(columns, nullptr, 10);
    } else if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
        width = size.ws_col;
    }
    return std::clamp(width == 0 ? most : width, least, most);
}

/// Prints the report of a study's folder.
/// @return false if nothing in it can be used; why is printed on stderr
bool print_report(const std::filesystem::path& folder,
                  const std::vector<std::filesystem::path>& plugin_path) {
    const StudyResults study = read_study_folder(folder, plugin_path);
    const ReportOutcome outcome = write_report(study, report_width());
    fmt::print("{}", outcome.text);
    if (!outcome.has_usable_fit) {
        std::fflush(stdout);
        fmt::print(stderr, "{}: {}\n", study.study, outcome.reason);
    }
    return outcome.has_usable_fit;
}

}  // namespace

std::vector<std::filesystem::path> plugin_places(const CommandLine& line) {
    std::vector<std::filesystem::path> places = line.plugin_path;
    const std::filesystem::path program =
        std::filesystem::read_symlink("/proc/self/exe").parent_path();
    for (const char* built_in : {"problems", JENNOPT_INSTALLED_PROBLEMS}) {
        if (std::filesystem::is_directory(program / built_in)) {
            places.push_back(program / built_in);
            break;
        }
    }
    return places;
}

bool run_command(const CommandLine& line) {
    const PlannedStudies all = plan_all(line);
    std::vector<std::string> sentences;
    for (const PlannedStudy& planned : all.studies) {
        std::ranges::move(check_output(planned.study, planned.options),
                          std::back_inserter(sentences));
        for (const std::string& note : notes(planned.arms)) {
            sentences.push_back(fmt::format("{}: {}", planned.study.name, note));
        }
    }
    print_left_out(all);
    for (const std::string& sentence : line.quiet ? std::vector<std::string>{} : sentences) {
        fmt::print(stderr, "{}\n", sentence);
    }
    std::signal(SIGINT, request_stop);
    std::signal(SIGTERM, request_stop);
    if (std::signal(SIGHUP, request_stop) == SIG_IGN) {
        std::signal(SIGHUP, SIG_IGN);  // nohup
    }
    bool all_usable = true;
    for (const auto& [study, arms, options] : all.studies) {
        std::filesystem::path folder;
        {
            ProgressBar bar(study.name);
            folder = run(study, arms, options, [&](const StudyProgress& progress) {
                if (stop_requested != 0) {
                    throw Interrupted("interrupted; the same command goes on from here");
                }
                if (!line.quiet) {
                    bar.show(progress);
                }
            });
        }
        all_usable = print_report(folder, {}) && all_usable;
    }
    print_left_out_again(all);
    return all_usable;
}

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

void print_arm(const PlannedArm& arm, const std::filesystem::path& folder) {
    const StudyConfig& config = arm.arm->config;
    const ProblemInfo& problem = arm.problem->info();
    std::vector<std::string> names;
    for (const SurrogateConfig& surrogate : config.surrogates) {
        names.push_back(surrogate.name);
    }
    fmt::print("  {}\n", arm.arm->label);
    fmt::print("    inputs {}, training samples {}{}, test samples {}, surrogates {}\n",
               problem.n_x(),
               sample_count(config.sampling, problem.n_x()),
               arm.given ? " and " + arm.given->text() : "",
               planned_tests(arm),
               fmt::join(names, ", "));
    const bool searched =
        config.optimization.truth_baseline && problem.has_partials && !config.problem.is_table();
    fmt::print("    true evaluations of a replicate: {}{}\n",
               planned_evaluations(arm),
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
        if (line.partials) {
            const StudyAudit found = audit(arms);
            fmt::print("{}", found.text);
            right = right && found.n_wrong == 0;
        }
        fmt::print("{} was run. To run it: jennopt run {}\n",
                   line.partials ? "No study" : "Nothing",
                   study.file.string());
    }
    print_left_out_again(all);
    return right;
}

bool report_command(const CommandLine& line) {
    return print_report(line.arguments.front(), plugin_places(line));
}

}  // namespace jennopt
