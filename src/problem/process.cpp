#include "problem/process.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"
#include "problem/external.hpp"
#include "problem/supervisor.hpp"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <poll.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace jennopt {

namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* interrupted = "interrupted; the same command goes on from here";

/// How long a stop may go unnoticed.
constexpr std::chrono::milliseconds look_around{20};

std::atomic<bool> stopping = false;  // written by a signal handler
static_assert(std::atomic<bool>::is_always_lock_free);

[[noreturn]] void fail(const std::string& what, int cause) {
    throw MachineFailure(fmt::format("{}: {}", what, std::strerror(cause)));
}

class Descriptor {
public:
    /// Above those that a supervisor arranges, whatever this process was started with.
    /// @param what  the sentence if there is none, as errno says
    Descriptor(int number, const std::string& what) {
        constexpr int lowest = 5;
        const int cause = errno;
        if (number < 0) {
            fail(what, cause);
        }
        number_ = number < lowest ? ::fcntl(number, F_DUPFD_CLOEXEC, lowest) : number;
        if (number < lowest) {
            const int cause_of_copy = errno;
            ::close(number);
            if (number_ < 0) {
                fail(what, cause_of_copy);
            }
        }
    }

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
    return ::open(file.c_str(), flags | O_CLOEXEC, 0644);
}

std::string not_opened(const std::filesystem::path& file) {
    return fmt::format("{} cannot be opened", file.string());
}

/// Both ends of the link between this process and a supervisor.
struct Link {
    explicit Link(std::array<int, 2> ends = made())
        : ours(ends[0], not_made), theirs(ends[1], not_made) {}

    static std::array<int, 2> made() {
        std::array<int, 2> ends{-1, -1};
        if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) {
            fail(not_made, errno);
        }
        return ends;
    }

    static constexpr const char* not_made = "no link to a program can be made";
    Descriptor ours;
    Descriptor theirs;
};

/// Everything the supervisor needs, made before the fork.
class Launch {
public:
    explicit Launch(const ProcessRequest& request)
        : folder_(request.folder.string()),
          mark_(request.mark.string()),
          mark_text_(request.mark_text),
          words_(request.words),
          memory_bytes_(request.memory_bytes),
          input_(open_file(request.input, O_RDONLY), not_opened(request.input)),
          output_(open_file(request.output, O_WRONLY | O_CREAT | O_TRUNC),
                  not_opened(request.output)),
          errors_(open_file(request.errors, O_WRONLY | O_CREAT | O_TRUNC),
                  not_opened(request.errors)) {
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

    [[nodiscard]] SupervisedProgram program(int link) const {
        return {.argv = argv_.data(),
                .envp = envp_.data(),
                .folder = folder_.c_str(),
                .streams = {input_.number(), output_.number(), errors_.number()},
                .link = link,
                .memory_bytes = memory_bytes_,
                .mark = mark_.c_str(),
                .mark_text = mark_text_.c_str()};
    }

    /// Bytes on the larger one of its streams.
    [[nodiscard]] std::int64_t printed() const {
        std::int64_t most = 0;
        for (const Descriptor* stream : {&output_, &errors_}) {
            struct stat state {};

            if (::fstat(stream->number(), &state) == 0 && S_ISREG(state.st_mode)) {
                most = std::max<std::int64_t>(most, state.st_size);
            }
        }
        return most;
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
    std::string mark_;
    std::string mark_text_;
    std::vector<std::string> words_;
    std::vector<std::string> variables_;
    std::vector<char*> argv_;
    std::vector<char*> envp_;
    std::uint64_t memory_bytes_;
    Descriptor input_;
    Descriptor output_;
    Descriptor errors_;
};

/// Starts the supervisor, in which no handler of this process must run.
pid_t start(const SupervisedProgram& program) {
    sigset_t all{};
    sigset_t before{};
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_BLOCK, &all, &before);
    const pid_t supervisor = ::_Fork();  // no handlers of fork(): another thread may have the locks
    if (supervisor == 0) {
        supervise(program);
    }
    const int cause = errno;
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    if (supervisor < 0) {
        fail("no process can be made", cause);
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
    if (::recv(link, &report, sizeof report, 0) != static_cast<ssize_t>(sizeof report)) {
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
                (void)!::send(link_, "", 1, MSG_NOSIGNAL);
            }
        }
        if (report->start_error != 0) {
            fail(fmt::format("{} cannot be started", request_.words.front()), report->start_error);
        }
        if (is_interrupted_) {
            throw Interrupted(interrupted);
        }
        if (report->mark_error != 0) {
            fail(fmt::format("{} cannot be written", request_.mark.string()), report->mark_error);
        }
        const int status = report->wait_status;
        outcome_.exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
        outcome_.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
        outcome_.peak_bytes = 1024.0 * static_cast<double>(report->peak_kilobytes);
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
