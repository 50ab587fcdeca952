#include "study/config/yaml_text.hpp"

#include "core/format.hpp"
#include "study/config/yaml_scan.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <string_view>
#include <utility>

namespace jennopt {

namespace {

/// Blanks that YAML takes for letters, in UTF-8.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> odd_blanks = {
    {{"\xC2\xA0", "no-break space (U+00A0)"},
     {"\xE2\x80\xAF", "narrow no-break space (U+202F)"},
     {"\xE2\x80\x89", "thin space (U+2009)"},
     {"\xE2\x80\x83", "em space (U+2003)"},
     {"\xE2\x80\x8B", "zero-width space (U+200B)"},
     {"\xE3\x80\x80", "ideographic space (U+3000)"},
     {"\xEF\xBB\xBF", "byte order mark (U+FEFF)"}}};

/// yaml-cpp reads UTF-16 and UTF-32 itself, with and without the mark.
bool is_wide(std::string_view text) {
    return text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF") ||
           (text.size() > 1 && (text[0] == '\0') != (text[1] == '\0'));
}

/// Bytes of the UTF-8 character at i; 0 if it is none.
std::size_t character_length(std::string_view text, std::size_t i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const std::size_t length = byte < 0x80                   ? 1
                               : byte >= 0xC2 && byte < 0xE0 ? 2
                               : byte >= 0xE0 && byte < 0xF0 ? 3
                               : byte >= 0xF0 && byte < 0xF5 ? 4
                                                             : 0;
    if (i + length > text.size()) {
        return 0;
    }
    for (std::size_t k = 1; k < length; ++k) {
        if ((static_cast<unsigned char>(text[i + k]) & 0xC0) != 0x80) {
            return 0;
        }
    }
    return length;
}

/// The first byte that is no text; comments may hold any letters.
std::optional<TextFault> bad_byte(std::string_view text, const YamlScan& scan) {
    TextFault here;
    for (std::size_t i = 0; i < text.size();) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if ((byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7F) {
            here.sentence = fmt::format(
                "has the byte 0x{:02X}, which is no text, expected a study in YAML", byte);
            return here;
        }
        const std::size_t length = character_length(text, i);
        const std::string& line = scan.lines[static_cast<std::size_t>(here.line)];
        const auto at = static_cast<std::size_t>(here.column);
        if (length == 0 && at < line.size() && line[at] != ' ') {
            here.sentence = fmt::format(
                "has the byte 0x{:02X}, which is not UTF-8, expected a file saved as UTF-8", byte);
            return here;
        }
        here.line += text[i] == '\n' ? 1 : 0;
        here.column = text[i] == '\n'
                          ? 0
                          : here.column + static_cast<Index>(std::max<std::size_t>(length, 1));
        i += std::max<std::size_t>(length, 1);
    }
    return std::nullopt;
}

/// The name of the odd blank at a place; "" if there is none.
std::string_view odd_blank(std::string_view line, std::size_t at) {
    for (const auto& [bytes, name] : odd_blanks) {
        if (line.substr(std::min(at, line.size())).starts_with(bytes)) {
            return name;
        }
    }
    return "";
}

/// Where the blanks between the parts of a line stand: the indentation, after a dash or a colon,
/// and the end.
std::vector<std::size_t> places_of_blanks(const std::string& line) {
    const std::size_t first = std::min(line.find_first_not_of(" \t-"), line.size());
    std::vector<std::size_t> places{first};
    for (std::size_t colon = line.find(':'); colon != std::string::npos;
         colon = line.find(':', colon + 1)) {
        places.push_back(std::min(line.find_first_not_of(' ', colon + 1), line.size()));
    }
    for (const auto& [bytes, name] : odd_blanks) {
        if (line.ends_with(bytes)) {
            places.push_back(line.size() - bytes.size());
        }
    }
    return places;
}

void find_odd_blanks(const YamlScan& scan, std::vector<TextFault>& faults) {
    for (std::size_t number = 0; number < scan.lines.size(); ++number) {
        const std::string& line = scan.lines[number];
        for (const std::size_t at : places_of_blanks(line)) {
            const bool begins_file = number == 0 && at == 0;  // a byte order mark may
            if (const auto name = odd_blank(line, at); !name.empty() && !begins_file) {
                faults.push_back(
                    {static_cast<Index>(number),
                     static_cast<Index>(at),
                     fmt::format("has a {}, expected a plain blank or nothing", name)});
                break;
            }
        }
    }
}

/// yaml-cpp reports an indenting tab as "illegal map value".
void find_tabs(const YamlScan& scan, std::vector<TextFault>& faults) {
    for (std::size_t number = 0; number < scan.lines.size(); ++number) {
        const std::string& line = scan.lines[number];
        const std::size_t first = line.find_first_not_of(" \t");
        const std::size_t tab = line.find('\t');
        if (first != std::string::npos && tab < first) {
            faults.push_back({static_cast<Index>(number),
                              static_cast<Index>(tab),
                              "is indented by a tab, expected spaces"});
        }
    }
}

TextFault at(const Spot& spot, std::string sentence) {
    return {spot.line, spot.column, std::move(sentence)};
}

constexpr const char* unreadable = "is not readable as YAML: ";

bool is_blank(const std::string& line) {
    return line.find_first_not_of(" -") == std::string::npos;
}

std::optional<TextFault> missing_blank(const YamlScan& scan, Index number) {
    const std::string& line = scan.lines[static_cast<std::size_t>(number)];
    const std::size_t first = std::min(line.find_first_not_of(" -"), line.size());
    const std::string key = key_without_blank(line.substr(first));
    if (key.empty() || scan.in_flow[static_cast<std::size_t>(number)]) {
        return std::nullopt;
    }
    return TextFault{number,
                     static_cast<Index>(first + key.size() + 1),
                     fmt::format("a blank after the colon is missing, expected '{}: ...'", key)};
}

/// Lines that are taken for one text because their colons lack a blank: about the place, and above
/// it, where the text begins.
std::vector<TextFault> missing_blanks(const YamlScan& scan, Index place) {
    std::vector<TextFault> faults;
    const Index count = std::ssize(scan.lines);
    const auto add_from = [&](Index number, Index step) {
        for (; number >= 0 && number < count; number += step) {
            if (const auto fault = missing_blank(scan, number)) {
                faults.push_back(*fault);
            } else if (number != place && !is_blank(scan.lines[static_cast<std::size_t>(number)])) {
                return;
            }
        }
    };
    add_from(std::min(place, count - 1), -1);
    add_from(place + 1, 1);
    return faults;
}

/// yaml-cpp's words, and ours.
std::string in_our_words(const std::string& reason) {
    constexpr const char* brackets =
        "brackets, quotes or commas do not fit here, expected a value, a comma or a closing "
        "bracket";
    constexpr const char* columns =
        "this line fits no line above, expected the keys of a map in one column";
    const std::array<std::pair<std::string_view, std::string_view>, 13> words = {{
        {"illegal map value",
         "a colon with a blank after it stands inside a text, expected the text in quotes"},
        {"end of map not found", columns},
        {"end of sequence not found",
         "this line fits no line above, expected the items of a list, each after '- ', in one "
         "column"},
        {"end of map flow not found", brackets},
        {"end of sequence flow not found", brackets},
        {"illegal flow end", brackets},
        {"illegal block entry",
         "an item of a list, '- ', does not fit here, expected 'key: value'"},
        {"illegal map key", "a key does not fit here, expected 'key: value' in one line"},
        {"unknown token",
         "a text begins with a sign that YAML keeps for itself, expected quotes around it"},
        {"unknown escape character",
         "a backslash in double quotes, expected a second one before it, or single quotes"},
        {"the referenced anchor is not defined",
         "a YAML alias (*), expected the value written out"},
        {"illegal tab", "a tab, expected spaces"},
        {"alias not found after *",
         "a YAML alias (*), expected quotes around a text that begins with *"},
    }};
    for (const auto& [theirs, ours] : words) {
        if (reason.starts_with(theirs)) {
            return std::string(ours);
        }
    }
    return fmt::format("{} (yaml-cpp), expected 'key: value' in each line", reason);
}

}  // namespace

