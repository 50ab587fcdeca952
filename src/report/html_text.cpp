#include "report/html_text.hpp"

#include "core/format.hpp"
#include "jennopt/report/html.hpp"
#include "report/number_text.hpp"

#include <algorithm>
#include <cmath>

namespace jennopt {

namespace {

void replace_all(std::string& text, std::string_view from, const std::string& to) {
    for (std::size_t at = text.find(from); at != std::string::npos;
         at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
}

/// "1.23" and the power of ten in a box of fixed width, so that decimal points stand below one
/// another.
std::string power_cell(double value) {
    if (value == 0.0) {
        return "0<span class=\"e\"></span>";
    }
    const std::string text = fmt::format("{:.2e}", value);
    const std::size_t e = text.find('e');
    const int exponent = std::stoi(text.substr(e + 1));
    return fmt::format("{}<span class=\"e\">×10<sup>{}{}</sup></span>",
                       text.substr(0, e),
                       exponent < 0 ? "−" : "",
                       std::abs(exponent));
}

}  // namespace

std::string_view page_style() {
    return R"css(
:root { --ink: #1d2733; --soft: #5b6876; --line: #d9dee4; --tint: #f4f7fa; --accent: #0072B2; }
* { box-sizing: border-box; }
body { font: 16px/1.55 "Source Serif 4", Charter, Georgia, "DejaVu Serif", serif; color: var(--ink);
  background: #fff; max-width: 1020px; margin: 0 auto; padding: 40px 24px 64px; }
h1, h2, h3, h4, table, .tag, figcaption, .card, .meta, summary, pre, code { font-family: "Inter", "Helvetica Neue", Arial, "DejaVu Sans", sans-serif; }
h1 { font-size: 30px; line-height: 1.2; margin: 0 0 4px; letter-spacing: -0.01em; }
h2 { font-size: 20px; margin: 44px 0 10px; padding-bottom: 5px; border-bottom: 1px solid var(--line); }
h3 { font-size: 15.5px; margin: 26px 0 6px; }
p { margin: 8px 0 12px; max-width: 76ch; }
.meta { color: var(--soft); font-size: 14px; margin: 0 0 22px; }
.answer { background: var(--tint); border-left: 4px solid var(--accent); padding: 14px 20px 12px; margin: 18px 0 22px; }
.answer h3 { margin: 10px 0 2px; } .answer h3:first-child { margin-top: 0; }
.answer ul { margin: 4px 0; padding-left: 18px; } .answer li { margin: 4px 0; }
.answer li:first-child { font-weight: 600; }
.caution { border-left: 4px solid #D55E00; background: #fdf5ef; padding: 10px 20px; margin: 14px 0; font-size: 15px; }
.caution ul { margin: 4px 0; padding-left: 18px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: 13.5px; margin: 10px 0 18px; font-variant-numeric: tabular-nums lining-nums; }
th, td { padding: 5px 11px 5px 0; text-align: right; vertical-align: top; white-space: nowrap; }
th { font-weight: 600; color: var(--soft); border-bottom: 1.5px solid var(--ink); vertical-align: bottom; line-height: 1.25; }
td { border-bottom: 1px solid var(--line); }
th:first-child, td:first-child, .text { text-align: left; }
td.wide { white-space: normal; text-align: left; }
td small { display: block; color: var(--soft); font-size: 11px; line-height: 1.3; letter-spacing: -0.01em; white-space: normal; max-width: 17ch; margin-left: auto; }
.e { display: inline-block; width: 3.2em; text-align: left; }
sup { line-height: 0; font-size: 0.75em; }
.metrics th:nth-child(-n+3), .metrics td:nth-child(-n+3) { text-align: left; }
.dot { display: inline-block; width: 10px; height: 10px; border-radius: 50%; margin-right: 7px; }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(280px, 1fr)); gap: 16px; margin: 12px 0; }
.card { border: 1px solid var(--line); border-top: 4px solid; padding: 10px 14px 12px; font-size: 13px; break-inside: avoid; }
.card h4 { margin: 0 0 2px; font-size: 15px; overflow-wrap: anywhere; } .card p { margin: 0 0 8px; color: var(--soft); line-height: 1.4; }
.card dl { display: grid; grid-template-columns: auto 1fr; gap: 2px 12px; margin: 0; } .card dt { color: var(--soft); } .card dd { margin: 0; overflow-wrap: anywhere; }
figure { margin: 22px 0 30px; break-inside: avoid; }
figure svg { width: 100%; height: auto; display: block; }
figcaption { font-size: 13.5px; color: #37424e; max-width: 96ch; margin-top: 6px; line-height: 1.5; }
pre { background: var(--tint); border: 1px solid var(--line); padding: 12px 14px; font: 12.5px/1.5 "DejaVu Sans Mono", Menlo, Consolas, monospace; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
code { font: 0.88em "DejaVu Sans Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
summary { cursor: pointer; font-size: 14px; font-weight: 600; padding: 4px 0; }
footer { margin-top: 48px; border-top: 1px solid var(--line); padding-top: 10px; color: var(--soft); font-size: 13px; }
@media print { body { max-width: none; padding: 0; font-size: 11pt; } h2 { break-after: avoid; } .scroll { overflow: visible; } }
)css";
}

std::string escape_html(std::string_view text) {
    std::string safe;
    for (const char c : text) {
        switch (c) {
            case '&':
                safe += "&amp;";
                break;
            case '<':
                safe += "&lt;";
                break;
            case '>':
                safe += "&gt;";
                break;
            case '"':
                safe += "&quot;";
                break;
            case '\'':
                safe += "&#39;";
                break;
            default:
                safe += c;
        }
    }
    return safe;
}

std::string plain_number(double value, NumberKind kind) {
    std::string text = kind == NumberKind::count ? count_text(value)
                       : kind == NumberKind::r2  ? r2_number(value)
                                                 : short_number(value);
    if (const std::size_t e = text.find('e'); e != std::string::npos) {
        text = fmt::format("{}×10<sup>{}</sup>", text.substr(0, e), std::stoi(text.substr(e + 1)));
    }
    replace_all(text, "-", "−");
    return text;
}

std::vector<std::string> aligned_numbers(std::span<const double> values, NumberKind kind) {
    double least = 1e300;
    double most = 0.0;
    bool fractions = false;
    for (const double value : values) {
        if (std::isfinite(value) && value != 0.0) {
            least = std::min(least, std::abs(value));
            most = std::max(most, std::abs(value));
            fractions = fractions || value != std::round(value);
        }
    }
    const bool whole = kind == NumberKind::count;
    const bool powers = !whole && most > 0.0 && (least < 1e-3 || most >= 1e5);
    const int before_point = most > 0.0 ? static_cast<int>(std::floor(std::log10(least))) + 1 : 1;
    const int decimals = whole ? (fractions ? 1 : 0) : std::clamp(3 - before_point, 0, 5);
    std::vector<std::string> cells;
    for (const double value : values) {
        if (!std::isfinite(value)) {
            cells.emplace_back();
        } else if (kind == NumberKind::r2) {
            cells.push_back(plain_number(value, kind));
        } else if (powers) {
            cells.push_back(power_cell(value));
        } else {
            cells.push_back(fmt::format("{:.{}f}", value, decimals));
        }
        replace_all(cells.back(), "-", "−");
    }
    return cells;
}

std::string setting_text(double value) {
    return fmt::format("{:.6g}", value);
}

std::string table_row(const std::vector<std::string>& cells, std::string_view tag) {
    std::string row = "<tr>";
    for (const std::string& cell : cells) {
        row += fmt::format("<{0}>{1}</{0}>", tag, cell);
    }
    return row + "</tr>\n";
}

std::string counted_texts(const ReportArm& arm,
                          const std::string& surrogate,
                          const std::function<std::string(const SurrogateRecord&)>& text_of) {
    std::map<std::string, int> counts;
    for (const ReplicateRecord& replicate : arm.replicates) {
        for (const SurrogateRecord& record : replicate.surrogates) {
            if (record.name == surrogate) {
                ++counts[text_of(record)];
            }
        }
    }
    counts.erase("");
    std::string text;
    for (const auto& [each, count] : counts) {
        text += fmt::format("{}{} ({}×)", text.empty() ? "" : "; ", escape_html(each), count);
    }
    return text;
}

std::string inline_svg(std::string svg, const std::string& prefix) {
    svg.erase(0, std::min(svg.find("<svg"), svg.size()));
    for (const std::string_view opening : {"id='", "id=\"", "href='#", "href=\"#", "url(#"}) {
        replace_all(svg, opening, std::string(opening) + prefix + "-");
    }
    return svg;
}

}  // namespace jennopt
