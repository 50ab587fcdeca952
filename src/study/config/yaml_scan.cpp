#include "study/config/yaml_scan.hpp"

#include <algorithm>
#include <string_view>

namespace jennopt {

namespace {

constexpr std::string_view blanks = " \t";

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        lines.push_back(text.substr(begin, end - begin));
        if (!lines.back().empty() && lines.back().back() == '\r') {
            lines.back().pop_back();
        }
        begin = end + 1;
    }
    return lines;
}

std::size_t indentation(const std::string& line) {
    return std::min(line.find_first_not_of(' '), line.size());
}

/// True where a value of a block may begin: first in its line, after "key: " or "- ".
bool begins_value(const std::string& masked, std::size_t at) {
    const std::size_t before =
        at == 0 ? std::string::npos : masked.find_last_not_of(blanks, at - 1);
    return before == std::string::npos ||
           (before + 1 < at &&
            std::string_view(":-?").find(masked[before]) != std::string_view::npos);
}

/// True if the line ends in | or >, which make text of the deeper lines below it.
bool begins_block_scalar(const std::string& masked) {
    const std::size_t last = masked.find_last_not_of(blanks);
    const std::size_t mark = masked.find_last_not_of("+-0123456789", last);
    return last != std::string::npos && mark != std::string::npos &&
           (masked[mark] == '|' || masked[mark] == '>') && begins_value(masked, mark) && mark > 0;
}

class Scanner {
public:
    YamlScan scan(const std::string& text) {
        for (const std::string& line : lines_of(text)) {
            scan_.in_flow.push_back(!scan_.open_brackets.empty());
            scan_.lines.push_back(line);
            masked_ = line;
            if (is_in_block_scalar(line)) {
                masked_.assign(line.size(), ' ');
            } else {
                scan_line(line);
                if (!scan_.open_quote && scan_.open_brackets.empty() &&
                    begins_block_scalar(masked_)) {
                    block_scalar_ = indentation(line);
                }
            }
            scan_.lines.back() = masked_;
            ++number_;
        }
        return std::move(scan_);
    }

private:
    bool is_in_block_scalar(const std::string& line) {
        const bool inside = block_scalar_ && (indentation(line) == line.size() ||
                                              indentation(line) > *block_scalar_);
        if (!inside) {
            block_scalar_.reset();
        }
        return inside;
    }

    void scan_line(const std::string& line) {
        for (std::size_t i = 0; i < line.size(); ++i) {
            const Spot spot{line[i], number_, static_cast<Index>(i)};
            if (scan_.open_quote) {
                i = go_on_in_quotes(line, i);
            } else if (line[i] == '#' &&
                       (i == 0 || blanks.find(line[i - 1]) != std::string_view::npos)) {
                std::fill(masked_.begin() + static_cast<std::ptrdiff_t>(i), masked_.end(), ' ');
                return;
            } else if ((line[i] == '"' || line[i] == '\'') && begins_token(i)) {
                scan_.open_quote = spot;
                masked_[i] = 'q';
            } else if (line[i] == '[' || line[i] == '{') {
                if (begins_token(i)) {
                    scan_.open_brackets.push_back(spot);
                }
            } else if (line[i] == ']' || line[i] == '}') {
                close(spot);
            }
        }
    }

    /// @return the last character that belongs together: an escape has two
    std::size_t go_on_in_quotes(const std::string& line, std::size_t i) {
        const char quote = scan_.open_quote->letter;
        masked_[i] = 'q';
        const bool has_next = i + 1 < line.size();
        if ((quote == '"' && line[i] == '\\' && has_next) ||
            (quote == '\'' && line[i] == '\'' && has_next && line[i + 1] == '\'')) {
            masked_[i + 1] = 'q';
            return i + 1;
        }
        if (line[i] == quote) {
            scan_.open_quote.reset();
        }
        return i;
    }

    [[nodiscard]] bool begins_token(std::size_t i) const {
        if (scan_.open_brackets.empty()) {
            return begins_value(masked_, i);
        }
        const std::size_t before =
            i == 0 ? std::string::npos : masked_.find_last_not_of(blanks, i - 1);
        return before == std::string::npos ||
               std::string_view("[{,:").find(masked_[before]) != std::string_view::npos;
    }

    void close(const Spot& spot) {
        const char opener = spot.letter == ']' ? '[' : '{';
        if (scan_.wrong_closer) {
            return;
        }
        if (!scan_.open_brackets.empty()) {
            if (scan_.open_brackets.back().letter == opener) {
                scan_.open_brackets.pop_back();
            } else {
                scan_.wrong_closer = spot;
            }
            return;
        }
        // Without brackets around it may be part of a text, but not after a closed bracket.
        const auto at = static_cast<std::size_t>(spot.column);
        const std::size_t before =
            at == 0 ? std::string::npos : masked_.find_last_not_of(blanks, at - 1);
        if (before == std::string::npos || masked_[before] == ']' || masked_[before] == '}') {
            scan_.wrong_closer = spot;
        }
    }

    YamlScan scan_;
    std::string masked_;
    Index number_ = 0;
    std::optional<std::size_t> block_scalar_;  // indentation of the line that began one
};

}  // namespace

YamlScan scan_yaml(const std::string& text) {
    return Scanner().scan(text);
}

}  // namespace jennopt
