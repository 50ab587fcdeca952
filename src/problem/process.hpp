#pragma once

#include <cstdint>
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
    std::uint64_t memory_bytes = 0;   ///< that each of its processes may have; 0: no limit
    std::int64_t most_printed = 0;    ///< bytes on one of its streams; 0: no limit
    std::filesystem::path mark = {};  ///< file to write once it has ended with exit status 0, also
                                      ///< if this process is gone by then; "": none
    std::string mark_text = {};
};

/// How it ended.
struct ProcessOutcome {
    bool timed_out = false;
    bool printed_too_much = false;
    int exit_status = 0;      ///< where signal is 0
    int signal = 0;           ///< that ended it, 0 if it left by itself
};

/// Runs a program and waits for it. Nothing that descends from it is left when this returns,
/// however the program ended and whatever group or session its descendants are in; if this process
/// dies they end, too, within a second or two. Until then the folder is in use.
/// May be called from several threads.
/// @throws MachineFailure saying why it cannot be started, or its mark not written
/// @throws Interrupted if stop_programs() was called
[[nodiscard]] ProcessOutcome run_process(const ProcessRequest& request);

/// Whether a program that run_process() started, in this process or another one, is at work in the
/// folder, or what it left there is being read. One whose parent was killed ends within a second or
/// two: that is waited for. On a disk that does not tell, as of some networks, no.
/// @throws Interrupted if stop_programs() is called
[[nodiscard]] bool is_folder_in_use(const std::filesystem::path& folder);

/// Waits. @throws Interrupted as soon as stop_programs() is called
void pause_unless_stopped(double seconds);

}  // namespace jennopt
