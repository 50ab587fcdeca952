#include "core/format.hpp"
#include "report/document.hpp"
#include "report/page_files.hpp"
#include "report/words.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cstdlib>

namespace jennopt {

namespace {

std::string escaped(std::string_view text) {
    constexpr std::string_view special = "&<>\"'";
    constexpr std::array names{"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};
    std::string safe;
    for (const char c : text) {
        const std::size_t place = special.find(c);
        safe += place == std::string_view::npos ? std::string(1, c) : names.at(place);
    }
    return safe;
}

/// A number as books print it, 1.2×10⁻⁷ for "1.2e-07"; another word as it is.
std::string html_word(std::string_view word) {
    double value = 0.0;
    const char* end = std::from_chars(word.data(), word.data() + word.size(), value).ptr;
    const std::string_view rest = word.substr(static_cast<std::size_t>(end - word.data()));
    const bool is_number = word.find_first_of("0123456789") <= 1 && (rest.empty() || rest == ".");
    if (!is_number) {
        return std::string(word);
    }
    const std::string_view number = word.substr(0, word.size() - rest.size());
    const bool is_negative = number.starts_with('-');
    const std::size_t e = std::min(number.find('e'), number.size());
    std::string html = fmt::format("{}{}",
                                   is_negative ? "−" : "",
                                   number.substr(is_negative ? 1 : 0, e - (is_negative ? 1 : 0)));
    if (e < number.size()) {
        const int exponent = std::stoi(std::string(number.substr(e + 1)));
        html += fmt::format("×10<sup>{}{}</sup>", exponent < 0 ? "−" : "", std::abs(exponent));
    }
    return html.append(rest);
}

/// Escaped, with numbers as books print them.
std::string html_numbers(const std::string& text) {
    const auto is_of_word = [](unsigned char c) {
        return std::isalnum(c) != 0 ||
               std::string_view("+-._").find(static_cast<char>(c)) != std::string_view::npos;
    };
    const std::string safe =
        replaced(escaped(keep_numbers_whole(text)), "\u00a0-\u00a0", "\u00a0−\u00a0");
    std::string html;
    for (auto at = safe.begin(); at != safe.end();) {
        const auto end = std::find_if_not(at, safe.end(), is_of_word);
        html += html_word(std::string_view(at, end));
        at = std::find_if(end, safe.end(), is_of_word);
        html.append(end, at);
    }
    return html;
}

std::string html_text(const std::string& text) {
    return html_numbers(typeset(text));
}

std::string html_blocks(const std::vector<Block>& blocks);

std::string html_of(const Heading& heading) {
    return fmt::format("<h{0}>{1}</h{0}>\n", heading.level, html_text(heading.text));
}

std::string html_of(const Paragraph& paragraph) {
    return fmt::format(
        "<p{}>{}</p>\n", paragraph.quiet ? " class=\"quiet\"" : "", html_text(paragraph.text));
}

std::string html_of(const Sentences& sentences) {
    if (sentences.texts.empty()) {
        return {};
    }
    const std::string_view kind = sentences.tone == Tone::advice    ? "advice"
                                  : sentences.tone == Tone::finding ? "findings"
                                                                    : "warnings";
    std::string html = fmt::format("<ul class=\"{}\">\n", kind);
    for (const std::string& text : sentences.texts) {
        html += fmt::format("<li>{}</li>\n",
                            sentences.tone == Tone::advice ? escaped(text) : html_text(text));
    }
    return html + "</ul>\n";
}

std::string html_cell(const TableCell& cell, bool is_number) {
    std::string html = is_number ? "<td>" : "<td class=\"text\">";
    if (!cell.color.empty()) {
        html += fmt::format("<span class=\"dot\" style=\"background:{}\"></span>", cell.color);
    }
    html += is_number ? html_numbers(cell.text) : escaped(cell.text);
    if (!cell.detail.empty()) {
        html += fmt::format("<small>{}</small>", html_numbers(cell.detail));
    }
    return html + "</td>";
}

std::string html_of(const TableBlock& table) {
    std::string html = "<div class=\"scroll\"><table>\n<thead><tr>";
    for (const TableColumn& column : table.columns) {
        html += fmt::format(
            "<th{}>{}</th>", column.is_number ? "" : " class=\"text\"", html_text(column.heading));
    }
    html += "</tr></thead>\n<tbody>\n";
    for (const std::vector<TableCell>& row : table.rows) {
        html += "<tr>";
        for (std::size_t i = 0; i < row.size(); ++i) {
            html += html_cell(row[i], table.columns[i].is_number);
        }
        html += "</tr>\n";
    }
    return html + "</tbody>\n</table></div>\n";
}

std::string html_of(const Cards& cards) {
    std::string html = "<div class=\"cards\">\n";
    for (const Card& card : cards.cards) {
        html += fmt::format(
            "<div class=\"card\" style=\"border-top-color:{}\"><h4>{}</h4><p>{}</p><dl>",
            card.color,
            escaped(card.title),
            html_text(card.text));
        for (const auto& [name, value] : card.facts) {
            html += fmt::format("<dt>{}</dt><dd>{}</dd>", html_text(name), html_text(value));
        }
        html += "</dl></div>\n";
    }
    return html + "</div>\n";
}

/// A picture ready to stand in a page beside others: ids made unique by the prefix.
std::string inline_svg(std::string svg, const std::string& prefix) {
    svg.erase(0, std::min(svg.find("<svg"), svg.size()));
    for (const char* opening : {"id='", "id=\"", "href='#", "href=\"#", "url(#"}) {
        svg = replaced(std::move(svg), opening, fmt::format("{}{}-", opening, prefix));
    }
    return svg;
}

std::string html_of(const FigureBlock& figure) {
    return fmt::format(
        "<figure>\n{}\n<figcaption><b>Figure {}. {}.</b> {} <span class=\"quiet\">Data and script: "
        "figures/{}.csv, .gp</span></figcaption>\n</figure>\n",
        inline_svg(figure.svg, fmt::format("f{}", figure.number)),
        figure.number,
        html_text(figure.title),
        html_text(figure.caption),
        escaped(figure.name));
}

std::string html_of(const Code& code) {
    return fmt::format("<pre>{}</pre>\n", escaped(code.text));
}

std::string html_of(const Fold& fold) {
    return fmt::format("<details><summary>{}</summary>\n{}</details>\n",
                       html_text(fold.summary),
                       html_blocks(fold.blocks));
}

std::string html_blocks(const std::vector<Block>& blocks) {
    std::string html;
    for (const Block& block : blocks) {
        html += std::visit([](const auto& part) { return html_of(part); }, block.part);
    }
    return html;
}

}  // namespace

std::string document_html(const ReportDocument& document) {
    const std::string title = escaped(document.title);
    const std::string content = fmt::format("<div class=\"head\">\n{}</div>\n{}",
                                            html_blocks(document.head),
                                            html_blocks(document.body));
    // The content goes in last: it may hold a text that looks like a place.
    std::string page = replaced(std::string(page_frame()), "{{style}}", page_style());
    page = replaced(std::move(page), "{{title}}", title);
    return replaced(std::move(page), "{{content}}", content);
}

}  // namespace jennopt
