#include "report/gnuplot_run.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"

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

Outcome run_one(const fs::path& folder, std::string script) {
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

}  // namespace

std::vector<Outcome> run_gnuplot(const fs::path& folder, const std::vector<std::string>& scripts) {
    std::vector<Outcome> outcomes(scripts.size());
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

}  // namespace jennopt
