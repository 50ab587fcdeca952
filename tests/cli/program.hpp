#pragma once

#include "support/places.hpp"

#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <stdexcept>
#include <string>

struct ProgramOutcome {
    int exit_code;
    std::string output;  // stdout and stderr together
};

/// Runs the program as a user's shell would.
/// @param folder  to be in; "": this one
/// @param before  commands of the shell before it, "ulimit -v 300000; "
inline ProgramOutcome jennopt_program(const std::string& arguments,
                                      const std::string& folder = "",
                                      const std::string& before = "") {
    const std::string enter = folder.empty() ? "" : "cd '" + folder + "' && ";
    FILE* pipe = ::popen(
        ("( " + before + enter + "'" + program_file() + "' " + arguments + " ) 2>&1").c_str(), "r");
    if (pipe == nullptr) {
        throw std::runtime_error("no shell can be started");
    }
    ProgramOutcome outcome{};
    std::array<char, 4096> buffer{};
    for (std::size_t n = 0; (n = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) {
        outcome.output.append(buffer.data(), n);
    }
    const int status = ::pclose(pipe);
    outcome.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return outcome;
}
