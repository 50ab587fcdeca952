#pragma once

#include <array>
#include <cstdio>
#include <stdexcept>
#include <string>

namespace jennopt {

/// What a command prints on standard output.
inline std::string shell_output(const std::string& command) {
    FILE* pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) {
        throw std::runtime_error("no shell can be started");
    }
    std::string output;
    std::array<char, 256> buffer{};
    for (std::size_t n = 0; (n = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) {
        output.append(buffer.data(), n);
    }
    ::pclose(pipe);
    return output;
}

}  // namespace jennopt
