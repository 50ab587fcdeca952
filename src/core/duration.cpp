#include "core/duration.hpp"

#include "core/format.hpp"

#include <cmath>

namespace jennopt {

std::string duration_text(double seconds) {
    if (seconds < 10.0) {
        return fmt::format("{:.2g} s", seconds);
    }
    const long whole = std::lround(seconds);
    if (whole < 60) {
        return fmt::format("{} s", whole);
    }
    if (whole < 3600) {
        return fmt::format("{} min {} s", whole / 60, whole % 60);
    }
    const long minutes = std::lround(seconds / 60.0);
    const long hours = minutes / 60;
    return hours < 72 ? fmt::format("{} h {} min", hours, minutes % 60)
                      : fmt::format("{} days {} h", hours / 24, hours % 24);
}

}  // namespace jennopt
