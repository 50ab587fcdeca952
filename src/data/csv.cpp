#include "data/csv.hpp"

#include "core/format.hpp"
#include "core/text_file.hpp"
#include "data/cells.hpp"
#include "jennopt/core/error.hpp"

#include <algorithm>
#include <cmath>
#include <csv.h>
#include <iterator>
#include <string_view>
#include <utility>

namespace jennopt {

namespace {

namespace fs = std::filesystem;

/// Splits lines into cells; libcsv knows the quoting, this class keeps count of where a cell began.
class Splitter {
public:
    explicit Splitter(char separator) : by_blanks_(separator == ' ') {
        csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI);
        csv_set_delim(&parser_, static_cast<unsigned char>(separator));
    }

    ~Splitter() { csv_free(&parser_); }

    Splitter(const Splitter&) = delete;
    Splitter& operator=(const Splitter&) = delete;
    Splitter(Splitter&&) = delete;
    Splitter& operator=(Splitter&&) = delete;

    SplitLines split(std::span<const TextLine> lines) {
        for (const TextLine& line : lines) {
            take(line);
            if (!split_.fault.empty()) {
                return std::move(split_);
            }
        }
        if (csv_fini(&parser_, end_cell, end_row, this) != 0) {
            refuse(start_, "the quoted cell that begins here has no closing quote");
        }
        return std::move(split_);
    }

private:
    void take(const TextLine& line) {
        TextPlace here = line.place;
        bool gap = false;
        bool is_first = true;
        for (const char byte : line.text) {
            if (by_blanks_ && !is_quoted_ && (byte == ' ' || byte == '\t')) {
                gap = !is_first;
            } else {
                if (std::exchange(gap, false)) {
                    feed(' ', here);
                }
                is_first = false;
                is_quoted_ = is_quoted_ != (byte == '"');
                feed(byte, here);
            }
            ++here.column;
        }
        feed('\n', here);
    }

    /// One byte at a time: a cell begins with the byte after the one that ended the cell before.
    void feed(char byte, const TextPlace& here) {
        if (!split_.fault.empty()) {
            return;
        }
        if (std::exchange(ended_, false)) {
            start_ = here;
        }
        if (csv_parse(&parser_, &byte, 1, end_cell, end_row, this) != 1) {
            refuse(here,
                   "a quote in the wrong place, expected quotes around a whole cell, inner ones "
                   "doubled");
        }
    }

    void refuse(const TextPlace& place, const char* fault) {
        split_.fault = fault;
        split_.fault_place = place;
    }

    static void end_cell(void* text, std::size_t size, void* self) {
        auto& splitter = *static_cast<Splitter*>(self);
        splitter.row_.push_back({{static_cast<const char*>(text), size}, splitter.start_});
        splitter.ended_ = true;
    }

    static void end_row(int /*terminator*/, void* self) {
        auto& splitter = *static_cast<Splitter*>(self);
        splitter.split_.rows.push_back(std::move(splitter.row_));
        splitter.row_.clear();
        splitter.ended_ = true;
    }

    csv_parser parser_{};
    bool by_blanks_;
    bool is_quoted_ = false;
    bool ended_ = true;
    TextPlace start_;
    CellRow row_;
    SplitLines split_;
};

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

SplitLines split_lines(std::span<const TextLine> lines, char separator) {
    return Splitter(separator).split(lines);
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
