#include "report/number_text.hpp"

#include "core/format.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <ranges>
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
    if (value < 0.0 || !std::isfinite(value)) {
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
    std::string text = fmt::format("{:.0f}", std::round(value) + 0.0);  // never "-0"
    const std::ptrdiff_t first = value < 0.0 ? 1 : 0;
    for (std::ptrdiff_t i = std::ssize(text) - 3; i > first; i -= 3) {
        text.insert(static_cast<std::size_t>(i), ",");
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
    const auto different_among = [](auto all) { return std::set(all.begin(), all.end()).size(); };
    std::vector<double> finite;
    std::ranges::copy_if(
        values, std::back_inserter(finite), [](double value) { return std::isfinite(value); });
    const std::size_t n = different_among(finite);
    for (int digits = 3;; ++digits) {
        const auto text = [&](double value) { return number_text(value, style, digits); };
        if (style == NumberStyle::count || digits == most_digits ||
            different_among(finite | std::views::transform(text)) == n) {
            const auto texts = values | std::views::transform(text);
            return {texts.begin(), texts.end()};
        }
    }
}

std::string short_list(std::span<const std::string> names) {
    constexpr std::size_t most = 5;
    if (names.size() == 1) {
        return names.front();
    }
    const bool is_long = names.size() > most;
    const std::size_t n = is_long ? most - 1 : names.size() - 1;
    const std::string last = is_long ? fmt::format("{} more", names.size() - n) : names.back();
    return fmt::format("{} and {}", fmt::join(names.first(n), ", "), last);
}

std::string plural(long count, const std::string& noun) {
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string count_of(long count, long all, const std::string& noun) {
    return fmt::format("{} of {}", count, plural(all, noun));
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
