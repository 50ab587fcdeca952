#include "report/plot_axis.hpp"

#include "core/format.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

namespace jennopt {

namespace {

/// Those that have a place on the axis, ascending.
std::vector<double> drawable(std::span<const double> values, bool logarithmic) {
    std::vector<double> there;
    std::ranges::copy_if(values, std::back_inserter(there), [logarithmic](double value) {
        return std::isfinite(value) && (!logarithmic || value > 0.0);
    });
    std::ranges::sort(there);
    return there;
}

/// Multiples of the step, k * step: never a rounded zero.
std::vector<double> multiples_of(double step, const AxisRange& range) {
    std::vector<double> numbers;
    const double rounding = 1e-9 * (range.upper - range.lower);
    for (double k = std::ceil((range.lower - rounding) / step); k * step <= range.upper + rounding;
         k += 1.0) {
        if (k + 1.0 == k) {
            return {};  // the range is no wider than rounding
        }
        numbers.push_back(k * step + 0.0);  // -0 becomes 0
    }
    return numbers;
}

std::vector<double> linear_numbers(const AxisRange& range, Index most) {
    const double span = range.upper - range.lower;
    for (double power = std::pow(10.0, std::floor(std::log10(span)) - 2.0);; power *= 10.0) {
        for (const double step : {power, 2.0 * power, 5.0 * power}) {
            if (span <= step * static_cast<double>(most + 1)) {
                std::vector<double> numbers = multiples_of(step, range);
                if (std::ssize(numbers) <= most) {
                    return numbers;
                }
            }
        }
    }
}

std::vector<double> decade_multiples(const AxisRange& range, std::span<const double> factors) {
    std::vector<double> numbers;
    const double rounding = 1.0 + 1e-9;
    for (double e = std::floor(std::log10(range.lower));
         std::pow(10.0, e) <= range.upper * rounding;
         e += 1.0) {
        for (const double factor : factors) {
            const double number = factor * std::pow(10.0, e);
            if (number * rounding >= range.lower && number <= range.upper * rounding) {
                numbers.push_back(number);
            }
        }
    }
    return numbers;
}

std::vector<double> logarithmic_numbers(const AxisRange& range, Index most) {
    if (range.upper < 5.0 * range.lower) {
        return linear_numbers(range, most);
    }
    constexpr std::array factors{1.0, 2.0, 5.0, 1.0, 3.0};
    for (const auto& each : {std::span(factors).first(3), std::span(factors).last(2)}) {
        std::vector<double> numbers = decade_multiples(range, each);
        if (std::ssize(numbers) <= most) {
            return numbers;
        }
    }
    const AxisRange exponents{std::log10(range.lower), std::log10(range.upper)};
    for (double step = 1.0;; step += 1.0) {
        std::vector<double> numbers = multiples_of(step, exponents);
        if (std::ssize(numbers) <= most) {
            std::ranges::for_each(numbers, [](double& each) { each = std::pow(10.0, each); });
            return numbers;
        }
    }
}

std::string superscript(int number) {
    constexpr std::array digits{"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    std::string text;
    for (const char c : fmt::format("{}", number)) {
        text += c == '-' ? "⁻" : digits.at(static_cast<std::size_t>(c - '0'));
    }
    return text;
}

/// With a true minus sign.
std::string signed_text(const std::string& text) {
    return text.starts_with('-') ? "−" + text.substr(1) : text;
}

std::string power_text(double value, int digits) {
    const std::string text = fmt::format("{:.{}e}", value, digits - 1);
    const std::size_t e = text.find('e');
    const std::string mantissa = fmt::format("{:.{}g}", std::stod(text.substr(0, e)), digits);
    const std::string power = "10" + superscript(std::stoi(text.substr(e + 1)));
    return mantissa == "1"    ? power
           : mantissa == "-1" ? "−" + power
                              : signed_text(mantissa) + "·" + power;
}

/// So many that the closest two differ.
int digits_of(std::span<const double> ticks, double largest) {
    double gap = largest;
    for (std::size_t i = 1; i < ticks.size(); ++i) {
        gap = std::min(gap, std::abs(ticks[i] - ticks[i - 1]));
    }
    const double needed = gap > 0.0 ? std::floor(std::log10(largest) + 1e-9) -
                                          std::floor(std::log10(gap) + 1e-9) + 1.0
                                    : 1.0;
    return std::clamp(static_cast<int>(needed), 4, 15);
}

std::vector<PlotTick> with_texts(const std::vector<double>& numbers, bool logarithmic) {
    const std::vector<std::string> texts = tick_texts(numbers, logarithmic);
    std::vector<PlotTick> ticks;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        ticks.push_back({numbers[i], texts[i]});
    }
    return ticks;
}

/// What stands between labelled ticks: every decade where they skip some, else the digits.
std::vector<double> ticks_between(const AxisTicks& axis) {
    constexpr std::array digits{1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0};
    if (!axis.logarithmic || axis.range.upper < 5.0 * axis.range.lower) {
        return {};
    }
    const bool dense = axis.range.upper > 1e5 * axis.range.lower;
    return decade_multiples(axis.range, std::span(digits).first(dense ? 1 : digits.size()));
}

}  // namespace

bool is_logarithmic(Scale scale, std::span<const double> values) {
    const std::vector<double> there = drawable(values, false);
    if (there.empty() || scale != Scale::linear) {
        return !there.empty() && there.back() > 0.0;
    }
    const double bulk = there[there.size() / 100];
    return there.front() >= 0.0 && bulk > 0.0 && there.back() > std::pow(10.0, 2.5) * bulk;
}

AxisRange axis_range(const PlotAxis& axis,
                     std::span<const double> values,
                     AxisSide side,
                     bool tight) {
    const std::vector<double> there = drawable(values, axis.logarithmic);
    AxisRange range{axis.logarithmic ? 0.1 : 0.0, 1.0};
    if (!there.empty()) {
        range = {there.front(), there.back()};
    }
    const double span = range.upper - range.lower;
    const double largest = std::max(std::abs(range.lower), std::abs(range.upper));
    if (axis.logarithmic && !tight) {
        const double margin = std::max(0.05 * std::log10(range.upper / range.lower), 0.03);
        range = {range.lower * std::pow(10.0, -margin), range.upper * std::pow(10.0, margin)};
    } else if (!tight) {
        const double margin = span > 1e-9 * largest ? 0.05 * span
                              : largest > 0.0       ? 0.5 * largest
                                                    : 0.5;
        const bool from_zero =
            side == AxisSide::left && range.lower >= 0.0 && range.lower < 0.4 * range.upper;
        range = {from_zero ? 0.0 : range.lower - margin, range.upper + margin};
    }
    range = {axis.lower.value_or(range.lower), axis.upper.value_or(range.upper)};
    if (!(range.upper > range.lower)) {
        range.upper = axis.logarithmic ? 10.0 * range.lower : range.lower + 1.0;
    }
    return range;
}

std::vector<double> round_numbers(const AxisRange& range, bool logarithmic, Index most) {
    return logarithmic ? logarithmic_numbers(range, most) : linear_numbers(range, most);
}

std::vector<std::string> tick_texts(std::span<const double> ticks, bool logarithmic) {
    double largest = 0.0;
    for (const double tick : ticks) {
        largest = std::max(largest, std::abs(tick));
    }
    const bool are_powers = logarithmic && std::ranges::all_of(ticks, [](double tick) {
                                const double exponent = std::log10(tick);
                                return std::abs(exponent - std::round(exponent)) < 1e-9;
                            });
    const bool is_long = !ticks.empty() && (ticks.front() < 0.009 || ticks.back() > 1e4);
    const int digits =
        logarithmic && largest > 5.0 * std::abs(ticks.front()) ? 4 : digits_of(ticks, largest);
    std::vector<std::string> texts;
    for (const double tick : ticks) {
        const double size = logarithmic ? std::abs(tick) : largest;
        const bool plain = size >= 1e-3 && size < 1e5 && !(are_powers && is_long);
        texts.push_back(tick == 0.0 ? "0"
                        : plain     ? signed_text(fmt::format("{:.{}g}", tick, digits))
                                    : power_text(tick, digits));
    }
    return texts;
}

AxisTicks make_ticks(const PlotAxis& axis,
                     const AxisRange& range,
                     std::span<const double> values,
                     AxisSide side,
                     double pixels) {
    AxisTicks result{axis.logarithmic, range, axis.ticks, {}};
    const auto touch = [&](const PlotTick& a, const PlotTick& b) {
        const double distance =
            axis_part(b.at, range, axis.logarithmic) - axis_part(a.at, range, axis.logarithmic);
        return pixels * distance < label_room(a, b, side);
    };
    if (!axis.ticks.empty()) {
        return result;
    }
    if (axis.ticks_at_values) {
        std::vector<double> marked = drawable(values, axis.logarithmic);
        marked.erase(std::ranges::unique(marked).begin(), marked.end());
        for (const PlotTick& tick : with_texts(marked, axis.logarithmic)) {
            while (tick.at == marked.back() && result.labelled.size() > 1 &&
                   touch(result.labelled.back(), tick)) {
                result.labelled.pop_back();  // the last one stays
            }
            if (result.labelled.empty() || !touch(result.labelled.back(), tick)) {
                result.labelled.push_back(tick);
            }
        }
        return result;
    }
    for (Index most = side == AxisSide::left ? 6 : 7; most >= 2; --most) {
        result.labelled =
            with_texts(round_numbers(range, axis.logarithmic, most), axis.logarithmic);
        if (std::ranges::adjacent_find(result.labelled, touch) == result.labelled.end()) {
            break;
        }
    }
    result.between = ticks_between(result);
    return result;
}

double label_room(const PlotTick& a, const PlotTick& b, AxisSide side) {
    return side == AxisSide::left
               ? 1.25 * tick_font
               : 0.5 * (text_width(a.text, tick_font) + text_width(b.text, tick_font)) + 8.0;
}

std::vector<PlotTick> ratio_ticks(const AxisRange& range) {
    std::vector<PlotTick> ticks;
    for (const double ratio :
         round_numbers({1.0, std::max(range.upper, 1.0 / range.lower)}, true, 4)) {
        const std::string text = tick_texts(std::vector{ratio}, true).front();
        ticks.push_back({ratio, text});
        if (ratio > 1.0) {
            ticks.insert(ticks.begin(), {1.0 / ratio, "1/" + text});
        }
    }
    std::erase_if(ticks, [&range](const PlotTick& tick) {
        return tick.at < range.lower || tick.at > range.upper;
    });
    return ticks;
}

double axis_part(double value, const AxisRange& range, bool logarithmic) {
    return logarithmic ? std::log(value / range.lower) / std::log(range.upper / range.lower)
                       : (value - range.lower) / (range.upper - range.lower);
}

}  // namespace jennopt
