#pragma once

#include <string>

namespace jennopt {

/// Seconds in words: "0.43 s", "12 s", "3 min 12 s", "2 h 5 min", "3 days 4 h".
[[nodiscard]] std::string duration_text(double seconds);

}  // namespace jennopt
