#include "problem/crash_message.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <csignal>
#include <cstddef>
#include <cstring>
#include <string_view>
#include <unistd.h>
#include <vector>

namespace jennopt {

namespace {

// What the handler reads: set by the thread that the signal comes to.
thread_local const ProblemInfo* current_info = nullptr;
thread_local const double* current_x = nullptr;
thread_local Index current_size = 0;

constexpr std::array crash_signals{SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
constexpr std::size_t stack_bytes = 65536;

volatile std::sig_atomic_t reports_crashes = 0;

/// A stack for the handler of one thread: where the problem used its own up there is none left.
class HandlerStack {
public:
    HandlerStack() : memory_(stack_bytes) {
        stack_t stack{};
        stack.ss_sp = memory_.data();
        stack.ss_size = stack_bytes;
        ::sigaltstack(&stack, &before_);
    }

    ~HandlerStack() { ::sigaltstack(&before_, nullptr); }

    HandlerStack(const HandlerStack&) = delete;
    HandlerStack& operator=(const HandlerStack&) = delete;
    HandlerStack(HandlerStack&&) = delete;
    HandlerStack& operator=(HandlerStack&&) = delete;

private:
    std::vector<std::byte> memory_;
    stack_t before_{};
};

// Only what may be called in a signal handler: write(), and std::to_chars, which neither allocates
// nor reads the locale.

void say(std::string_view text) {
    [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
}

void say(double number) {
    std::array<char, 40> digits{};
    char* const end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    say(std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data())));
}

constexpr std::string_view name_of_signal(int signal) {
    switch (signal) {
        case SIGSEGV:
            return "segmentation fault";
        case SIGBUS:
            return "bus error";
        case SIGFPE:
            return "arithmetic error";
        case SIGILL:
            return "illegal instruction";
        default:
            return "abort";
    }
}

extern "C" void say_where(int signal) {
    if (current_info != nullptr) {
        say("problem '");
        say(current_info->name);
        say("' at [");
        for (Index j = 0; j < current_size; ++j) {
            say(j == 0 ? "" : ", ");
            say(current_x[j]);
        }
        say("]: its code ended the program: ");
        say(name_of_signal(signal));
        say("\n");
    }
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}

}  // namespace

CrashMark::CrashMark(const ProblemInfo& info, const ConstVectorRef& x) noexcept
    : outer_info_(current_info), outer_x_(current_x), outer_size_(current_size) {
    if (reports_crashes != 0) {
        thread_local const HandlerStack stack;
    }
    current_x = x.data();
    current_size = x.size();
    current_info = &info;
}

CrashMark::~CrashMark() {
    current_info = outer_info_;
    current_x = outer_x_;
    current_size = outer_size_;
}

void report_crashes() {
    reports_crashes = 1;

    struct sigaction action {};

    action.sa_handler = say_where;
    action.sa_flags = SA_ONSTACK | SA_NODEFER;
    for (const int signal : crash_signals) {
        ::sigaction(signal, &action, nullptr);
    }
}

}  // namespace jennopt
