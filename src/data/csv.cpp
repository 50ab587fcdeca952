#include "data/csv.hpp"

#include "core/format.hpp"
#include "core/nearest.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstring>
#include <csv.h>
#include <fstream>
#include <iterator>
#include <limits>
#include <string_view>
#include <utility>

namespace jennopt {

namespace {

namespace fs = std::filesystem;

struct Place {
    Index line = 1;
    Index column = 1;  ///< of the first byte of a cell in its line
};

struct Cell {
    std::string text;
    Place place;
};

using Row = std::vector<Cell>;

[[noreturn]] void refuse(const fs::path& file, const Place& place, std::string_view what) {
    throw ConfigError(fmt::format("{}:{}:{}: {}", file.string(), place.line, place.column, what));
}

/// Splits text into cells; libcsv knows the quoting, this class keeps count of where a cell began.
class Splitter {
public:
    Splitter() { csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI); }

    ~Splitter() { csv_free(&parser_); }

    Splitter(const Splitter&) = delete;
    Splitter& operator=(const Splitter&) = delete;
    Splitter(Splitter&&) = delete;
    Splitter& operator=(Splitter&&) = delete;

    std::vector<Row> split(const fs::path& file, std::string_view text) {
        for (const char byte : text) {
            // One byte at a time: a cell begins right after the byte that ended the one before.
            if (csv_parse(&parser_, &byte, 1, end_cell, end_row, this) != 1) {
                refuse(file,
                       here_,
                       "a quote in the wrong place, expected quotes around a whole cell, inner "
                       "ones doubled");
            }
            ++here_.column;
            if (byte == '\n') {
                here_ = {.line = here_.line + 1, .column = 1};
            }
            if (ended_) {
                start_ = here_;
                ended_ = false;
            }
        }
        if (csv_fini(&parser_, end_cell, end_row, this) != 0) {
            refuse(file, start_, "the quoted cell that begins here has no closing quote");
        }
        return std::move(rows_);
    }

private:
    static void end_cell(void* text, std::size_t size, void* self) {
        auto& splitter = *static_cast<Splitter*>(self);
        splitter.row_.push_back({{static_cast<const char*>(text), size}, splitter.start_});
        splitter.ended_ = true;
    }

    static void end_row(int /*terminator*/, void* self) {
        auto& splitter = *static_cast<Splitter*>(self);
        splitter.rows_.push_back(std::move(splitter.row_));
        splitter.row_.clear();
        splitter.ended_ = true;
    }

    csv_parser parser_{};
    Row row_;
    std::vector<Row> rows_;
    Place here_;
    Place start_;
    bool ended_ = false;
};

/// The number that the whole text spells, independent of the locale; NaN if there is none.
double number(std::string_view text) {
    if (text.size() > 1 && text[0] == '+' && text[1] != '-') {
        text.remove_prefix(1);  // std::from_chars takes no plus sign
    }
    double value = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc{} && end == text.data() + text.size();
    return whole && std::isfinite(value) ? value : std::numeric_limits<double>::quiet_NaN();
}

std::vector<std::string> column_names(const fs::path& file, const Row& header) {
    if (std::all_of(header.begin(), header.end(), [](const Cell& c) {
            return !std::isnan(number(c.text));
        })) {
        refuse(file,
               header.front().place,
               "the first line has only numbers, expected the names of the columns");
    }
    std::vector<std::string> names;
    for (const auto& [text, place] : header) {
        if (text.empty()) {
            refuse(file, place, fmt::format("column {} has no name", names.size() + 1));
        }
        if (std::find(names.begin(), names.end(), text) != names.end()) {
            refuse(file, place, fmt::format("a second column has the name \"{}\"", text));
        }
        names.push_back(text);
    }
    return names;
}

/// For each column whether its cells may be empty.
std::vector<bool> may_be_empty(const fs::path& file,
                               const Row& header,
                               const std::vector<std::string>& names,
                               const std::vector<std::string>& complete) {
    std::vector<bool> result(names.size(), true);
    for (const std::string& wanted : complete) {
        const auto found = std::find(names.begin(), names.end(), wanted);
        if (found == names.end()) {
            refuse(file,
                   header.front().place,
                   fmt::format("has no column \"{}\"{}", wanted, did_you_mean(wanted, names)));
        }
        result[static_cast<std::size_t>(found - names.begin())] = false;
    }
    return result;
}

double cell_value(const fs::path& file, const Cell& cell, const std::string& column) {
    if (cell.text.empty()) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    const double value = number(cell.text);
    if (std::isnan(value)) {
        refuse(file,
               cell.place,
               fmt::format(R"(column "{}": found "{}", expected a finite number or an empty cell)",
                           column,
                           cell.text));
    }
    return value;
}

std::string cell_text(const Table& table, Index i, Index j) {
    const double value = table.rows(i, j);
    if (std::isinf(value)) {
        throw Error(
            fmt::format("table row {}, column \"{}\": is {}, expected a finite number or NaN",
                        i,
                        table.columns[static_cast<std::size_t>(j)],
                        value));
    }
    if (std::isnan(value)) {
        return table.columns.size() == 1 ? csv_cell(std::string())
                                         : "";  // an empty line would be no row at all
    }
    return csv_cell(value);
}

std::string to_text(const Table& table) {
    std::vector<std::string> cells(table.columns.size());
    std::transform(
        table.columns.begin(), table.columns.end(), cells.begin(), [](const std::string& name) {
            return csv_cell(name);
        });
    std::string text = fmt::format("{}\n", fmt::join(cells, ","));
    for (Index i = 0; i < table.rows.rows(); ++i) {
        for (std::size_t j = 0; j < cells.size(); ++j) {
            cells[j] = cell_text(table, i, static_cast<Index>(j));
        }
        fmt::format_to(std::back_inserter(text), "{}\n", fmt::join(cells, ","));
    }
    return text;
}

}  // namespace

