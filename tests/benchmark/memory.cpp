#include "benchmark/memory.hpp"

#include <fstream>
#include <malloc.h>
#include <stdexcept>
#include <string>

namespace jennopt {

namespace {

/// A line of /proc/self/status, "VmHWM:     1234 kB" for instance.
std::int64_t status_bytes(const std::string& key) {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with(key + ":")) {
            return 1024 * std::stoll(line.substr(key.size() + 1));
        }
    }
    throw std::runtime_error("/proc/self/status has no " + key);
}

}  // namespace

std::int64_t live_bytes() {
    const auto info = mallinfo2();
    return static_cast<std::int64_t>(info.uordblks + info.hblkhd);
}

PeakMemory::PeakMemory() {
    malloc_trim(0);
    std::ofstream("/proc/self/clear_refs") << 5;  // resets VmHWM
    before_ = status_bytes("VmRSS");
}

std::int64_t PeakMemory::bytes() const {
    return status_bytes("VmHWM") - before_;
}

}  // namespace jennopt
