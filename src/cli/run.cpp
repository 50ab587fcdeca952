#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cli/planned_studies.hpp"
#include "cli/progress_bar.hpp"
#include "core/address_space.hpp"
#include "core/format.hpp"
#include "core/instruction_set.hpp"
#include "jennopt/core/error.hpp"
#include "problem/external.hpp"
#include "report/report.hpp"
#include "report/study_folder.hpp"
#include "study/lost_replicates.hpp"
#include "study/seal.hpp"
#include "study/study.hpp"
#include "study/units.hpp"
#include "study/work_claim.hpp"

#include <sys/ioctl.h>
#include <sys/time.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <iterator>
#include <optional>
#include <unistd.h>
#include <utility>

namespace jennopt {

namespace {

// Set by a signal handler, read by the threads of the study.
std::atomic<int> stop_requested = 0;
static_assert(std::atomic<int>::is_always_lock_free);

extern "C" void request_stop(int signal) {
    if (stop_requested != 0) {  // a second Ctrl-C ends the program at once, and so all that it runs
        std::signal(signal, SIG_DFL);
        std::raise(signal);
        return;
    }
    stop_requested = 1;
    stop_programs();
}

extern "C" void end_time(int /*signal*/) {
    stop_programs();
}

/// Programs that run when the time is over are ended, as by Ctrl-C; the study ends itself.
void end_programs_at(std::chrono::steady_clock::time_point end) {
    using namespace std::chrono;
    const auto left =
        std::max(duration_cast<microseconds>(end - steady_clock::now()), microseconds(0)) +
        milliseconds(1);
    itimerval timer{};
    timer.it_value.tv_sec = duration_cast<seconds>(left).count();
    timer.it_value.tv_usec = (left % seconds(1)).count();
    std::signal(SIGALRM, end_time);
    ::setitimer(ITIMER_REAL, &timer, nullptr);
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

void require_no_stop() {
    if (stop_requested != 0) {
        throw Interrupted("interrupted; the same command goes on from here");
    }
}

/// Figures are files of their own: one process at a time draws them.
ReportOutcome write_alone(const StudyResults& study) {
    const std::filesystem::path claims = claims_folder(study.folder);
    std::optional<WorkClaim> claim =
        WorkClaim::take(claims, "report", [](const Worker& /*who*/) { require_no_stop(); });
    ReportOutcome outcome = write_report(study, report_width());
    keep_truths(study);
    claim.reset();
    std::error_code not_empty;
    std::filesystem::remove(claims, not_empty);
    return outcome;
}

/// The problems that a run has loaded.
TruthSources sources_of(const std::vector<PlannedArm>& arms) {
    TruthSources sources;
    for (const PlannedArm& arm : arms) {
        sources.loaded.emplace(arm.arm->id, arm.problem);
    }
    return sources;
}

/// Prints the report of a study's folder.
/// @return false if nothing in it can be used, of which why is printed on stderr, or a replicate
/// has no results
bool print_report(const std::filesystem::path& folder, const TruthSources& sources) {
    const StudyResults study = read_study_folder(folder, sources);
    const ReportOutcome outcome = write_alone(study);
    print_result("{}", outcome.text);
    if (!outcome.has_usable_fit) {
        print_message("{}: {}\n", study.study, outcome.reason);
    }
    return outcome.has_usable_fit && study.lost.empty();
}

/// Says on stderr what an archive's study gave again.
void print_comparison(const UnpackedStudy& unpacked,
                      const std::string& study,
                      const std::filesystem::path& folder) {
    for (const std::string& sentence : compare_results(unpacked, folder)) {
        print_message("{}: {}\n", study, sentence);
    }
}

/// Whether a report was made of this study after the last replicate was finished.
bool is_reported(const std::filesystem::path& folder,
                 const Study& study,
                 const std::vector<Unit>& units) {
    std::error_code absent;
    const auto time = std::filesystem::last_write_time(folder / "report.html", absent);
    const auto began = std::filesystem::last_write_time(folder / "study.json");
    return !absent && began < time && std::ranges::all_of(units, [&](const Unit& unit) {
        return done_at(unit_folder(folder, study, unit)) < time;
    });
}

/// Of a process that ran a part of a study; the last one makes the report.
/// @return false if one of its replicates has no results
bool print_part(const PlannedStudy& planned, const std::filesystem::path& folder) {
    const Study& study = planned.study;
    const std::vector<Unit> units = all_units(study);
    const auto finished = std::ranges::count_if(
        units, [&](const Unit& unit) { return is_done(unit_folder(folder, study, unit)); });
    if (finished == std::ssize(units)) {
        if (is_reported(folder, study, units)) {
            print_result("{}: all replicates are finished\nreport: {}\n",
                         study.name,
                         (folder / "report.html").string());
        } else {  // whether it can be used is no matter of a replicate
            (void)print_report(folder, sources_of(planned.arms));
        }
        return true;
    }
    print_result(
        "{}: {} of {} replicates are finished; jennopt report {} makes the report of these\n",
        study.name,
        finished,
        units.size(),
        folder.string());
    return std::ranges::none_of(chosen_units(study, planned.options.only), [&](const Unit& unit) {
        return !why_lost(unit_folder(folder, study, unit)).empty();
    });
}

/// What is to be said before anything is run.
/// @throws Error if what a study needs is not there
std::vector<std::string> remarks_before(const PlannedStudies& all) {
    std::vector<std::string> remarks;
    for (const PlannedStudy& planned : all.studies) {
        require_program(planned.study);
        if (planned.unpacked) {
            remarks.push_back(fmt::format("{}: {} {}, it is run again in {}",
                                          planned.study.name,
                                          planned.unpacked->is_new ? "unpacked to" : "goes on in",
                                          planned.unpacked->folder.string(),
                                          planned.options.output.string()));
        }
        std::ranges::move(check_output(planned.study, planned.options),
                          std::back_inserter(remarks));
        for (const std::string& note : notes(planned.arms)) {
            remarks.push_back(fmt::format("{}: {}", planned.study.name, note));
        }
    }
    if (const std::string warning = instruction_set_warning(); !warning.empty()) {
        remarks.push_back(warning);
    }
    return remarks;
}

void stop_on_signals() {
    std::signal(SIGINT, request_stop);
    std::signal(SIGTERM, request_stop);
    if (std::signal(SIGHUP, request_stop) == SIG_IGN) {
        std::signal(SIGHUP, SIG_IGN);  // nohup
    }
}

/// Runs what of a study is wanted, and prints its report.
/// @return as print_report() or print_part()
bool run_planned(const PlannedStudy& planned, bool quiet) {
    const auto& [study, arms, options, unpacked, not_loaded] = planned;
    if (unpacked) {
        take_evaluations(*unpacked, study.name);
    }
    std::filesystem::path folder;
    {
        ProgressBar bar(study.name);
        folder = run(study, arms, options, [&](const StudyProgress& progress) {
            require_no_stop();
            if (!quiet) {
                bar.show(progress);
            }
        });
    }
    if (!options.only.empty()) {
        return print_part(planned, folder);
    }
    const bool usable = print_report(folder, sources_of(arms));
    if (unpacked) {
        print_comparison(*unpacked, study.name, folder);
    }
    return usable;
}

}  // namespace

bool run_command(const CommandLine& line) {
    const PlannedStudies all = plan_all(line);
    const std::vector<std::string> remarks = remarks_before(all);
    require_address_space(line.jobs);
    print_left_out(all);
    for (const std::string& remark : line.quiet ? std::vector<std::string>{} : remarks) {
        print_message("{}\n", remark);
    }
    stop_on_signals();
    if (all.end) {
        end_programs_at(*all.end);
    }
    bool all_usable = true;
    for (const PlannedStudy& planned : all.studies) {
        all_usable = run_planned(planned, line.quiet) && all_usable;
    }
    print_left_out_again(all);
    return all_usable;
}

bool report_command(const CommandLine& line) {
    return print_report(line.arguments.front(),
                        {.named = line.plugin_path, .built_in = built_in_places()});
}

}  // namespace jennopt
