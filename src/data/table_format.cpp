#include "data/table_format.hpp"

#include "data/number_cell.hpp"
#include "problem/names.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace jennopt {

namespace {

constexpr std::array separators{',', ';', '\t', '|', ' '};
constexpr std::size_t most_sampled = 50;  // lines by which a separator is judged

std::vector<TextLine> lines_of(std::string_view text) {
    std::vector<TextLine> lines;
    Index number = 1;
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        lines.push_back({line, {.line = number++}});
        text.remove_prefix(std::min(text.size(), line.size() + 1));
    }
    return lines;
}

bool is_blank(const TextLine& line) {
    return line.text.find_first_not_of(" \t") == std::string_view::npos;
}

/// Begins with # or %, but not with an error of a spreadsheet, #N/A.
bool is_comment(const TextLine& line) {
    const std::size_t start = line.text.find_first_not_of(" \t");
    if (start == std::string_view::npos || (line.text[start] != '#' && line.text[start] != '%')) {
        return false;
    }
    const std::string_view word = line.text.substr(start);
    return !is_missing_number(word.substr(0, word.find_first_of(",;\t| ")));
}

/// The line behind its # or %.
TextLine uncommented(TextLine line) {
    const std::size_t start = line.text.find_first_of("#%");
    const std::size_t mark = line.text.find_first_not_of("#%", start);
    const std::size_t skipped = std::min(mark, line.text.size());
    line.text.remove_prefix(skipped);
    line.place.column += static_cast<Index>(skipped);
    return line;
}

bool is_number(const Cell& cell) {
    return !std::isnan(number_of(cell.text, '.')) || !std::isnan(number_of(cell.text, ','));
}

bool holds_text_only(const CellRow& row) {
    return std::ranges::none_of(row, is_number);
}

/// Without cells that only a separator at the end of the line makes.
std::size_t width_of(const CellRow& row) {
    const auto last =
        std::find_if(row.rbegin(), row.rend(), [](const Cell& cell) { return !cell.text.empty(); });
    return static_cast<std::size_t>(row.rend() - last);
}

/// A row below the header that says in which units its columns are.
bool holds_units(const CellRow& row) {
    bool has_text = false;
    for (const Cell& cell : row) {
        if (is_number(cell)) {
            return false;
        }
        const bool is_gap = is_missing_number(cell.text);
        if (is_gap && !cell.text.empty() && cell.text != "-") {
            return false;  // a row that failed
        }
        has_text = has_text || !is_gap;
    }
    return has_text;
}

/// Has a cell for each name, and none more.
bool fits(const CellRow& row, const CellRow& header) {
    return width_of(row) <= header.size() && row.size() >= width_of(header);
}

/// Every row begins with a number or name of its own above which the header has nothing, as R
/// writes them. Rows that all end in a separator have a cell more, too, but it is the last one.
bool have_row_names(std::span<const CellRow> rows, const CellRow& header) {
    bool end_in_separators = true;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::string& name = rows[i].front().text;
        const bool is_name = std::isnan(number_of(name)) && std::isnan(number_of(name, ','));
        const bool is_counted = number_of(name) == static_cast<double>(i + 1);
        if (rows[i].size() != header.size() + 1 || !(is_name || is_counted)) {
            return false;
        }
        end_in_separators = end_in_separators && rows[i].back().text.empty();
    }
    return !rows.empty() && header.size() > 1 && !end_in_separators;
}

/// A text of rows, seen under one separator after the other.
class Recognition {
public:
    Recognition(std::string_view text, const std::vector<std::string>& expected)
        : expected_(expected) {
        for (const TextLine& line : lines_of(text)) {
            if (line.place.line == 1 && line.text.size() == 5 && line.text.starts_with("sep=")) {
                stated_ = line.text.back();  // as Excel writes and reads it
            } else if (is_comment(line)) {
                (body_.empty() ? comments_ : later_comments_).push_back(line);
            } else if (!is_blank(line)) {
                body_.push_back(line);
            }
        }
    }

    [[nodiscard]] std::optional<TableFormat> best() const {
        std::optional<TableFormat> best;
        Score best_score;
        for (const char separator : separators) {
            const bool is_excluded = stated_ != '\0' && stated_ != separator;
            auto [format, score] = under(separator);
            if (!is_excluded && !format.header.empty() && (!best || score > best_score)) {
                best = std::move(format);
                best_score = score;
            }
        }
        if (best) {
            best->comments = static_cast<Index>(later_comments_.size());
        }
        return best;
    }

private:
    using Score = std::pair<std::size_t, std::size_t>;  // expected names, numbers

