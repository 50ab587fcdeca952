#include "report/gnuplot_text.hpp"

#include "core/format.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

namespace jennopt {

namespace {

constexpr double page_width = 960.0;
constexpr double left_margin = 76.0;
constexpr double top_margin = 34.0;
constexpr double label_room = 58.0;  // below a panel: tic labels and axis label
constexpr double gap_x = 66.0;       // between panels: tic labels of the right one
constexpr double gap_y = 94.0;       // between rows: axis label above, title below
constexpr double widest_panel = 400.0;

double nice_step(double span, double n_steps) {
    const double rough = span / n_steps;
    const double decade = std::pow(10.0, std::floor(std::log10(rough)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * decade >= rough) {
            return factor * decade;
        }
    }
    return 10.0 * decade;
}

ValueScale linear_scale(double lower, double upper) {
    if (!(upper > lower)) {
        lower -= 0.5;
        upper += 0.5;
    }
    ValueScale scale{false, lower, upper, {}};
    const double step = nice_step(upper - lower, 12.0);
    for (double level = std::ceil(lower / step) * step; level <= upper; level += step) {
        scale.levels.push_back(std::abs(level) < 1e-9 * step ? 0.0 : level);
    }
    return scale;
}

ValueScale log_scale(double lower, double upper) {
    ValueScale scale{true, lower, upper, {}};
    const double decades = std::log10(upper / lower);
    for (int exponent = static_cast<int>(std::floor(std::log10(lower)));
         std::pow(10.0, exponent) <= upper;
         ++exponent) {
        for (const double factor : {1.0, 3.0}) {
            const double level = factor * std::pow(10.0, exponent);
            if (level >= lower && level <= upper && (factor < 2.0 || decades < 8.0)) {
                scale.levels.push_back(level);
            }
        }
    }
    return scale;
}

constexpr double sample_width = 34.0;  // of a legend's line
constexpr double legend_gap = 26.0;
constexpr double legend_line = 22.0;  // height

double width_of(const LegendEntry& entry) {
    constexpr double character_width = 7.9;  // of the font at its size, on average
    const auto n = std::count_if(entry.text.begin(), entry.text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    });
    return sample_width + 6.0 + character_width * static_cast<double>(n) + legend_gap;
}

/// As many entries on each line as the page is wide.
std::vector<std::vector<LegendEntry>> legend_lines(const std::vector<LegendEntry>& entries) {
    std::vector<std::vector<LegendEntry>> lines(1);
    double x = 0.0;
    for (const LegendEntry& entry : entries) {
        if (!lines.back().empty() && x + width_of(entry) - legend_gap > page_width - 16.0) {
            lines.emplace_back();
            x = 0.0;
        }
        lines.back().push_back(entry);
        x += width_of(entry);
    }
    return lines;
}

std::string legend_line_script(const std::vector<LegendEntry>& entries, double y) {
    double x = page_width + legend_gap;
    for (const LegendEntry& entry : entries) {
        x -= width_of(entry);
    }
    x = std::max(8.0, 0.5 * x);
    std::string script;
    for (const LegendEntry& entry : entries) {
        if (!entry.line.empty()) {
            script += fmt::format(
                "set arrow from screen {0:.4f},{2:.5f} to screen {1:.4f},{2:.5f} nohead {3}\n",
                x / page_width,
                (x + sample_width) / page_width,
                y,
                entry.line);
        }
        if (!entry.point.empty()) {
            script += fmt::format("set label '' at screen {:.4f},{:.5f} point {}\n",
                                  (x + 0.5 * sample_width) / page_width,
                                  y,
                                  entry.point);
        }
        script += fmt::format("set label {} at screen {:.4f},{:.5f} left noenhanced\n",
                              gnuplot_string(entry.text),
                              (x + sample_width + 6.0) / page_width,
                              y);
        x += width_of(entry);
    }
    return script;
}

}  // namespace

std::string gnuplot_string(std::string_view text) {
    std::string result = "'";
    for (const char c : text) {
        if (static_cast<unsigned char>(c) < 0x20) {
            result += ' ';
        } else {
            result += c;
            if (c == '\'') {
                result += c;
            }
        }
    }
    return result + "'";
}

std::string with_unit(const std::string& name, const std::string& unit) {
    return unit.empty() ? name : fmt::format("{} [{}]", name, unit);
}

