#pragma once

#include <filesystem>
#include <string>

namespace jennopt {

/// What a file says, in UTF-8 and with lines that end with one \n each.
struct PlainText {
    std::string text;
    std::string encoding;  ///< that the file is in, where it is not UTF-8: "UTF-16", "Latin-1"
};

/// A byte order mark is dropped, \r\n and \r become \n.
/// @throws ConfigError naming the file and what it is if it is no text (a spreadsheet, an archive,
/// ...), a page or JSON, and what read_text() refuses
[[nodiscard]] PlainText read_plain_text(const std::filesystem::path& file);

}  // namespace jennopt
