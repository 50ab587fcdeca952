#include "cli/commands.hpp"
#include "cli/planned_studies.hpp"
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

/// Refuses a study that somebody else evaluates.
void require_program(const Study& study) {
    for (const Arm& arm : study.arms) {
        if (arm.config.problem.has_no_program()) {
            throw ConfigError(
                fmt::format("{}: problem: has inputs and outputs and no program to run; jennopt "
                            "suggest {} --data runs.csv proposes what to evaluate",
                            place_of(arm, "problem"),
                            study.file.string()));
        }
    }
}

}  // namespace

bool run_command(const CommandLine& line) {
    const PlannedStudies all = plan_all(line);
    for (const PlannedStudy& planned : all.studies) {
        require_program(planned.study);
        check_output(planned.study, planned.options);
    }
    print_left_out(all);
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

bool report_command(const CommandLine& line) {
    return print_report(line.arguments.front(), plugin_places(line));
}

}  // namespace jennopt
