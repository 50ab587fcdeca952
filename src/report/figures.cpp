#include "jennopt/report/figures.hpp"

#include "core/format.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "report/figure_plan.hpp"

#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <spawn.h>
#include <unistd.h>
#include <utility>

namespace jennopt {

namespace {

namespace fs = std::filesystem;

/// What a program said on standard error, and how it ended.
struct Outcome {
    bool found = true;
    int status = 0;
    std::string said;
};

std::string drain(int pipe_end) {
    std::string text;
    std::array<char, 4096> buffer{};
    while (true) {
        const ssize_t n = ::read(pipe_end, buffer.data(), buffer.size());
        if (n > 0) {
            text.append(buffer.data(), static_cast<std::size_t>(n));
        } else if (n == 0 || errno != EINTR) {
            return text;
        }
    }
}

/// Runs `gnuplot -d <script>` in the folder; -d: no start-up file of the user changes the figure.
Outcome run_gnuplot(const fs::path& folder, std::string script) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        throw Error(fmt::format("gnuplot cannot be started: {}", std::strerror(errno)));
    }
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addchdir_np(&actions, folder.c_str());
    ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
    std::string program = "gnuplot";
    std::string flag = "-d";
    const std::array<char*, 4> arguments{program.data(), flag.data(), script.data(), nullptr};
    pid_t child = 0;
    const int refused =
        ::posix_spawnp(&child, program.c_str(), &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    Outcome outcome;
    if (refused == 0) {
        outcome.said = drain(ends[0]);
        while (::waitpid(child, &outcome.status, 0) < 0 && errno == EINTR) {
        }
    } else {
        outcome.found = false;
        outcome.said = std::strerror(refused);
    }
    ::close(ends[0]);
    return outcome;
}

void append(std::vector<FigurePlan>& plans, std::vector<FigurePlan> more) {
    for (FigurePlan& plan : more) {
        plans.push_back(std::move(plan));
    }
}

/// The figures of one replicate of an arm: the first one that has a surrogate to show.
std::vector<FigurePlan> plan_arm(const ReportInput& input, const ReportArm& arm) {
    const auto shown = std::find_if(
        arm.replicates.begin(), arm.replicates.end(), [](const ReplicateRecord& record) {
            return !record.surrogates.empty();
        });
    if (shown == arm.replicates.end()) {
        return {};
    }
    const ReplicateRecord& replicate = *shown;
    const ReplicateFiles files = read_files(input, arm, replicate);
    const bool single = input.arms.size() == 1;
    const ArmView view{input,
                       arm,
                       replicate,
                       files,
                       single ? std::string() : "_" + arm.arm.id,
                       single ? std::string() : fmt::format(" ({})", arm.arm.label)};
    std::vector<FigurePlan> plans;
    append(plans, plan_drawings(view));
    append(plans, plan_contours(view));
    append(plans, plan_profiles(view));
    append(plans, plan_scatter(view));
    append(plans, plan_training(view));
    return plans;
}

}  // namespace

Figures write_figures(const ReportInput& input) {
    Figures result;
    std::vector<FigurePlan> plans = plan_learning(input);
    append(plans, plan_spread(input));
    for (const ReportArm& arm : input.arms) {
        try {
            append(plans, plan_arm(input, arm));
        } catch (const Error& error) {
            result.notes.push_back(
                fmt::format("Figures of {} are left out: {}", arm.arm.label, error.what()));
        }
    }
    const fs::path folder = input.folder / "figures";
    fs::create_directories(folder);
    bool gnuplot_found = true;
    for (FigurePlan& plan : plans) {
        for (const FigureData& data : plan.data) {
            write_text(folder / data.file, data.text);
        }
        write_text(folder / (plan.figure.name + ".gp"), plan.script);
        fs::remove(folder / (plan.figure.name + ".svg"));
        if (gnuplot_found) {
            const Outcome outcome = run_gnuplot(folder, plan.figure.name + ".gp");
            gnuplot_found = outcome.found;
            plan.figure.drawn = outcome.found && outcome.status == 0;
            if (!outcome.found) {
                result.notes.push_back(
                    fmt::format("The figures are not drawn: gnuplot cannot be started ({}). "
                                "Install it and make the "
                                "report again, or run the scripts in {}.",
                                outcome.said,
                                folder.string()));
            } else if (outcome.status != 0) {
                result.notes.push_back(
                    fmt::format("gnuplot could not draw {}: {}", plan.figure.name, outcome.said));
            }
        }
        result.figures.push_back(plan.figure);
    }
    return result;
}

}  // namespace jennopt
