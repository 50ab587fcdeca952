#include "core/format.hpp"
#include "report/document.hpp"
#include "report/words.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <ranges>
#include <sstream>

namespace jennopt {

namespace {

constexpr std::size_t column_gap = 2;
constexpr std::size_t least_heading = 12;

bool starts_character(char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
}

/// Characters of UTF-8: what a terminal counts as one column.
std::size_t shown_width(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(text, starts_character));
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

/// A column as lines of one width, heading first.
struct TextColumn {
    std::vector<std::string> heading;
    std::vector<std::string> cells;
    std::size_t width = 0;
};

std::size_t longest_word(const std::string& text) {
    std::size_t longest = 0;
    std::istringstream stream(text);
    for (std::string word; stream >> word;) {
        longest = std::max(longest, shown_width(word));
    }
    return longest;
}

/// @param heading_width  that its heading may have where the cells are narrower
TextColumn text_column(const TableBlock& table,
                       std::size_t place,
                       std::size_t most,
                       std::size_t heading_width = least_heading) {
    TextColumn column;
    const auto widen = [&column](const std::vector<std::string>& texts) {
        for (const std::string& text : texts) {
            column.width = std::max(column.width, shown_width(text));
        }
    };
    for (const std::vector<TableCell>& row : table.rows) {
        const auto& [text, detail, color] = row[place];
        const std::string whole = detail.empty() ? text
                                  : text.empty() ? detail
                                                 : fmt::format("{} [{}]", text, detail);
        // A name is cut; of a number rather the quartiles are left out.
        column.cells.push_back(cut_to_width(shown_width(whole) <= most ? whole : text, most));
    }
    widen(column.cells);
    const std::string& heading = table.columns[place].heading;
    column.heading = wrapped_lines(
        heading, std::min(most, std::max({column.width, heading_width, longest_word(heading)})));
    widen(column.heading);
    return column;
}

/// The columns side by side, their headings ending on one line.
std::string block_text(const std::vector<TextColumn>& columns) {
    const auto height = [](const TextColumn& column) { return column.heading.size(); };
    const std::size_t headings = std::ranges::max(columns | std::views::transform(height));
    std::vector<std::string> lines(headings + columns.front().cells.size());
    for (const TextColumn& column : columns) {
        std::vector<std::string> texts(headings - column.heading.size());
        std::ranges::copy(column.heading, std::back_inserter(texts));
        std::ranges::copy(column.cells, std::back_inserter(texts));
        for (std::size_t i = 0; i < lines.size(); ++i) {
            lines[i] += texts[i];
            lines[i].append(column.width + column_gap - shown_width(texts[i]), ' ');
        }
    }
    std::string text;
    for (const std::string& line : lines) {
        text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
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
    constexpr std::array<std::string_view, 3> bullets{"", "* ", "! "};
    std::string text;
    for (const std::string& sentence : sentences.texts) {
        text += bulleted(bullets.at(static_cast<std::size_t>(sentences.tone)), sentence, width);
    }
    return text + "\n";
}

/// Headings on fewer lines, as far as a line has room: those that come first.
void use_room(std::vector<TextColumn>& block,
              const TableBlock& table,
              std::size_t first,
              std::size_t room) {
    for (std::size_t i = 1; i < block.size(); ++i) {
        const std::size_t place = first + i - 1;
        TextColumn wider = text_column(
            table, place, block[i].width + room, shown_width(table.columns[place].heading));
        const std::size_t more = wider.width - std::min(wider.width, block[i].width);
        if (wider.heading.size() < block[i].heading.size() && more <= room) {
            room -= more;
            block[i] = std::move(wider);
        }
    }
}

std::string text_of(const TableBlock& table, std::size_t width) {
    const TextColumn names = text_column(table, 0, width / 3);
    std::vector<TextColumn> block{names};
    std::string text;
    std::size_t used = names.width;
    std::size_t first = 1;
    const auto finish = [&] {
        use_room(block, table, first, width - std::min(width, used));
        text += block_text(block);
    };
    for (std::size_t i = 1; i < table.columns.size(); ++i) {
        TextColumn column = text_column(table, i, width - names.width - column_gap);
        if (used + column_gap + column.width > width) {
            finish();
            block = {names};
            used = names.width;
            first = i;
        }
        used += column_gap + column.width;
        block.push_back(std::move(column));
    }
    finish();
    return text;
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
