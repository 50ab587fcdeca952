#pragma once

#include <cstdint>

namespace jennopt {

/// Bytes that are allocated now, over all threads.
[[nodiscard]] std::int64_t live_bytes();

/// Watches the memory of this process, pages of 4 KiB, Linux only.
class PeakMemory {
public:
    /// Gives free memory back, so that all that is touched from now on counts.
    PeakMemory();

    /// Largest resident size since construction above that at construction.
    [[nodiscard]] std::int64_t bytes() const;

private:
    std::int64_t before_;
};

}  // namespace jennopt
