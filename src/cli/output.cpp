#include "cli/output.hpp"

#include "jennopt/core/error.hpp"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace jennopt {

namespace {

int first_failure = 0;  // errno of the first loss on stdout

void note_failure(int error) {
    first_failure = first_failure != 0 ? first_failure : error;
    std::clearerr(stdout);
}

void guard(int stream, int access) {
    if (::fcntl(stream, F_GETFD) == -1 && errno == EBADF) {
        // The lowest number that is free: those below are guarded already.
        (void)::open("/dev/null", access);
    }
}

extern "C" void stay(int /*signal*/) {}

}  // namespace

void guard_standard_streams() {
    guard(STDIN_FILENO, O_RDONLY);
    guard(STDOUT_FILENO, O_RDONLY);  // so that what is printed is seen to be lost
    guard(STDERR_FILENO, O_WRONLY);
    // A handler and not SIG_IGN, which programs that are started would inherit.
    std::signal(SIGPIPE, stay);
}

void print_result_text(std::string_view text) {
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) {
        note_failure(errno);
    }
}

void print_message_text(std::string_view text) {
    flush_result();  // the order in which a terminal shows them
    // A study that takes days does not end because its terminal is gone.
    if (std::fwrite(text.data(), 1, text.size(), stderr) != text.size() ||
        std::fflush(stderr) != 0) {
        std::clearerr(stderr);
    }
}

void flush_result() {
    if (std::fflush(stdout) != 0) {
        note_failure(errno);
    }
}

void require_printed(std::string_view what_is_kept) {
    flush_result();
    if (first_failure != 0 && first_failure != EPIPE) {
        throw Error(fmt::format(
            "the output cannot be written ({}){}", std::strerror(first_failure), what_is_kept));
    }
}

}  // namespace jennopt
