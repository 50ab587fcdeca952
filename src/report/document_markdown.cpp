#include "report/document_markdown.hpp"

#include "core/format.hpp"
#include "report/words.hpp"

#include <algorithm>
#include <cctype>

namespace jennopt {

namespace {

/// Nothing in it is markup, and it stays on one line.
std::string markdown_plain(const std::string& text) {
    std::string safe;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto is_letter = [&text](std::size_t at) {
            return at < text.size() && std::isalnum(static_cast<unsigned char>(text[at])) != 0;
        };
        const char c = text[i];
        const bool is_inside = i > 0 && is_letter(i - 1) && is_letter(i + 1);
        if (std::string_view("\\`*[]|#~").find(c) != std::string_view::npos ||
            (c == '_' && !is_inside)) {
            safe += '\\';
            safe += c;
        } else {
            safe += c == '<'   ? "&lt;"
                    : c == '>' ? "&gt;"
                    : c == '&' ? "&amp;"
                               : std::string(1, static_cast<unsigned char>(c) < ' ' ? ' ' : c);
        }
    }
    return safe;
}

std::string markdown_text(const std::string& text) {
    return markdown_plain(typeset(keep_numbers_whole(text)));
}

std::string markdown_blocks(const std::vector<Block>& blocks);

std::string markdown_of(const Heading& heading) {
    return fmt::format("{} {}\n\n",
                       std::string(static_cast<std::size_t>(heading.level), '#'),
                       markdown_text(heading.text));
}

std::string markdown_of(const Paragraph& paragraph) {
    return markdown_text(paragraph.text) + "\n\n";
}

std::string markdown_of(const Sentences& sentences) {
    std::string markdown;
    for (const std::string& text : sentences.texts) {
        switch (sentences.tone) {
            case Tone::advice:
                markdown += fmt::format("**{}**\n\n", markdown_plain(text));
                break;
            case Tone::finding:
                markdown += fmt::format("- {}\n", markdown_text(text));
                break;
            case Tone::warning:
                markdown += fmt::format("- **Note:** {}\n", markdown_text(text));
                break;
        }
    }
    return sentences.tone == Tone::advice || markdown.empty() ? markdown : markdown + "\n";
}

std::string markdown_of(const TableBlock& table) {
    std::string head = "|";
    std::string rule = "|";
    for (const TableColumn& column : table.columns) {
        head += fmt::format(" {} |", markdown_text(column.heading));
        rule += column.is_number ? "---:|" : "---|";
    }
    std::string markdown = head + "\n" + rule + "\n";
    for (const std::vector<TableCell>& row : table.rows) {
        markdown += "|";
        for (const TableCell& cell : row) {
            const std::string text = markdown_plain(keep_numbers_whole(cell.text));
            markdown +=
                cell.detail.empty()
                    ? fmt::format(" {} |", text)
                    : fmt::format(
                          " {} ({}) |", text, markdown_plain(keep_numbers_whole(cell.detail)));
        }
        markdown += "\n";
    }
    return markdown + "\n";
}

std::string markdown_of(const Cards& cards) {
    std::string markdown;
    for (const Card& card : cards.cards) {
        markdown +=
            fmt::format("**{}**: {}.\n\n", markdown_plain(card.title), markdown_text(card.text));
        for (const auto& [name, value] : card.facts) {
            markdown += fmt::format("- {}: {}\n", markdown_text(name), markdown_text(value));
        }
        markdown += "\n";
    }
    return markdown;
}

std::string markdown_of(const FigureBlock& figure) {
    return fmt::format("![{0}](figures/{1}.svg)\n\n*Figure {2}. {0}.* {3}\n\n",
                       markdown_text(figure.title),
                       figure.name,
                       figure.number,
                       markdown_text(figure.caption));
}

/// The fence is longer than any in the text.
std::string markdown_of(const Code& code) {
    std::string fence = "```";
    while (code.text.find(fence) != std::string::npos) {
        fence += '`';
    }
    return fmt::format("{0}\n{1}\n{0}\n\n", fence, code.text);
}

std::string markdown_of(const Fold& fold) {
    return fmt::format("<details><summary>{}</summary>\n\n{}</details>\n\n",
                       markdown_text(fold.summary),
                       markdown_blocks(fold.blocks));
}

std::string markdown_blocks(const std::vector<Block>& blocks) {
    std::string markdown;
    for (const Block& block : blocks) {
        markdown += std::visit([](const auto& part) { return markdown_of(part); }, block.part);
    }
    return markdown;
}

}  // namespace

std::string document_markdown(const Document& document) {
    return fmt::format("# {}\n\n{}{}",
                       markdown_plain(document.title),
                       markdown_blocks(document.head),
                       markdown_blocks(document.body));
}

}  // namespace jennopt
