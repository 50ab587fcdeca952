#pragma once

#include <array>
#include <cstdint>

namespace jennopt {

/// What a supervisor is given: everything is made before the fork, as after it, in a process that
/// had other threads, only async-signal-safe functions may be called. All descriptors are >= 5.
struct SupervisedProgram {
    char* const* argv;           ///< absolute path of the program, then its arguments
    char* const* envp;           ///< the whole environment
    const char* folder;          ///< to run in
    std::array<int, 3> streams;  ///< standard input, output and error
    int lock;                    ///< stays open until the end
    int link;                    ///< SOCK_SEQPACKET: an order comes in, a report goes out
    std::uint64_t memory_bytes;  ///< that each of its processes may have; 0: no limit
    const char* mark;            ///< file to write once it has ended with exit status 0; "": none
    const char* mark_text;       ///< what is written
};

/// The one message of a supervisor.
struct SupervisorReport {
    int start_error = 0;      ///< errno, where the program was not started
    int wait_status = 0;      ///< of the program, as of waitpid
    int mark_error = 0;       ///< errno, where the mark could not be written
};

/// Becomes the supervisor: a process between this program and another one, in a group of its own.
///
/// It runs the program and waits for it. Any message on the link, or its end, which is the end of
/// the process that holds the other side, ends the program: SIGTERM to its group, SIGKILL after 2
/// s, or 1 s. Then whatever descends from the program is killed, also what has left its group and
/// its session, and the report is sent. What does not die within 10 s, as it hangs in the kernel,
/// is left.
[[noreturn]] void supervise(const SupervisedProgram& program) noexcept;

}  // namespace jennopt
