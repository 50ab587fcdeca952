#include "core/format.hpp"
#include "report/document.hpp"
#include "report/words.hpp"

#include <cctype>

namespace jennopt {

namespace {

/// Nothing in it is markup, and it stays on one line.
std::string markdown_plain(const std::string& text) {
    std::string safe;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = static_cast<unsigned char>(text[i]) < ' ' ? ' ' : text[i];
        const bool is_inside = i > 0 && std::isalnum(static_cast<unsigned char>(text[i - 1])) != 0;
        if (std::string_view("\\`*[]|#~").find(c) != std::string_view::npos ||
            (c == '_' && !is_inside)) {
            safe += '\\';
        }
        safe += c;
    }
    return replaced(replaced(std::move(safe), "&", "&amp;"), "<", "&lt;");
}

std::string markdown_text(const std::string& text) {
    return markdown_plain(typeset(keep_numbers_whole(text)));
}

std::string markdown_blocks(const std::vector<Block>& blocks);

std::string markdown_of(const Heading& heading) {
    return (heading.level == 2 ? "## " : "### ") + markdown_text(heading.text) + "\n\n";
}

std::string markdown_of(const Paragraph& paragraph) {
    return markdown_text(paragraph.text) + "\n\n";
}

std::string markdown_of(const Sentences& sentences) {
    std::string markdown;
    for (const std::string& text : sentences.texts) {
        markdown += sentences.tone == Tone::advice    ? "**" + markdown_plain(text) + "**\n"
                    : sentences.tone == Tone::finding ? "- " + markdown_text(text) + "\n"
                                                      : "- **Note:** " + markdown_text(text) + "\n";
    }
    return markdown + "\n";
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
            const std::string detail = cell.detail.empty() ? "" : fmt::format(" ({})", cell.detail);
            markdown += " " + markdown_plain(keep_numbers_whole(cell.text + detail)) + " |";
        }
        markdown += "\n";
    }
    return markdown + "\n";
}

std::string markdown_of(const Cards& cards) {
    std::string markdown;
    for (const Card& card : cards.cards) {
        markdown += "**" + markdown_plain(card.title) + "**: " + markdown_text(card.text) + ".\n\n";
        for (const auto& [name, value] : card.facts) {
            markdown += "- " + markdown_text(name) + ": " + markdown_text(value) + "\n";
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
    return "<details><summary>" + markdown_text(fold.summary) + "</summary>\n\n" +
           markdown_blocks(fold.blocks) + "</details>\n\n";
}

std::string markdown_blocks(const std::vector<Block>& blocks) {
    std::string markdown;
    for (const Block& block : blocks) {
        markdown += std::visit([](const auto& part) { return markdown_of(part); }, block.part);
    }
    return markdown;
}

}  // namespace

std::string document_markdown(const ReportDocument& document) {
    return "# " + markdown_plain(document.title) + "\n\n" + markdown_blocks(document.head) +
           markdown_blocks(document.body);
}

}  // namespace jennopt
