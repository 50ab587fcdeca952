#include "report/gnuplot_run.hpp"

#include "core/format.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "report/plot_data.hpp"
#include "report/plot_gnuplot.hpp"

#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <exception>
#include <fcntl.h>
#include <spawn.h>
#include <thread>
#include <unistd.h>

namespace jennopt {

namespace {

namespace fs = std::filesystem;

/// What gnuplot printed, and how it ended.
struct GnuplotOutcome {
    bool found = true;  // false: it could not be started, and `printed` is why
    int status = 0;
    std::string printed;
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

GnuplotOutcome run_one(const fs::path& folder, std::string script) {
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
    GnuplotOutcome outcome;
    if (refused == 0) {
        outcome.printed = drain(ends[0]);
        while (::waitpid(child, &outcome.status, 0) < 0 && errno == EINTR) {
        }
    } else {
        outcome.found = false;
        outcome.printed = std::strerror(refused);
    }
    ::close(ends[0]);
    return outcome;
}

/// One outcome per script, several run at the same time; -d: no start-up file of the user changes
/// the figure.
std::vector<GnuplotOutcome> run_gnuplot(const fs::path& folder,
                                        const std::vector<std::string>& scripts) {
    std::vector<GnuplotOutcome> outcomes(scripts.size());
    std::vector<std::exception_ptr> errors(scripts.size());
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t i = next++; i < scripts.size(); i = next++) {
            try {
                outcomes[i] = run_one(folder, scripts[i]);
            } catch (...) {
                errors[i] = std::current_exception();
            }
        }
    };
    {
        const std::size_t n_workers = std::min<std::size_t>(
            scripts.size(), std::max(1U, std::thread::hardware_concurrency()));
        std::vector<std::jthread> others;
        for (std::size_t i = 1; i < n_workers; ++i) {
            others.emplace_back(work);
        }
        work();
    }
    for (const std::exception_ptr& error : errors) {
        if (error) {
            std::rethrow_exception(error);
        }
    }
    return outcomes;
}

}  // namespace

std::vector<bool> draw_plots(const fs::path& folder,
                             std::span<const Plot> plots,
                             std::vector<std::string>& notes) {
    fs::create_directories(folder);
    std::vector<std::string> scripts;
    for (const Plot& plot : plots) {
        write_text(folder / (plot.name + ".csv"), plot_csv(plot));
        write_text(folder / (plot.name + ".gp"), plot_script(plot));
        fs::remove(folder / (plot.name + ".svg"));
        scripts.push_back(plot.name + ".gp");
    }
    std::vector<bool> drawn;
    const GnuplotOutcome* lost = nullptr;
    const std::vector<GnuplotOutcome> outcomes = run_gnuplot(folder, scripts);
    for (const GnuplotOutcome& outcome : outcomes) {
        const std::string& name = plots[drawn.size()].name;
        drawn.push_back(outcome.found && outcome.status == 0);
        lost = outcome.found ? lost : &outcome;
        if (outcome.found && outcome.status != 0) {
            notes.push_back(fmt::format("gnuplot could not draw {}: {}", name, outcome.printed));
        }
    }
    if (lost != nullptr) {
        notes.push_back(
            fmt::format("The figures are not drawn: gnuplot cannot be started ({}). Install it and "
                        "make the report again, or run the scripts in {}.",
                        lost->printed,
                        folder.string()));
    }
    return drawn;
}

}  // namespace jennopt
