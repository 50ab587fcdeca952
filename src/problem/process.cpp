#include "problem/process.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"
#include "problem/external.hpp"
#include "problem/launch.hpp"
#include "problem/supervisor.hpp"

#include <sys/file.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <poll.h>
#include <thread>
#include <unistd.h>

namespace jennopt {

namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* interrupted = "interrupted; the same command goes on from here";

/// How long a stop may go unnoticed.
constexpr std::chrono::milliseconds look_around{20};

std::atomic<bool> stopping = false;  // written by a signal handler
static_assert(std::atomic<bool>::is_always_lock_free);

/// Starts the supervisor, in which no handler of this process must run.
pid_t start(const SupervisedProgram& program) {
    sigset_t all{};
    sigset_t before{};
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_BLOCK, &all, &before);
    std::fflush(stdout);    // a sanitizer's _exit() would write it into the program's output
#ifdef __SANITIZE_THREAD__  // whose own locks only its fork() looks after
    const pid_t supervisor = ::fork();
#else
    const pid_t supervisor = ::_Fork();  // no handlers of fork(): another thread may have the locks
#endif
    if (supervisor == 0) {
        supervise(program);
    }
    const int cause = errno;
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    if (supervisor < 0) {
        fail_of_machine("no process can be made", cause);
    }
    return supervisor;
}

/// The report, if it has come within the milliseconds.
std::optional<SupervisorReport> report_within(int link, std::chrono::milliseconds time) {
    pollfd ready{.fd = link, .events = POLLIN, .revents = 0};
    if (::poll(&ready, 1, static_cast<int>(time.count())) <= 0) {
        return std::nullopt;
    }
    SupervisorReport report;
    ssize_t received = 0;
    do {  // reset, once, where the supervisor has ended before it read an order: its report stays
        received = ::recv(link, &report, sizeof report, 0);
    } while (received < 0 && (errno == EINTR || errno == ECONNRESET));
    if (received != static_cast<ssize_t>(sizeof report)) {
        throw MachineFailure("the process that watches the program was killed (out of memory?)");
    }
    return report;
}

/// Waits for a program, and orders its end where its time is over, it prints too much or a stop is
/// wanted.
class Watch {
public:
    Watch(const ProcessRequest& request, const Launch& launch, int link)
        : request_(request), launch_(launch), link_(link), begin_(Clock::now()) {}

    ProcessOutcome wait() {
        std::optional<SupervisorReport> report;
        while (!(report = report_within(link_, look_around))) {
            if (!is_ending_ && must_end()) {
                is_ending_ = true;
                (void)::send(link_, "", 1, MSG_NOSIGNAL);
            }
        }
        if (report->start_error != 0) {
            fail_of_machine(fmt::format("{} cannot be started", request_.words.front()),
                            report->start_error);
        }
        if (is_interrupted_) {
            throw Interrupted(interrupted);
        }
        if (report->mark_error != 0) {
            fail_of_machine(fmt::format("{} cannot be written", request_.mark.string()),
                            report->mark_error);
        }
        const int status = report->wait_status;
        outcome_.exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
        outcome_.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
        return outcome_;
    }

private:
    bool must_end() {
        const std::chrono::duration<double> seconds = Clock::now() - begin_;
        outcome_.timed_out =
            request_.timeout_seconds > 0.0 && seconds.count() >= request_.timeout_seconds;
        outcome_.printed_too_much =
            request_.most_printed > 0 && launch_.printed() > request_.most_printed;
        is_interrupted_ = stopping;
        return is_interrupted_ || outcome_.timed_out || outcome_.printed_too_much;
    }

    const ProcessRequest& request_;
    const Launch& launch_;
    int link_;
    Clock::time_point begin_;
    ProcessOutcome outcome_;
    bool is_ending_ = false;
    bool is_interrupted_ = false;
};

/// A supervisor ends right after its report.
class Supervisor {
public:
    explicit Supervisor(pid_t process) : process_(process) {}

    ~Supervisor() {
        while (::waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
        }
    }

    Supervisor(const Supervisor&) = delete;
    Supervisor& operator=(const Supervisor&) = delete;
    Supervisor(Supervisor&&) = delete;
    Supervisor& operator=(Supervisor&&) = delete;

private:
    pid_t process_;
};

}  // namespace

ProcessOutcome run_process(const ProcessRequest& request) {
    if (stopping) {
        throw Interrupted(interrupted);
    }
    const Launch launch(request);
    Link link;
    const Supervisor supervisor(start(launch.program(link.theirs.number())));
    link.theirs.close();
    return Watch(request, launch, link.ours.number()).wait();
}

bool is_folder_in_use(const std::filesystem::path& folder) {
    constexpr std::chrono::seconds longest{2};  // SIGTERM, a second, SIGKILL
    const int number = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (number < 0) {
        return false;
    }
    const Descriptor descriptor(number, folder.string());
    const Clock::time_point end = Clock::now() + longest;
    bool is_locked = false;
    while ((is_locked = ::flock(descriptor.number(), LOCK_EX | LOCK_NB) != 0 &&
                        (errno == EWOULDBLOCK || errno == EINTR)) &&
           Clock::now() < end) {
        constexpr double while_it_ends = 0.02;
        pause_unless_stopped(while_it_ends);
    }
    return is_locked;
}

void pause_unless_stopped(double seconds) {
    const Clock::time_point end = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                                     std::chrono::duration<double>(seconds));
    while (!stopping && Clock::now() < end) {
        std::this_thread::sleep_for(std::min<Clock::duration>(look_around, end - Clock::now()));
    }
    if (stopping) {
        throw Interrupted(interrupted);
    }
}

void stop_programs() noexcept {
    stopping = true;
}

}  // namespace jennopt