    [[nodiscard]] std::size_t n_expected(const CellRow& header) const {
        return static_cast<std::size_t>(std::ranges::count_if(
            header, [&](const Cell& cell) { return contains(expected_, cell.text); }));
    }

    /// Lines of text above the first that has an expected name: a title.
    [[nodiscard]] std::size_t titles_above(const std::vector<CellRow>& rows) const {
        const auto header =
            std::ranges::find_if(rows, [this](const CellRow& row) { return n_expected(row) > 0; });
        const bool is_below_text =
            header != rows.end() && std::ranges::all_of(rows.begin(), header, holds_text_only);
        return is_below_text ? static_cast<std::size_t>(header - rows.begin()) : 0;
    }

    /// The comment above rows of numbers that names their columns: as many as there are, most of
    /// them expected, the last of such.
    [[nodiscard]] CellRow commented_header(char separator, std::size_t width) const {
        CellRow header;
        for (const TextLine& comment : comments_) {
            const TextLine line = uncommented(comment);
            const SplitLines split = split_lines({&line, 1}, separator);
            if (split.rows.empty() || width_of(split.rows.front()) != width) {
                continue;
            }
            const CellRow& row = split.rows.front();
            if (header.empty() || n_expected(row) >= n_expected(header)) {
                header = row;
            }
        }
        return header;
    }

    [[nodiscard]] std::pair<TableFormat, Score> under(char separator) const {
        TableFormat format{.separator = separator};
        const auto sampled = std::span(body_).first(std::min(body_.size(), most_sampled));
        const std::vector<CellRow> rows = split_lines(sampled, separator).rows;
        std::size_t first = 0;  // row below the header
        const std::size_t below_titles = titles_above(rows);
        if (!rows.empty()) {
            if (below_titles == 0 && n_expected(rows.front()) == 0 &&
                !holds_text_only(rows.front())) {
                format.header = commented_header(separator, width_of(rows.front()));
            }
            format.header_is_comment = !format.header.empty();
            if (!format.header_is_comment) {
                format.header = rows[below_titles];
                format.titles = static_cast<Index>(below_titles);
                first = below_titles + 1;
            }
            if (first + 1 < rows.size() && holds_units(rows[first]) &&
                !holds_text_only(rows[first + 1])) {
                format.units_line = rows[first].front().place.line;
                format.units = rows[first];
                ++first;
            }
        }
        const auto below = std::span(rows).subspan(first);
        if (have_row_names(below, format.header)) {
            format.header.insert(format.header.begin(), Cell{"", below.front().front().place});
            if (!format.units.empty()) {
                format.units.insert(format.units.begin(), Cell{});
            }
        }
        Score score{n_expected(format.header), 0};
        for (const CellRow& row : below) {
            const auto numbers = std::ranges::count_if(row, is_number);
            score.second += fits(row, format.header) ? static_cast<std::size_t>(numbers) : 0;
        }
        format.rows = rows_below(format, rows, first);
        return {std::move(format), score};
    }

    /// The lines from that of a row on; a quoted cell of the header may hold line ends.
    [[nodiscard]] std::vector<TextLine> rows_below(const TableFormat& format,
                                                   const std::vector<CellRow>& rows,
                                                   std::size_t first) const {
        if (first == 0 && format.header_is_comment) {
            return body_;
        }
        // Rows that could not be split are still to be found fault with.
        const Index header_line = format.header.empty() ? 0 : format.header.back().place.line;
        const Index line = first < rows.size() ? rows[first].front().place.line : header_line + 1;
        const auto begin = std::ranges::find_if(
            body_, [line](const TextLine& each) { return each.place.line >= line; });
        return {begin, body_.end()};
    }

    const std::vector<std::string>& expected_;
    std::vector<TextLine> comments_;  // above the first other line
    std::vector<TextLine> later_comments_;
    std::vector<TextLine> body_;
    char stated_ = '\0';
};

}  // namespace

std::optional<TableFormat> recognize_format(std::string_view text,
                                            const std::vector<std::string>& expected) {
    return Recognition(text, expected).best();
}

std::string separator_words(char separator) {
    switch (separator) {
        case ';':
            return "semicolons";
        case '\t':
            return "tabs";
        case '|':
            return "bars";
        case ' ':
            return "blanks";
        default:
            return "commas";
    }
}

}  // namespace jennopt
