#include "core/format.hpp"
#include "report/document.hpp"
#include "report/page_files.hpp"
#include "report/words.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <regex>

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
std::string html_word(const std::string& word) {
    static const std::regex number(R"((-?)(\d[\d.]*?)(?:e([+-]?)0*(\d+))?(\.?))");
    std::smatch part;
    if (!std::regex_match(word, part, number)) {
        return word;
    }
    return (part.length(1) > 0 ? "−" : "") + part.str(2) +
           (part.length(4) > 0
                ? fmt::format("×10<sup>{}{}</sup>", part.str(3) == "-" ? "−" : "", part.str(4))
                : "") +
           part.str(5);
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
        html += html_word(std::string(at, end));
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
    return (paragraph.quiet ? "<p class=\"quiet\">" : "<p>") + html_text(paragraph.text) + "</p>\n";
}

std::string html_of(const Sentences& sentences) {
    constexpr std::array kinds{"advice", "findings", "warnings"};
    const bool is_advice = sentences.tone == Tone::advice;
    std::string html =
        fmt::format("<ul class=\"{}\">\n", kinds.at(static_cast<std::size_t>(sentences.tone)));
    for (const std::string& text : sentences.texts) {
        html += "<li>" + (is_advice ? escaped(text) : html_text(text)) + "</li>\n";
    }
    return html + "</ul>\n";
}

std::string html_cell(const TableCell& cell, bool is_number) {
    std::string html = is_number ? "<td>" : R"(<td class="text">)";
    if (!cell.color.empty()) {
        html += fmt::format(R"(<span class="dot" style="background:{}"></span>)", cell.color);
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
        html += (column.is_number ? "<th>" : R"(<th class="text">)") + html_text(column.heading) +
                "</th>";
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
        html +=
            fmt::format(R"(<div class="card" style="border-top-color:{}"><h4>{}</h4><p>{}</p><dl>)",
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
    return "<pre>" + escaped(code.text) + "</pre>\n";
}

std::string html_of(const Fold& fold) {
    return "<details><summary>" + html_text(fold.summary) + "</summary>\n" +
           html_blocks(fold.blocks) + "</details>\n";
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
    const std::string content = "<div class=\"head\">\n" + html_blocks(document.head) + "</div>\n" +
                                html_blocks(document.body);
    // The content goes in last: it may hold a text that looks like a place.
    std::string page = replaced(std::string(page_frame()), "{{style}}", page_style());
    page = replaced(std::move(page), "{{title}}", escaped(document.title));
    return replaced(std::move(page), "{{content}}", content);
}

}  // namespace jennopt
