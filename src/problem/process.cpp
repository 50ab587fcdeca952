#include "problem/process.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"
#include "problem/external.hpp"

#include <sys/prctl.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace jennopt {

namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* interrupted = "interrupted; the same command goes on from here";

/// From the polite signal to the one that cannot be ignored.
constexpr std::chrono::milliseconds grace{2000};

// What a signal handler can reach: atomics only. A group beyond the last slot is still ended by the
// thread that waits for it.
constexpr std::size_t most_groups = 1024;
std::array<std::atomic<pid_t>, most_groups> running{};
std::atomic<bool> stopping = false;
static_assert(std::atomic<pid_t>::is_always_lock_free && std::atomic<bool>::is_always_lock_free);

/// A process group in the table of those that run.
class Registration {
public:
    explicit Registration(pid_t group) {
        for (std::atomic<pid_t>& slot : running) {
            pid_t empty = 0;
            if (slot.compare_exchange_strong(empty, group)) {
                slot_ = &slot;
                return;
            }
        }
    }

    ~Registration() {
        if (slot_ != nullptr) {
            *slot_ = 0;
        }
    }

    Registration(const Registration&) = delete;
    Registration& operator=(const Registration&) = delete;
    Registration(Registration&&) = delete;
    Registration& operator=(Registration&&) = delete;

private:
    std::atomic<pid_t>* slot_ = nullptr;
};

class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}

    ~Descriptor() { close(); }

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    Descriptor(Descriptor&&) = delete;
    Descriptor& operator=(Descriptor&&) = delete;

    [[nodiscard]] int number() const { return number_; }

    void close() {
        if (number_ >= 0) {
            ::close(std::exchange(number_, -1));
        }
    }

private:
    int number_;
};

int open_file(const std::filesystem::path& file, int flags) {
    const int number = ::open(file.c_str(), flags | O_CLOEXEC, 0644);
    if (number < 0) {
        throw Error(fmt::format("{} cannot be opened: {}", file.string(), std::strerror(errno)));
    }
    return number;
}

/// Everything the child needs, made before the fork: after it, in a process that has other threads,
/// only async-signal-safe functions may be called.
class Launch {
public:
    explicit Launch(const ProcessRequest& request)
        : folder_(request.folder.string()),
          words_(request.words),
          input_(open_file(request.input, O_RDONLY)),
          output_(open_file(request.output, O_WRONLY | O_CREAT | O_TRUNC)),
          errors_(open_file(request.errors, O_WRONLY | O_CREAT | O_TRUNC)),
          parent_(::getpid()) {
        for (char** variable = environ; *variable != nullptr; ++variable) {
            const std::string text = *variable;
            if (!request.environment.contains(text.substr(0, text.find('=')))) {
                variables_.push_back(text);
            }
        }
        for (const auto& [name, value] : request.environment) {
            variables_.push_back(name + "=" + value);
        }
        argv_ = pointers(words_);
        envp_ = pointers(variables_);
    }

    /// In the child: becomes the program, or reports errno through the pipe.
    [[noreturn]] void become_program(int report) const noexcept {
        ::setpgid(0, 0);
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        ::close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);  // what std::ofstream left open
        sigset_t none{};
        ::sigemptyset(&none);
        if (::getppid() == parent_ && ::chdir(folder_.c_str()) == 0 &&
            ::dup2(input_.number(), STDIN_FILENO) >= 0 &&
            ::dup2(output_.number(), STDOUT_FILENO) >= 0 &&
            ::dup2(errors_.number(), STDERR_FILENO) >= 0 &&
            ::sigprocmask(SIG_SETMASK, &none, nullptr) == 0) {
            ::execve(argv_.front(), argv_.data(), envp_.data());
        }
        const int cause = errno;
        (void)!::write(report, &cause, sizeof cause);
        ::_exit(127);
    }

