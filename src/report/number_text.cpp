#include "report/number_text.hpp"

#include "core/format.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>

namespace jennopt {

std::string short_number(double value, int digits) {
    if (!std::isfinite(value)) {
        return "-";
    }
    const double size = std::abs(value);
    if (size == 0.0) {
        return "0";
    }
    if (size < 1e-3 || size >= 1e5) {
        return fmt::format("{:.{}e}", value, digits - 1);
    }
    const int before_point = static_cast<int>(std::floor(std::log10(size))) + 1;
    return fmt::format("{:.{}f}", value, std::max(0, digits - before_point));
}

std::string r2_number(double value, int digits) {
    if (!std::isfinite(value) || std::abs(value) >= 10.0) {
        return short_number(value, digits + 1);
    }
    const double gap = 1.0 - value;
    if (gap < 1e-4) {
        return gap > 0.0 ? fmt::format("1 - {:.{}e}", gap, digits - 1) : "1";
    }
    const int decimals_of_gap = static_cast<int>(std::ceil(-std::log10(gap))) + digits - 1;
    return fmt::format("{:.{}f}", value, std::max(decimals_of_gap, digits + 2));
}

std::string count_text(double value) {
    if (!std::isfinite(value)) {
        return "-";
    }
    const std::string digits = fmt::format("{:.0f}", std::round(std::abs(value)));
    const std::size_t point = digits.size();
    std::string text = value <= -0.5 ? "-" : "";
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (point - i) % 3 == 0) {
            text += ',';
        }
        text += digits[i];
    }
    return text;
}

std::string number_text(double value, NumberStyle style, int digits) {
    if (std::isinf(value)) {
        return "infeasible";
    }
    switch (style) {
        case NumberStyle::general:
            return short_number(value, digits);
        case NumberStyle::count:
            return count_text(value);
        case NumberStyle::r2:
            return r2_number(value, digits - 1);
    }
    return {};
}

std::vector<std::string> distinct_numbers(std::span<const double> values, NumberStyle style) {
    constexpr int most_digits = 8;
    std::set<double> different;
    std::copy_if(
        values.begin(), values.end(), std::inserter(different, different.end()), [](double value) {
            return std::isfinite(value);
        });
    for (int digits = 3;; ++digits) {
        std::set<std::string> texts;
        for (const double value : different) {
            texts.insert(number_text(value, style, digits));
        }
        if (texts.size() == different.size() || style == NumberStyle::count ||
            digits == most_digits) {
            std::vector<std::string> result;
            for (const double value : values) {
                result.push_back(number_text(value, style, digits));
            }
            return result;
        }
    }
}

std::string plural(long count, const std::string& noun) {
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string count_of(long count, long all, const std::string& noun) {
    return fmt::format("{} of {}", count, plural(all, noun));
}

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
    return fmt::format("{} h {} min", minutes / 60, minutes % 60);
}

std::string ratio_text(double ratio) {
    if (ratio < 1.05) {
        return "about";
    }
    if (ratio < 10.0) {
        return fmt::format("{:.1f} times", ratio);
    }
    if (ratio < 1e5) {
        return count_text(std::round(ratio)) + " times";
    }
    return fmt::format("{:.0e} times", ratio);
}

}  // namespace jennopt
