#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace jennopt {

/// What tells a process from every other one, on this machine and elsewhere.
struct WorkerIdentity {
    std::string host;
    std::string machine;    ///< of the operating system's installation; "": unknown
    std::string boot;       ///< of the machine; "": unknown
    std::string processes;  ///< in which numbers of processes count: two containers differ
    long pid = 0;
    std::string start;  ///< when the process began, in the system's units

    bool operator==(const WorkerIdentity&) const = default;
};

/// This process.
[[nodiscard]] const WorkerIdentity& this_worker();

/// The text of a claim's file.
[[nodiscard]] std::string to_text(const WorkerIdentity& worker);

/// @return nothing if the text is no such text
[[nodiscard]] std::optional<WorkerIdentity> worker_from(const std::string& text);

/// Whether a process is at work still.
/// @return nothing where it cannot be known here, as it runs on another machine
[[nodiscard]] std::optional<bool> is_alive(const WorkerIdentity& worker);

}  // namespace jennopt
