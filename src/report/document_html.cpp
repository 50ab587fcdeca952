#include "report/document_html.hpp"

#include "core/format.hpp"
#include "report/page_files.hpp"
#include "report/words.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace jennopt {

namespace {

bool is_digit(const std::string& text, std::size_t at) {
    return at < text.size() && std::isdigit(static_cast<unsigned char>(text[at])) != 0;
}

bool is_word(const std::string& text, std::size_t at) {
    return at < text.size() &&
           (std::isalnum(static_cast<unsigned char>(text[at])) != 0 || text[at] == '_');
}

/// End of the exponent whose e stands here; this place itself where there is none.
std::size_t exponent_end(const std::string& text, std::size_t e) {
    if (text[e] != 'e' || e == 0 || !is_digit(text, e - 1) || e + 1 >= text.size() ||
        (text[e + 1] != '-' && text[e + 1] != '+') || !is_digit(text, e + 2)) {
        return e;
    }
    std::size_t start = e;
    while (start > 0 && (is_digit(text, start - 1) || text[start - 1] == '.')) {
        --start;
    }
    std::size_t end = e + 2;
    while (is_digit(text, end)) {
        ++end;
    }
    return (start > 0 && is_word(text, start - 1)) || is_word(text, end) ? e : end;
}

bool is_minus(const std::string& text, std::size_t at) {
    if (text[at] != '-') {
        return false;
    }
    const std::string_view before = std::string_view(text).substr(0, at);
    const bool is_sign =
        before.empty() || std::string_view(" ([").find(before.back()) != std::string_view::npos;
    return (is_sign && is_digit(text, at + 1)) || before.ends_with(no_break_space);
}

/// Powers of ten and minus signs as a book prints them: "1.2e-07" becomes 1.2×10⁻⁷.
std::string html_numbers(const std::string& text) {
    std::string html;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (const std::size_t end = exponent_end(text, i); end != i) {
            html += fmt::format("×10<sup>{}{}</sup>",
                                text[i + 1] == '-' ? "−" : "",
                                std::stoi(text.substr(i + 2, end - i - 2)));
            i = end - 1;
        } else if (is_minus(text, i)) {
            html += "−";
        } else {
            html += text[i];
        }
    }
    return html;
}

std::string html_text(const std::string& text) {
    return html_numbers(escape_html(typeset(keep_numbers_whole(text))));
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
                            sentences.tone == Tone::advice ? escape_html(text) : html_text(text));
    }
    return html + "</ul>\n";
}

std::string html_cell(const TableCell& cell, bool is_number) {
    std::string html = is_number ? "<td>" : "<td class=\"text\">";
    if (!cell.color.empty()) {
        html += fmt::format("<span class=\"dot\" style=\"background:{}\"></span>", cell.color);
    }
    html += is_number ? html_numbers(escape_html(keep_numbers_whole(cell.text)))
                      : escape_html(cell.text);
    if (!cell.detail.empty()) {
        html += fmt::format("<small>{}</small>",
                            html_numbers(escape_html(keep_numbers_whole(cell.detail))));
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
            escape_html(card.title),
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
    for (const std::string_view opening : {"id='", "id=\"", "href='#", "href=\"#", "url(#"}) {
        const std::string prefixed = fmt::format("{}{}-", opening, prefix);
        for (std::size_t at = svg.find(opening); at != std::string::npos;
             at = svg.find(opening, at + prefixed.size())) {
            svg.replace(at, opening.size(), prefixed);
        }
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
        escape_html(figure.name));
}

std::string html_of(const Code& code) {
    return fmt::format("<pre>{}</pre>\n", escape_html(code.text));
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

std::string document_html(const Document& document) {
    const std::string title = escape_html(document.title);
    const std::string content = fmt::format("<div class=\"head\">\n{}</div>\n{}",
                                            html_blocks(document.head),
                                            html_blocks(document.body));
    const std::array<std::pair<std::string_view, std::string_view>, 3> places{
        {{"{{title}}", title}, {"{{style}}", page_style()}, {"{{content}}", content}}};
    std::string html;
    std::string_view rest = page_frame();
    while (!rest.empty()) {  // once through the frame: a text that looks like a place is none
        const auto place = std::find_if(places.begin(), places.end(), [rest](const auto& each) {
            return rest.starts_with(each.first);
        });
        html += place == places.end() ? rest.substr(0, 1) : place->second;
        rest.remove_prefix(place == places.end() ? 1 : place->first.size());
    }
    return html;
}

}  // namespace jennopt
