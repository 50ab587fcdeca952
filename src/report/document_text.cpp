#include "core/format.hpp"
#include "report/document.hpp"
#include "report/words.hpp"

#include <algorithm>

namespace jennopt {

namespace {

constexpr std::size_t column_gap = 2;
constexpr std::size_t least_heading = 12;

bool starts_character(char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
}

/// Characters of UTF-8: what a terminal counts as one column.
std::size_t shown_width(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), starts_character));
}

/// Bytes of the first so many characters.
std::size_t bytes_of(std::string_view text, std::size_t characters) {
    std::size_t at = 0;
    while (at < text.size() && (!starts_character(text[at]) || characters-- > 0)) {
        ++at;
    }
    return at;
}

std::string cut_to_width(const std::string& text, std::size_t most) {
    return shown_width(text) <= most ? text : text.substr(0, bytes_of(text, most - 1)) + "~";
}

std::string padded_text(std::string text, std::size_t wanted) {
    text.append(wanted - std::min(wanted, shown_width(text)), ' ');
    return text;
}

/// Broken between words; a word wider than the line is cut up.
std::vector<std::string> wrapped_lines(const std::string& text, std::size_t width) {
    std::vector<std::string> lines;
    const auto add = [&](const std::string& word) {
        if (!lines.empty() && shown_width(lines.back()) + 1 + shown_width(word) <= width) {
            lines.back() += " " + word;
        } else {
            lines.push_back(word);
        }
    };
    for (auto at = text.begin(); at != text.end();) {
        const auto is_blank = [](unsigned char c) { return c <= ' '; };
        const auto end = std::find_if(at, text.end(), is_blank);
        for (std::string word(at, end); !word.empty();) {
            const std::size_t bytes = bytes_of(word, width);
            add(word.substr(0, bytes));
            word.erase(0, bytes);
        }
        at = std::find_if_not(end, text.end(), is_blank);
    }
    return lines;
}

/// Neither "1 - 2.0e-06" nor "x = 1" is broken.
std::string bulleted(std::string_view bullet, const std::string& sentence, std::size_t width) {
    const std::string whole =
        replaced(keep_numbers_whole(sentence), " = ", fmt::format("{0}={0}", no_break_space));
    std::string text;
    for (const std::string& line : wrapped_lines(whole, width - bullet.size())) {
        text += text.empty() ? std::string(bullet) : std::string(bullet.size(), ' ');
        text += line + "\n";
    }
    return text;
}

std::string underlined(const std::string& heading, char line, std::size_t width) {
    const std::string text = cut_to_width(heading, width);
    return fmt::format("{}\n{}\n", text, std::string(shown_width(text), line));
}

/// A column as lines of one width, heading first, as many lines as the highest heading has.
struct TextColumn {
    std::vector<std::string> heading;
    std::vector<std::string> cells;
    std::size_t width = 0;
};

TextColumn text_column(const TableBlock& table, std::size_t place, std::size_t most) {
    TextColumn column;
    for (const std::vector<TableCell>& row : table.rows) {
        const TableCell& cell = row[place];
        std::string text = cell.detail.empty() ? cell.text
                           : cell.text.empty() ? cell.detail
                                               : fmt::format("{} [{}]", cell.text, cell.detail);
        // A name is cut; of a number rather the quartiles are left out.
        text = shown_width(text) <= most ? text : cell.text;
        column.cells.push_back(cut_to_width(text, most));
        column.width = std::max(column.width, shown_width(column.cells.back()));
    }
    column.heading = wrapped_lines(table.columns[place].heading,
                                   std::min(most, std::max(column.width, least_heading)));
    for (const std::string& line : column.heading) {
        column.width = std::max(column.width, shown_width(line));
    }
    return column;
}

/// The columns side by side.
std::string block_text(const std::vector<TextColumn>& columns) {
    std::size_t headings = 0;
    for (const TextColumn& column : columns) {
        headings = std::max(headings, column.heading.size());
    }
    std::vector<std::string> lines(headings + columns.front().cells.size());
    for (const TextColumn& column : columns) {
        std::vector<std::string> texts(headings - column.heading.size());
        texts.insert(texts.end(), column.heading.begin(), column.heading.end());
        texts.insert(texts.end(), column.cells.begin(), column.cells.end());
        for (std::size_t i = 0; i < lines.size(); ++i) {
            lines[i] += padded_text(texts[i], column.width + column_gap);
        }
    }
    std::string text;
    for (std::string& line : lines) {
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + "\n";
    }
    return text + "\n";
}

std::string text_of(const Heading& heading, std::size_t width) {
    return underlined(heading.text, '-', width);
}

std::string text_of(const Paragraph& paragraph, std::size_t width) {
    return bulleted("", paragraph.text, width) + "\n";
}

std::string text_of(const Sentences& sentences, std::size_t width) {
    std::string text;
    for (const std::string& sentence : sentences.texts) {
        text += bulleted(sentences.tone == Tone::advice    ? ""
                         : sentences.tone == Tone::finding ? "* "
                                                           : "! ",
                         sentence,
                         width);
    }
    return text.empty() ? text : text + "\n";
}

std::string text_of(const TableBlock& table, std::size_t width) {
    const TextColumn names = text_column(table, 0, width / 3);
    std::vector<TextColumn> block{names};
    std::string text;
    std::size_t used = names.width;
    for (std::size_t i = 1; i < table.columns.size(); ++i) {
        TextColumn column = text_column(table, i, width - names.width - column_gap);
        if (used + column_gap + column.width > width) {
            text += block_text(block);
            block = {names};
            used = names.width;
        }
        used += column_gap + column.width;
        block.push_back(std::move(column));
    }
    return text + block_text(block);
}

std::string text_of(const Code& code, std::size_t /*width*/) {
    return code.text + "\n\n";
}

/// What a terminal has no room for.
template <typename Part>
std::string text_of(const Part& /*part*/, std::size_t /*width*/) {
    return {};
}

}  // namespace

std::string document_text(const ReportDocument& document, std::size_t width) {
    std::string text = underlined(document.title, '=', width);
    for (const Block& block : document.head) {
        text += std::visit([width](const auto& part) { return text_of(part, width); }, block.part);
    }
    return replaced(std::move(text), no_break_space, " ");
}

}  // namespace jennopt
