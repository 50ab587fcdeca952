#pragma once

#include "jennopt/surrogate/fit.hpp"
#include "study/config.hpp"

#include <functional>
#include <string_view>

namespace jennopt {

/// Hears how far something is, 0 to 1, and what is done now.
using ActivityListener = std::function<void(double fraction, std::string_view activity)>;

/// Observers that tell a listener, at each new training and some times a second, how far the fit of
/// a surrogate is, and that keep its training.max_seconds: the choice of lambda and gamma ends
/// after half of them, each training when what the choice left is used up.
[[nodiscard]] FitObserver watch(const SurrogateConfig& config, ActivityListener listener);

}  // namespace jennopt
