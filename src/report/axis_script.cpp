#include "report/axis_script.hpp"

#include "core/format.hpp"
#include "report/gnuplot_text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace jennopt {

namespace {

/// Values that can be drawn, each once.
std::set<double> drawable(std::span<const double> values, bool logarithmic) {
    std::set<double> there;
    for (const double value : values) {
        if (std::isfinite(value) && (!logarithmic || value > 0.0)) {
            there.insert(value);
        }
    }
    return there.empty() ? std::set<double>{1.0} : there;
}

std::vector<double> decades(double lower, double upper, double step) {
    std::vector<double> ticks;
    const double first = std::ceil(std::log10(lower) - 1e-9);
    for (double e = std::ceil(first / step) * step; e <= std::log10(upper) + 1e-9; e += step) {
        ticks.push_back(std::pow(10.0, e));
    }
    return ticks;
}

/// Multiples of the decades, for axes that span few of them.
std::vector<double> multiples(double lower, double upper, std::span<const double> factors) {
    std::vector<double> ticks;
    for (double e = std::floor(std::log10(lower)); e <= std::log10(upper); e += 1.0) {
        for (const double factor : factors) {
            const double tick = factor * std::pow(10.0, e);
            if (tick >= lower && tick <= upper) {
                ticks.push_back(tick);
            }
        }
    }
    return ticks;
}

std::vector<double> round_ticks(double lower, double upper, double pixels) {
    const double span = std::log10(upper / lower);
    const double most = std::clamp(std::floor(pixels / 42.0), 2.0, 7.0);
    if (span >= 2.0) {
        return decades(lower, upper, std::max(1.0, std::ceil(span / most)));
    }
    for (const std::vector<double>& factors : {std::vector{1.0, 3.0},
                                               std::vector{1.0, 2.0, 5.0},
                                               std::vector{1.0, 1.5, 2.0, 3.0, 5.0, 7.0}}) {
        std::vector<double> ticks = multiples(lower, upper, factors);
        if (ticks.size() >= 3) {
            return ticks;
        }
    }
    const double step = tick_step(lower, upper);
    std::vector<double> ticks;
    for (double tick = std::ceil(lower / step) * step; tick <= upper; tick += step) {
        ticks.push_back(tick);
    }
    return ticks;
}

/// Leaves out what would touch the label before it; the last one stays.
std::vector<double> with_room(std::vector<double> ticks,
                              const std::function<double(double)>& place) {
    std::vector<double> kept;
    const auto touches = [&](double left, double right) {
        const double room = 0.5 * (text_pixels(tick_text(left)) + text_pixels(tick_text(right)));
        return place(right) - place(left) < room + 7.0;
    };
    for (const double tick : ticks) {
        if (kept.empty() || !touches(kept.back(), tick)) {
            kept.push_back(tick);
        } else if (tick == ticks.back() && kept.size() > 1) {
            while (kept.size() > 1 && touches(kept.back(), tick)) {
                kept.pop_back();
            }
            kept.push_back(tick);
        }
    }
    return kept;
}

std::string ticks_script(const std::string& axis,
                         const std::vector<double>& labelled,
                         const std::vector<double>& bare,
                         const std::function<std::string(double)>& text) {
    std::string ticks;
    for (const double tick : labelled) {
        ticks += fmt::format("{}'{}' {:.10g}", ticks.empty() ? "" : ", ", text(tick), tick);
    }
    for (const double tick : bare) {
        ticks += fmt::format("{}'' {:.10g} 1", ticks.empty() ? "" : ", ", tick);
    }
    return fmt::format("set {}tics ({}) enhanced\n", axis, ticks);
}

/// What stands between the labelled ticks: every decade where they skip some, else the digits.
std::vector<double> bare_ticks(double lower, double upper, const std::vector<double>& labelled) {
    constexpr std::array digits{2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0};
    const bool skips = labelled.size() > 1 && labelled[1] > 50.0 * labelled[0];
    return skips ? decades(lower, upper, 1.0) : multiples(lower, upper, digits);
}

/// Powers of ten throughout where one of the labels would be long.
std::string label_text(double tick, const std::vector<double>& labelled) {
    const bool round = std::all_of(labelled.begin(), labelled.end(), [](double each) {
        const double exponent = std::log10(each);
        return std::abs(exponent - std::round(exponent)) < 1e-9;
    });
    const bool is_long = labelled.front() < 0.009 || labelled.back() > 1e4;
    return round && is_long ? fmt::format("10^{{{:.0f}}}", std::log10(tick)) : tick_text(tick);
}

SharedAxis log_axis(const std::string& axis,
                    const std::set<double>& values,
                    double pixels,
                    bool marked) {
    const double span = std::log10(*values.rbegin() / *values.begin());
    const double margin = std::pow(10.0, std::max(0.05 * span, 0.03));
    SharedAxis result{*values.begin() / margin, *values.rbegin() * margin, ""};
    const double whole = std::log10(result.upper / result.lower);
    const auto place = [&](double tick) {
        return pixels * std::log10(tick / result.lower) / whole;
    };
    std::vector<double> ticks = marked ? std::vector<double>(values.begin(), values.end())
                                       : round_ticks(result.lower, result.upper, pixels);
    if (axis == "x") {
        ticks = with_room(std::move(ticks), place);
    }
    const std::vector<double> bare =
        marked ? std::vector<double>() : bare_ticks(result.lower, result.upper, ticks);
    result.script = fmt::format("set logscale {0}\nset {0}range [{1:.8g}:{2:.8g}]\n",
                                axis,
                                result.lower,
                                result.upper) +
                    ticks_script(axis, ticks, bare, [&](double tick) {
                        return axis == "y" ? label_text(tick, ticks) : tick_text(tick);
                    });
    return result;
}

SharedAxis linear_axis(const std::string& axis,
                       const std::set<double>& values,
                       double pixels,
                       bool marked) {
    double lower = *values.begin();
    double upper = *values.rbegin();
    const double margin = upper > lower ? 0.05 * (upper - lower) : 0.5 * std::abs(upper) + 1e-12;
    const bool from_zero = axis == "y" && lower >= 0.0 && lower < 0.4 * upper;
    SharedAxis result{from_zero ? 0.0 : lower - margin, upper + margin, ""};
    const auto place = [&](double tick) {
        return pixels * (tick - result.lower) / (result.upper - result.lower);
    };
    std::vector<double> ticks(values.begin(), values.end());
    if (!marked) {
        const double step = tick_step(result.lower, result.upper);
        ticks.clear();
        for (double k = std::ceil(result.lower / step); k * step <= result.upper; k += 1.0) {
            ticks.push_back(k * step);
        }
    }
    if (axis == "x") {
        ticks = with_room(std::move(ticks), place);
    }
    result.script = fmt::format("unset logscale {0}\nset {0}range [{1:.8g}:{2:.8g}]\n",
                                axis,
                                result.lower,
                                result.upper) +
                    ticks_script(axis, ticks, {}, tick_text);
    return result;
}

}  // namespace

