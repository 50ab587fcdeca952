#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace jennopt {

/// How to run a program.
struct ProcessRequest {
    std::vector<std::string> words;  ///< absolute path of the program, then its arguments
    std::map<std::string, std::string> environment;  ///< besides that of this process
    std::filesystem::path folder;                    ///< to run in
    std::filesystem::path input;                     ///< file that its standard input is read from
    std::filesystem::path output;                    ///< file for its standard output
    std::filesystem::path errors;                    ///< file for its standard error
    double timeout_seconds = 0.0;                    ///< 0: none
};

/// How it ended.
struct ProcessOutcome {
    bool timed_out = false;
    int exit_status = 0;  ///< where signal is 0
    int signal = 0;       ///< that ended it, 0 if it left by itself
};

/// Runs a program in a process group of its own and waits for it. Nothing of the group is left when
/// this returns, however the program ended; if this process dies, the program is killed.
/// May be called from several threads.
/// @throws Error saying why it cannot be started
/// @throws Interrupted if stop_programs() was called
[[nodiscard]] ProcessOutcome run_process(const ProcessRequest& request);

}  // namespace jennopt
