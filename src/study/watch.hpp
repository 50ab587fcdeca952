#pragma once

#include "jennopt/surrogate/fit.hpp"
#include "study/config.hpp"

#include <chrono>
#include <functional>
#include <string_view>

namespace jennopt {

/// Sees how far something is, 0 to 1, and what is done now.
using ActivityObserver = std::function<void(double fraction, std::string_view activity)>;

/// Observers that report to another, at each new training and some times a second, how far the fit
/// of a surrogate is, and that keep its training.max_seconds: the choice of lambda and gamma ends
/// after half of them, each training when what the choice left is used up.
[[nodiscard]] FitObserver watch(const SurrogateConfig& config, ActivityObserver observer);

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
