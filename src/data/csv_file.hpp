#pragma once

#include "data/plain_text.hpp"
#include "data/table_format.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace jennopt {

/// A file of rows below a line of names, cells as text.
class CsvFile {
public:
    /// @param expected  as recognize_format()
    /// @throws ConfigError as read_plain_text(), and for an empty file
    CsvFile(const std::filesystem::path& file, const std::vector<std::string>& expected);
    ~CsvFile() = default;
    CsvFile(const CsvFile&) = delete;
    CsvFile& operator=(const CsvFile&) = delete;
    CsvFile(CsvFile&&) = delete;
    CsvFile& operator=(CsvFile&&) = delete;

    /// Of all columns that have one.
    [[nodiscard]] std::vector<std::string> names() const;

    /// Where columns stand in a row; all of them if none is asked for.
    /// @throws ConfigError for a name that is not there, or twice, or, of all, no name
    [[nodiscard]] std::vector<std::size_t> places(const std::vector<std::string>& columns) const;

    /// Every row, with as many cells as the header. @throws ConfigError for another length, quotes
    /// out of place, and if there is none
    [[nodiscard]] std::vector<CellRow> rows() const;

    /// Name of the column at a place.
    [[nodiscard]] const std::string& name(std::size_t place) const {
        return format_.header[place].text;
    }

    /// Unit of the column at a place, without the brackets around it; "" where the file has none.
    [[nodiscard]] std::string unit(std::size_t place) const;

    [[nodiscard]] char separator() const { return format_.separator; }

    /// How it differs from commas and decimal points.
    [[nodiscard]] std::string format_words(char decimal_mark) const;

    /// @throws ConfigError naming the file and the place
    [[noreturn]] void refuse(const TextPlace& place, std::string_view what) const;

private:
    [[nodiscard]] std::string found_names() const;
    void require_names() const;
    void require_single(const std::string& name) const;
    void fit(CellRow& row) const;

    std::filesystem::path file_;
    PlainText plain_;
    TableFormat format_;  // looks into the text
};

/// "grid, honeycomb": at most twelve, and how many more there are.
[[nodiscard]] std::string shortened(const std::vector<std::string>& names);

}  // namespace jennopt
