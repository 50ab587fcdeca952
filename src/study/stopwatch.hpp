#pragma once

#include <chrono>

namespace jennopt {

/// Wall time since it was made. The study is the only stage that reads the clock.
class Stopwatch {
public:
    [[nodiscard]] double seconds() const {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
    }

private:
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace jennopt
