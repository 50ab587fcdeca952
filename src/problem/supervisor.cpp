#include "problem/supervisor.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace jennopt {

namespace {

constexpr int link_place = 3;
constexpr int lock_place = 4;

// Milliseconds.
constexpr long grace_of_an_order = 2000;
constexpr long grace_without_parent = 1000;
constexpr long longest_killing = 10000;
constexpr long never = -1;

long milliseconds_now() {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/// A handler is what lets the end of a child interrupt a wait.
extern "C" void wake_up(int /*signal*/) {}

/// Waits for the end of a child, for a message if there is a descriptor for it, and no longer than
/// the milliseconds say, unless they are `never`.
/// @return whether there is a message, or the other side is gone
bool wait_for_event(int descriptor, long milliseconds) {
    pollfd link{.fd = descriptor, .events = POLLIN, .revents = 0};
    const timespec limit{.tv_sec = milliseconds / 1000, .tv_nsec = (milliseconds % 1000) * 1000000};
    sigset_t mask{};
    ::sigfillset(&mask);
    ::sigdelset(&mask, SIGCHLD);
    return ::ppoll(&link, 1, milliseconds == never ? nullptr : &limit, &mask) > 0;
}

void tell(const SupervisorReport& report) {
    (void)::send(link_place, &report, sizeof report, MSG_NOSIGNAL);
}

/// The standard streams and the link get their places, all else that this process inherited is
/// closed: above all the links of other supervisors.
bool arrange_descriptors(const SupervisedProgram& program) {
    for (int place = 0; place < link_place; ++place) {
        if (::dup2(program.streams[static_cast<std::size_t>(place)], place) < 0) {
            return false;
        }
    }
    return ::dup3(program.link, link_place, O_CLOEXEC) >= 0 &&
           ::dup3(program.lock, lock_place, O_CLOEXEC) >= 0 &&
           ::close_range(lock_place + 1, ~0U, 0) == 0;
}

/// RLIMIT_DATA counts what is really taken; RLIMIT_AS also what Java, Go and CUDA only reserve.
bool limit_memory(std::uint64_t bytes) {
    const rlimit limit{.rlim_cur = bytes, .rlim_max = bytes};
    return bytes == 0 || ::setrlimit(RLIMIT_DATA, &limit) == 0;
}

[[noreturn]] void become_program(const SupervisedProgram& program, pid_t supervisor) {
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    sigset_t none{};
    ::sigemptyset(&none);
    std::signal(SIGPIPE, SIG_DFL);
    if (::getppid() == supervisor && ::chdir(program.folder) == 0 &&
        limit_memory(program.memory_bytes) && ::sigprocmask(SIG_SETMASK, &none, nullptr) == 0) {
        ::execve(program.argv[0], program.argv, program.envp);
    }
    tell({.start_error = errno});
    ::_exit(127);
}

/// True once the program has ended. It stays a zombie, so that its group's number is not reused;
/// orphans that it left and that have ended are reaped.
bool has_ended(pid_t program) {
    for (;;) {
        siginfo_t state{};
        if (::waitid(P_ALL, 0, &state, WEXITED | WNOHANG | WNOWAIT) != 0) {
            return errno != EINTR;
        }
        if (state.si_pid == 0 || state.si_pid == program) {
            return state.si_pid == program;
        }
        ::waitpid(state.si_pid, nullptr, WNOHANG);
    }
}

/// Waits for the program's end, whether it comes by itself or is wanted.
/// @return true if it came by itself
bool wait_for_program(pid_t program) {
    int link = link_place;
    long deadline = never;
    while (!has_ended(program)) {
        const long now = milliseconds_now();
        if (deadline != never && now >= deadline) {
            break;
        }
        if (!wait_for_event(link, deadline == never ? never : deadline - now)) {
            continue;
        }
        char order = 0;
        const bool has_parent = ::recv(link_place, &order, 1, MSG_DONTWAIT) > 0;
        const long limit = now + (has_parent ? grace_of_an_order : grace_without_parent);
        deadline = deadline == never ? limit : std::min(deadline, limit);
        link = has_parent ? link_place : -1;
        ::kill(-program, SIGTERM);
    }
    return deadline == never;
}

/// Writes the number in digits, to be read before `end`.
/// @return its first digit
char* digits_of(pid_t number, char* end) {
    do {
        *--end = static_cast<char>('0' + number % 10);
        number /= 10;
    } while (number > 0);
    return end;
}

/// Opens the list of those that the main thread of a process started, or adopted.
int open_children(pid_t parent) {
    std::array<char, 16> digits{};
    const char* number = digits_of(parent, &digits.back());
    std::array<char, 64> path{};
    char* end = path.data();
    for (const char* part : {"/proc/", number, "/task/", number, "/children"}) {
        end = ::stpcpy(end, part);
    }
    return ::open(path.data(), O_RDONLY | O_CLOEXEC);
}

/// Kills what descends from a process. The orphans among its descendants become children of the
/// supervisor; what is too deep or too much does, too, and is for the next time.
void kill_descendants(pid_t parent, int depth) {
    constexpr int deepest = 60;
    std::array<char, 1024> list{};
    const int file = open_children(parent);
    const ssize_t size = ::read(file, list.data(), list.size());
    ::close(file);
    pid_t child = 0;
    for (ssize_t i = 0; i < size; ++i) {
        const char letter = list[static_cast<std::size_t>(i)];
        if (letter >= '0' && letter <= '9') {
            child = child * 10 + (letter - '0');
        } else if (child > 0) {
            if (depth < deepest) {
                kill_descendants(child, depth + 1);
            }
            ::kill(child, SIGKILL);
            child = 0;
        }
    }
}

/// Kills the program, its group and, as they become orphans, all its descendants.
/// @return the program's status
int kill_all(pid_t program) {
    int program_status = 0;
    ::kill(-program, SIGKILL);
    const long deadline = milliseconds_now() + longest_killing;
    long pause = 1;
    while (milliseconds_now() < deadline) {
        int status = 0;
        pid_t ended = 0;
        while ((ended = ::waitpid(-1, &status, WNOHANG)) > 0) {
            program_status = ended == program ? status : program_status;
        }
        if (ended < 0 && errno == ECHILD) {
            break;
        }
        kill_descendants(::getpid(), 0);
        (void)wait_for_event(-1, pause);
        pause = std::min(pause * 2, 50L);
    }
    return program_status;
}

/// @return errno, 0 if it is written
int write_mark(const SupervisedProgram& program) {
    const int file =
        ::open(program.mark, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
    if (file < 0) {
        return errno;
    }
    const std::size_t size = std::strlen(program.mark_text);
    const int cause =
        ::write(file, program.mark_text, size) == static_cast<ssize_t>(size) ? 0 : errno;
    ::close(file);
    return cause;
}

}  // namespace

void supervise(const SupervisedProgram& program) noexcept {
    ::setpgid(0, 0);                        // the terminal's Ctrl-C is for the parent alone
    ::prctl(PR_SET_NAME, "program-watch");  // killall jennopt is not meant for it
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);

    struct sigaction action {};

    action.sa_handler = wake_up;
    ::sigaction(SIGCHLD, &action, nullptr);
    if (!arrange_descriptors(program)) {
        const SupervisorReport report{.start_error = errno};
        (void)::send(program.link, &report, sizeof report, MSG_NOSIGNAL);
        ::_exit(1);
    }
    const pid_t supervisor = ::getpid();
    // Not fork(): the pages of a large parent are not counted a second time.
    const pid_t child = ::vfork();  // NOLINT(clang-analyzer-security.insecureAPI.vfork)
    if (child < 0) {
        tell({.start_error = errno});
        ::_exit(1);
    }
    if (child == 0) {
        become_program(program, supervisor);
    }
    ::setpgid(child, child);  // whoever of the two comes first; EACCES if it already is the program
    const bool by_itself = wait_for_program(child);
    SupervisorReport report{.wait_status = kill_all(child)};
    if (by_itself && report.wait_status == 0 && *program.mark != '\0') {
        report.mark_error = write_mark(program);
    }
    tell(report);
    ::_exit(0);
}

}  // namespace jennopt