std::string palette_color(std::size_t place) {
    constexpr std::array<const char*, n_palette> palette{
        "#D55E00", "#0072B2", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#8C6D31"};
    return palette[place % palette.size()];
}

std::string color_of(const ReportInput& input, std::string_view surrogate) {
    if (surrogate == "truth") {
        return "#333333";
    }
    const std::vector<std::string> names = surrogate_names(input);
    const auto place = std::find(names.begin(), names.end(), surrogate) - names.begin();
    return palette_color(static_cast<std::size_t>(place));
}

PanelGrid::PanelGrid(
    Index n_panels, Index columns, double aspect, double foot, double right, double left)
    : columns_(std::min(columns, n_panels)) {
    const auto n = static_cast<double>(columns_);
    const double margin = std::max(left, left_margin);
    const double room = page_width - margin - right - (n - 1.0) * gap_x;
    panel_width_ = std::min(room / n, columns_ == 1 && aspect < 0.5 ? room : widest_panel);
    panel_height_ = aspect * panel_width_;
    left_ = margin + 0.5 * (room - n * panel_width_);
    const auto rows = static_cast<double>((n_panels + columns_ - 1) / columns_);
    height_ =
        std::ceil(top_margin + rows * panel_height_ + (rows - 1.0) * gap_y + label_room + foot);
}

std::string PanelGrid::place(Index i) const {
    const auto column = static_cast<double>(i % columns_);
    const auto row = static_cast<double>(i / columns_);
    const double x = left_ + column * (panel_width_ + gap_x);
    const double y = top_margin + row * (panel_height_ + gap_y);
    return fmt::format(
        "set lmargin at screen {:.5f}\nset rmargin at screen {:.5f}\n"
        "set tmargin at screen {:.5f}\nset bmargin at screen {:.5f}\n",
        x / page_width,
        (x + panel_width_) / page_width,
        1.0 - y / height_,
        1.0 - (y + panel_height_) / height_);
}

std::string script_head(const std::string& name, double height) {
    std::string id = name;  // gnuplot takes letters, digits and _ only
    std::replace_if(
        id.begin(), id.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
    return fmt::format(
        "# gnuplot {0}.gp, inside this folder, draws {0}.svg from {0}.csv.\n"
        "set encoding utf8\n"
        "set terminal svg size {1:.0f},{2:.0f} dynamic enhanced font 'DejaVu Sans,13' linewidth 1 "
        "background '#ffffff' name '{3}'\n"
        "set output '{0}.svg'\n"
        "set datafile separator ','\n"
        "set border 3 linecolor '#555555' linewidth 0.9\n"
        "set tics nomirror out scale 0.6 textcolor '#222222'\n"
        "set grid back linecolor '#e4e4e4' linewidth 0.7 dashtype 1\n"
        "set title offset 0,-0.4\nset xlabel offset 0,0.5\nset ylabel offset 0.8,0\n"
        "unset key\n"
        "set multiplot\n",
        name,
        page_width,
        height,
        id);
}

double legend_height(const std::vector<LegendEntry>& entries) {
    return 30.0 + legend_line * (static_cast<double>(legend_lines(entries).size()) - 1.0);
}

std::string legend_script(const std::vector<LegendEntry>& entries, double height) {
    std::string script =
        "unset border; unset tics; unset grid; unset title; unset xlabel; unset ylabel; unset "
        "label; unset arrow; unset logscale; unset colorbox\n"
        "set lmargin 0; set rmargin 0; set tmargin 0; set bmargin 0\n"
        "set origin 0,0; set size 1,1; set xrange [0:1]; set yrange [0:1]\n";
    const std::vector<std::vector<LegendEntry>> lines = legend_lines(entries);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto below = static_cast<double>(lines.size() - 1 - i);
        script += legend_line_script(lines[i], (18.0 + legend_line * below) / height);
    }
    return script + "plot NaN notitle\n";
}

ValueScale choose_scale(std::span<const double> values) {
    std::vector<double> there;
    std::copy_if(values.begin(), values.end(), std::back_inserter(there), [](double value) {
        return std::isfinite(value);
    });
    if (there.empty()) {
        return linear_scale(0.0, 1.0);
    }
    const double least = quantile(there, 0.0);
    const double most = quantile(there, 1.0);
    const double low_bulk = quantile(there, 0.01);
    if (least >= 0.0 && low_bulk > 0.0 && most > std::pow(10.0, 2.5) * low_bulk) {
        return log_scale(std::pow(10.0, std::floor(std::log10(low_bulk))), most);
    }
    return linear_scale(least, most);
}

double tick_step(double lower, double upper) {
    const double finest = (upper - lower) / 4.0;
    const double power = std::pow(10.0, std::floor(std::log10(finest)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= finest) {
            return factor * power;
        }
    }
    return 10.0 * power;
}

}  // namespace jennopt
