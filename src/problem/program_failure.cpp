#include "problem/program_failure.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"

#include <sys/statvfs.h>

#include <csignal>
#include <cstring>
#include <fstream>
#include <string>
#include <sysexits.h>
#include <unistd.h>

namespace jennopt {

namespace {

/// Programs that the system has ended since it began, as memory ran out; 0 where it does not say.
long ended_for_memory() {
    std::ifstream counters("/proc/vmstat");
    long count = 0;
    for (std::string name; counters >> name >> count;) {
        if (name == "oom_kill") {
            return count;
        }
    }
    return 0;
}

const long ended_before = ended_for_memory();

/// Who else sends this signal cannot be told apart: an administrator, a queue, a container.
std::string killed_text() {
    return fmt::format("it was killed (signal 9), not by jennopt: {}",
                       ended_for_memory() > ended_before
                           ? "the system ends programs as its memory is used up (fewer --jobs, or "
                             "`memory` for each, leave more)"
                           : "the memory of a queue or container may be used up");
}

/// What to add where a limit of memory may be the cause: a program that is refused memory ends as
/// it likes.
std::string memory_text(const ExternalConfig& config) {
    return config.memory_gigabytes == 0.0
               ? ""
               : fmt::format("; each of its processes may have {:.3g} GB (memory)",
                             config.memory_gigabytes);
}

}  // namespace

void require_success(const ProcessOutcome& outcome, const ExternalConfig& config) {
    constexpr int not_executable = 126;
    constexpr int not_found = 127;
    constexpr int killed_child = 128 + SIGKILL;
    if (outcome.timed_out) {
        throw EvaluationError(fmt::format(
            "it did not end within {} seconds and was killed (timeout)", config.timeout_seconds));
    }
    if (outcome.printed_too_much) {
        throw EvaluationError(fmt::format("it printed more than {} GB and was killed",
                                          static_cast<double>(most_printed_bytes) / 1e9));
    }
    if (outcome.signal == SIGKILL || (outcome.signal == 0 && outcome.exit_status == killed_child)) {
        throw MachineFailure(killed_text());
    }
    if (outcome.signal != 0) {
        throw EvaluationError(fmt::format("it was ended by signal {} ({}){}",
                                          outcome.signal,
                                          ::strsignal(outcome.signal),
                                          memory_text(config)));
    }
    const std::string status = fmt::format("it ended with exit status {}", outcome.exit_status);
    switch (outcome.exit_status) {
        case 0:
            return;
        case EX_TEMPFAIL:
            throw MachineFailure(status + ", a failure that passes (EX_TEMPFAIL)");
        case not_executable:
        case not_found:
            throw MachineFailure(fmt::format(
                "{}: a command in it {}",
                status,
                outcome.exit_status == not_found ? "was not found" : "could not be executed"));
        default:
            throw EvaluationError(status + memory_text(config));
    }
}

std::string disk_failure(const std::filesystem::path& folder) {
    constexpr std::uint64_t least_bytes = 100'000;

    struct statvfs disk {};

    if (::statvfs(folder.c_str(), &disk) != 0 || disk.f_blocks == 0) {
        return "";  // the folder is gone, and the answer, too: that is told; or it is not counted
    }
    // What is set aside for root counts for root.
    const std::uint64_t blocks = ::geteuid() == 0 ? disk.f_bfree : disk.f_bavail;
    if (blocks * disk.f_frsize < least_bytes) {
        return fmt::format("the disk of {} is full", folder.string());
    }
    return disk.f_files > 0 && disk.f_ffree == 0
               ? fmt::format("no more files can be made on the disk of {}", folder.string())
               : "";
}

}  // namespace jennopt
