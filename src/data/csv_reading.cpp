#include "core/at.hpp"
#include "core/format.hpp"
#include "data/csv.hpp"
#include "data/csv_file.hpp"
#include "data/number_cell.hpp"
#include "problem/names.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace jennopt {

namespace {

/// Cells of some columns as numbers.
class NumberReader {
public:
    NumberReader(const CsvFile& file,
                 const std::vector<CellRow>& rows,
                 const std::vector<std::size_t>& columns)
        : file_(file), rows_(rows), columns_(columns) {
        if (file.separator() != ',') {  // else a comma in a cell stands for nothing that is known
            find_decimal_mark();
        }
    }

    [[nodiscard]] char decimal_mark() const { return decimal_mark_; }

    [[nodiscard]] Matrix numbers(Gaps gaps) const {
        Matrix numbers(static_cast<Index>(rows_.size()), static_cast<Index>(columns_.size()));
        for (Index i = 0; i < numbers.rows(); ++i) {
            for (Index j = 0; j < numbers.cols(); ++j) {
                const std::size_t column = columns_[at(j)];
                numbers(i, j) = number(rows_[at(i)][column], column, gaps);
            }
        }
        return numbers;
    }

private:
    /// The mark that more cells have; of a comma that may be one of thousands neither is known.
    void find_decimal_mark() {
        Index commas = 0;
        Index points = 0;
        Index groups = 0;
        for (const CellRow& row : rows_) {
            for (const std::size_t column : columns_) {
                const std::string& text = row[column].text;
                const bool has_comma = text.find(',') != std::string::npos;
                commas += has_comma && !std::isnan(number_of(text, ',')) ? 1 : 0;
                groups += has_comma && is_number_of_groups(text) ? 1 : 0;
                points +=
                    text.find('.') != std::string::npos && !std::isnan(number_of(text)) ? 1 : 0;
            }
        }
        const bool may_be_thousands = groups >= commas && file_.separator() != ';';
        decimal_mark_ = commas > points && !may_be_thousands ? ',' : '.';
    }

    [[nodiscard]] double number(const Cell& cell, std::size_t column, Gaps gaps) const {
        const double value = number_of(cell.text, decimal_mark_);
        if (!std::isnan(value)) {
            return value;
        }
        if (!is_missing_number(cell.text)) {
            refuse_text(cell, column, gaps);
        }
        if (gaps == Gaps::refused) {
            file_.refuse(cell.place,
                         cell.text.empty()
                             ? fmt::format(R"(column "{}": is empty, expected a finite number)",
                                           file_.name(column))
                             : fmt::format(R"(column "{}": found "{}", expected a finite number)",
                                           file_.name(column),
                                           cell.text));
        }
        return std::numeric_limits<double>::quiet_NaN();
    }

    [[noreturn]] void refuse_text(const Cell& cell, std::size_t column, Gaps gaps) const {
        std::vector<std::string> texts;
        std::size_t n_texts = 0;
        std::size_t n_numbers = 0;
        for (const CellRow& row : rows_) {
            const std::string& text = row[column].text;
            const bool begins_as_number =  // or is a date
                text.find_first_not_of("+-.") == text.find_first_of("0123456789");
            n_numbers += begins_as_number ? 1 : 0;
            if (!begins_as_number && !is_missing_number(text)) {
                ++n_texts;
                if (!contains(texts, text)) {
                    texts.push_back(text);
                }
            }
        }
        if (n_texts > n_numbers && n_texts > 1) {
            file_.refuse(
                cell.place,
                fmt::format("column \"{}\" is text ({}), expected numbers; a categorical input is "
                            "not supported: make one study per value, or a column of 0 and 1 for "
                            "each value",
                            file_.name(column),
                            shortened(texts)));
        }
        file_.refuse(cell.place,
                     fmt::format(R"(column "{}": found "{}"{}, expected {})",
                                 file_.name(column),
                                 cell.text,
                                 doubt(cell.text),
                                 gaps == Gaps::refused
                                     ? "a finite number"
                                     : "a number; where there is none an empty cell or nan"));
    }

    /// What may be wrong with a text that is almost a number.
    [[nodiscard]] std::string doubt(const std::string& text) const {
        const char other = decimal_mark_ == '.' ? ',' : '.';
        if (is_number_of_groups(text)) {
            return ", with a decimal comma or a mark of thousands";
        }
        if (!std::isnan(number_of(text, other))) {
            return fmt::format(", with a decimal {} where {} are used",
                               other == ',' ? "comma" : "point",
                               other == ',' ? "decimal points" : "decimal commas");
        }
        return has_thousands_marks(text) ? ", with marks of thousands" : "";
    }

    const CsvFile& file_;
    const std::vector<CellRow>& rows_;
    const std::vector<std::size_t>& columns_;
    char decimal_mark_ = '.';
};

}  // namespace

Table read_csv(const std::filesystem::path& file,
               const std::vector<std::string>& columns,
               Gaps gaps) {
    const CsvFile csv(file, columns);
    const std::vector<std::size_t> places = csv.places(columns);
    const std::vector<CellRow> rows = csv.rows();
    const NumberReader reader(csv, rows, places);
    Table table{.columns = columns.empty() ? csv.names() : columns,
                .rows = reader.numbers(gaps),
                .lines = {},
                .format = csv.format_words(reader.decimal_mark())};
    for (const CellRow& row : rows) {
        table.lines.push_back(row.front().place.line);
    }
    for (const std::size_t place : places) {
        table.units.push_back(csv.unit(place));
    }
    return table;
}

std::vector<std::string> read_column_names(const std::filesystem::path& file,
                                           const std::vector<std::string>& expected) {
    return CsvFile(file, expected).names();
}

}  // namespace jennopt