std::string key_without_blank(const std::string& text) {
    const auto is_of_key = [](unsigned char letter) {
        return std::isalnum(letter) != 0 || letter == '_' || letter == '-';
    };
    const std::size_t colon = text.find(':');
    if (colon == std::string::npos || colon == 0 || colon + 1 == text.size() ||
        !std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(colon), is_of_key)) {
        return "";
    }
    // No blank, and neither an address (https://...) nor a drive of Windows.
    const char next = text[colon + 1];
    return std::string_view(" \t\r:/\\").find(next) != std::string_view::npos
               ? ""
               : text.substr(0, colon);
}

std::vector<TextFault> text_faults(const std::string& text) {
    if (is_wide(text)) {
        return {};
    }
    if (text.find('\0') != std::string::npos) {
        return {{0, 0, "is no text, expected a study in YAML"}};
    }
    const YamlScan scan = scan_yaml(text);
    if (const auto bad = bad_byte(text, scan)) {
        return {*bad};
    }
    std::vector<TextFault> faults;
    const std::size_t ends = text.find('\r');
    if (text.find('\n') == std::string::npos && ends < text.size() - 1) {
        faults.push_back(
            {0, static_cast<Index>(ends), "has lines that end in CR alone, expected LF or CR LF"});
    }
    find_tabs(scan, faults);
    find_odd_blanks(scan, faults);
    if (scan.open_quote) {
        faults.push_back(at(*scan.open_quote,
                            fmt::format("the quote {} is not closed", scan.open_quote->letter)));
    }
    return faults;
}

std::vector<TextFault> explain(const std::string& text,
                               Index line,
                               Index column,
                               const std::string& reason) {
    const TextFault fallback{line, column, unreadable + in_our_words(reason)};
    if (is_wide(text)) {
        return {fallback};
    }
    const YamlScan scan = scan_yaml(text);
    if (auto faults = missing_blanks(scan, line); !faults.empty()) {
        return faults;
    }
    if (scan.wrong_closer) {
        const Spot& closer = *scan.wrong_closer;
        return {at(closer,
                   scan.open_brackets.empty()
                       ? fmt::format("'{}' closes nothing", closer.letter)
                       : fmt::format("'{}' cannot close the '{}' of line {}, column {}",
                                     closer.letter,
                                     scan.open_brackets.back().letter,
                                     scan.open_brackets.back().line + 1,
                                     scan.open_brackets.back().column + 1))};
    }
    if (!scan.open_brackets.empty()) {
        const Spot& opener = scan.open_brackets.back();
        return {at(opener,
                   fmt::format("'{0}' is not closed, expected a '{1}'",
                               opener.letter,
                               opener.letter == '[' ? ']' : '}'))};
    }
    return {fallback};
}

}  // namespace jennopt