std::string csv_cell(const std::string& text) {
    constexpr std::string_view special = ",\"\r\n\t";
    const bool blank_at_end = !text.empty() && (text.front() == ' ' || text.back() == ' ');
    if (!text.empty() && !blank_at_end && text.find_first_of(special) == std::string::npos) {
        return text;
    }
    std::string cell(csv_write(nullptr, 0, text.data(), text.size()), ' ');
    csv_write(cell.data(), cell.size(), text.data(), text.size());
    return cell;
}

std::string csv_cell(double number) {
    return std::isfinite(number) ? fmt::format("{}", number) : std::string();
}

Table read_csv(const fs::path& file, const std::vector<std::string>& complete) {
    const std::string text = read_text(file);
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    const std::size_t skipped = text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
    const std::vector<Row> lines = Splitter().split(file, std::string_view(text).substr(skipped));
    if (lines.empty()) {
        refuse(file, {}, "the file is empty, expected a header line and rows of numbers");
    }
    Table table{.columns = column_names(file, lines.front()), .rows = {}};
    if (lines.size() == 1) {
        refuse(file,
               lines.front().front().place,
               "a header line and no rows, expected at least 1 row");
    }
    const std::size_t width = table.columns.size();
    const std::vector<bool> empty_allowed =
        may_be_empty(file, lines.front(), table.columns, complete);
    table.rows.resize(static_cast<Index>(lines.size()) - 1, static_cast<Index>(width));
    for (std::size_t i = 1; i < lines.size(); ++i) {
        const Row& row = lines[i];
        if (row.size() != width) {
            refuse(file,
                   row.front().place,
                   fmt::format(
                       "{} cells in this row, expected {} as in the header", row.size(), width));
        }
        table.lines.push_back(row.front().place.line);
        for (std::size_t j = 0; j < width; ++j) {
            if (row[j].text.empty() && !empty_allowed[j]) {
                refuse(file,
                       row[j].place,
                       fmt::format(R"(column "{}": is empty, expected a finite number)",
                                   table.columns[j]));
            }
            table.rows(static_cast<Index>(i) - 1, static_cast<Index>(j)) =
                cell_value(file, row[j], table.columns[j]);
        }
    }
    return table;
}

void write_csv(const fs::path& file, const Table& table) {
    if (static_cast<Index>(table.columns.size()) != table.rows.cols()) {
        throw ShapeError(
            fmt::format("{}: {} column names and {} columns of numbers, expected the same",
                        file.string(),
                        table.columns.size(),
                        table.rows.cols()));
    }
    write_text(file, to_text(table));
}

Table to_table(const Dataset& data,
               const std::vector<std::string>& input_names,
               const std::vector<std::string>& output_names) {
    const auto n_x = static_cast<Index>(input_names.size());
    const auto n_y = static_cast<Index>(output_names.size());
    if (n_x != data.n_x() || n_y != data.n_y()) {
        throw ShapeError(fmt::format(
            "dataset of {} inputs and {} outputs, {} and {} names: expected one name each",
            data.n_x(),
            data.n_y(),
            n_x,
            n_y));
    }
    const bool with_partials = !data.J.empty();
    Table table{.columns = input_names,
                .rows = Matrix(data.m(), n_x + n_y + (with_partials ? n_x * n_y : 0))};
    table.columns.insert(table.columns.end(), output_names.begin(), output_names.end());
    table.rows.leftCols(n_x) = data.X.transpose();
    table.rows.middleCols(n_x, n_y) = data.Y.transpose();
    Index column = n_x + n_y;
    for (Index k = 0; with_partials && k < n_y; ++k) {
        for (Index j = 0; j < n_x; ++j, ++column) {
            table.columns.push_back(fmt::format("d_{}_d_{}",
                                                output_names[static_cast<std::size_t>(k)],
                                                input_names[static_cast<std::size_t>(j)]));
            table.rows.col(column) = data.J[static_cast<std::size_t>(j)].row(k).transpose();
        }
    }
    return table;
}

}  // namespace jennopt
