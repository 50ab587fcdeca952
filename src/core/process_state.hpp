#pragma once

#include <string>

namespace jennopt {

/// What the system knows of a process.
struct ProcessState {
    /// Z: ended, and not yet waited for; X: there is no such process; ?: the system does not say
    char letter = '?';
    std::string start;  ///< when it began, in the system's own count

    [[nodiscard]] bool has_ended() const { return letter == 'Z' || letter == 'X'; }
};

/// Of a process of this machine.
[[nodiscard]] ProcessState process_state(long pid);

}  // namespace jennopt
