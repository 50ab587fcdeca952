#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace jennopt {

/// Reads the lines of a file that may hold anything, with no more memory than a line of ours can
/// need.
class LineReader {
public:
    struct Line {
        std::string text;          ///< without its end; its first bytes only where is_cut
        bool is_cut = false;       ///< longer than any line of ours, or not begun as one
        bool is_finished = false;  ///< ended by a line break
    };

    /// @param from  the byte to begin with
    /// @throws ConfigError if it cannot be read
    LineReader(const std::filesystem::path& file, std::uintmax_t from);

    /// @return false if there is none left
    /// @throws ConfigError if the file cannot be read on
    [[nodiscard]] bool next(Line& line);

    /// The byte after the last line.
    [[nodiscard]] std::uintmax_t position() const { return position_; }

private:
    [[nodiscard]] bool fill();

    std::filesystem::path file_;
    std::ifstream stream_;
    std::vector<char> buffer_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::uintmax_t position_;
};

}  // namespace jennopt