double text_pixels(const std::string& text) {
    double pixels = 0.0;
    bool raised = false;
    for (const char c : text) {
        raised = raised || c == '^';
        const bool drawn =
            c != '^' && c != '{' && c != '}' && (static_cast<unsigned char>(c) & 0xC0) != 0x80;
        pixels += drawn ? (raised ? 6.5 : 8.3) : 0.0;
    }
    return pixels;
}

std::string without_markup(const std::string& text) {
    std::string plain;
    for (const char c : text) {
        if (std::string_view("^_{}@&~\\").find(c) != std::string_view::npos) {
            plain += '\\';
        }
        plain += c;
    }
    return plain;
}

std::string tick_text(double value) {
    if (value == 0.0) {
        return "0";
    }
    const double size = std::abs(value);
    if (size >= 1e-3 && size < 1e5) {
        return fmt::format("{:.4g}", value);
    }
    const std::string text = fmt::format("{:.2e}", value);
    const std::size_t e = text.find('e');
    std::string digits = text.substr(0, e);
    digits.erase(digits.find_last_not_of('0') + 1);
    if (digits.back() == '.') {
        digits.pop_back();
    }
    const int exponent = std::stoi(text.substr(e + 1));
    return digits == "1" ? fmt::format("10^{{{}}}", exponent)
                         : fmt::format("{}·10^{{{}}}", digits, exponent);
}

SharedAxis shared_axis(const std::string& axis,
                       bool logarithmic,
                       std::span<const double> values,
                       double pixels,
                       bool marked) {
    const std::set<double> there = drawable(values, logarithmic);
    return logarithmic ? log_axis(axis, there, pixels, marked)
                       : linear_axis(axis, there, pixels, marked);
}

}  // namespace jennopt