private:
    static std::vector<char*> pointers(std::vector<std::string>& texts) {
        std::vector<char*> list;
        for (std::string& text : texts) {
            list.push_back(text.data());
        }
        list.push_back(nullptr);
        return list;
    }

    std::string folder_;
    std::vector<std::string> words_;
    std::vector<std::string> variables_;
    std::vector<char*> argv_;
    std::vector<char*> envp_;
    Descriptor input_;
    Descriptor output_;
    Descriptor errors_;
    pid_t parent_;
};

/// Starts the program and returns its process, which leads a group of its own.
pid_t start(const ProcessRequest& request) {
    const Launch launch(request);
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        throw Error(fmt::format("no pipe can be made: {}", std::strerror(errno)));
    }
    const Descriptor reading(ends[0]);
    Descriptor writing(ends[1]);
    const pid_t child = ::fork();
    if (child < 0) {
        throw Error(fmt::format("no process can be made: {}", std::strerror(errno)));
    }
    if (child == 0) {
        launch.become_program(writing.number());
    }
    ::setpgid(child, child);  // whoever of the two comes first; EACCES if it already is the program
    writing.close();
    int cause = 0;
    ssize_t got = 0;
    while ((got = ::read(reading.number(), &cause, sizeof cause)) < 0 && errno == EINTR) {
    }
    if (got == static_cast<ssize_t>(sizeof cause)) {
        ::waitpid(child, nullptr, 0);
        throw Error(
            fmt::format("{} cannot be started: {}", request.words.front(), std::strerror(cause)));
    }
    return child;
}

/// True once the process has ended. It stays a zombie, so that its group's number is not reused.
bool has_ended(pid_t process) {
    siginfo_t state{};
    while (::waitid(P_PID, static_cast<id_t>(process), &state, WEXITED | WNOHANG | WNOWAIT) != 0) {
        if (errno != EINTR) {
            return true;
        }
    }
    return state.si_pid == process;
}

/// Waits until the process has ended, the moment has come or, unless it is ending anyway, a stop is
/// wanted; looks ever more rarely.
bool wait_until(pid_t process, Clock::time_point moment, bool ending) {
    constexpr std::chrono::microseconds longest{20000};
    std::chrono::microseconds pause{200};
    while (!has_ended(process)) {
        if (Clock::now() >= moment || (stopping && !ending)) {
            return false;
        }
        std::this_thread::sleep_for(pause);
        pause = std::min(pause * 5 / 4, longest);
    }
    return true;
}

Clock::time_point limit(Clock::time_point begin, double seconds) {
    return seconds > 0.0 ? begin + std::chrono::duration_cast<Clock::duration>(
                                       std::chrono::duration<double>(seconds))
                         : Clock::time_point::max();
}

int reap(pid_t process) {
    int status = 0;
    while (::waitpid(process, &status, 0) < 0) {
        if (errno != EINTR) {
            throw Error(fmt::format("how the program ended is not known: {} (is SIGCHLD ignored?)",
                                    std::strerror(errno)));
        }
    }
    return status;
}

}  // namespace

ProcessOutcome run_process(const ProcessRequest& request) {
    if (stopping) {
        throw Interrupted(interrupted);
    }
    const Clock::time_point begin = Clock::now();
    const pid_t process = start(request);
    bool by_itself = false;
    {
        const Registration registration(process);
        by_itself = wait_until(process, limit(begin, request.timeout_seconds), false);
        if (!by_itself) {
            ::kill(-process, SIGTERM);
            (void)wait_until(process, Clock::now() + grace, true);
        }
        ::kill(-process, SIGKILL);  // what it left in its group, or itself
        (void)wait_until(process, Clock::time_point::max(), true);
    }
    const int status = reap(process);
    if (!by_itself && stopping) {
        throw Interrupted(interrupted);
    }
    return {.timed_out = !by_itself,
            .exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : 0,
            .signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0};
}

void stop_programs() noexcept {
    stopping = true;
}

void kill_programs() noexcept {
    for (const std::atomic<pid_t>& slot : running) {
        if (const pid_t group = slot; group > 0) {
            ::kill(-group, SIGKILL);
        }
    }
}

}  // namespace jennopt
