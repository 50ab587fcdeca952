#include "data/plain_text.hpp"

#include "core/format.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"

#include <boost/locale/encoding_utf.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace jennopt {

namespace {

using namespace std::string_view_literals;

struct Signature {
    std::string_view first_bytes;
    const char* what;
};

/// Of files that somebody may take for a table, or that programs write beside one.
constexpr std::array signatures{
    Signature{"PK\x03\x04"sv,
              "a zip archive, as Excel (.xlsx), OpenDocument (.ods) and NumPy "
              "(.npz) write them"},
    Signature{"\xD0\xCF\x11\xE0"sv, "a spreadsheet in the old format of Excel (.xls)"},
    Signature{"%PDF-"sv, "a PDF document"},
    Signature{"\x1F\x8B"sv, "a compressed file (gzip)"},
    Signature{"BZh"sv, "a compressed file (bzip2)"},
    Signature{"\xFD"
              "7zXZ"sv,
              "a compressed file (xz)"},
    Signature{"\x28\xB5\x2F\xFD"sv, "a compressed file (zstd)"},
    Signature{"\x89HDF"sv, "an HDF5 file"},
    Signature{"CDF\x01"sv, "a NetCDF file"},
    Signature{"CDF\x02"sv, "a NetCDF file"},
    Signature{"\x93NUMPY"sv, "an array of NumPy (.npy)"},
    Signature{"MATLAB 5.0 MAT"sv, "a MAT-file of MATLAB"},
    Signature{"PAR1"sv, "a Parquet file"},
    Signature{"SQLite format 3"sv, "an SQLite data base"},
    Signature{R"({\rtf)"sv, "a document (RTF)"},
    Signature{"\x89PNG"sv, "a picture (PNG)"},
    Signature{"version https://git-lfs"sv, "a pointer of Git LFS to a file that was not fetched"},
};

[[noreturn]] void refuse_kind(const std::filesystem::path& file, std::string_view what) {
    throw ConfigError(
        fmt::format("{}:1:1: the file is {}, expected text: a header line with the names of the "
                    "columns and rows of numbers; save it as CSV",
                    file.string(),
                    what));
}

/// From two bytes a letter. An odd last byte is dropped.
std::string from_utf16(std::string_view bytes, bool big_endian) {
    std::u16string letters;
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
        const auto first = static_cast<unsigned char>(bytes[i]);
        const auto second = static_cast<unsigned char>(bytes[i + 1]);
        letters += static_cast<char16_t>(big_endian ? first * 256 + second : second * 256 + first);
    }
    return boost::locale::conv::utf_to_utf<char>(letters);
}

/// Every byte is the letter of its number.
std::string from_latin_1(std::string_view bytes) {
    std::u32string letters;
    for (const char byte : bytes) {
        letters += static_cast<unsigned char>(byte);
    }
    return boost::locale::conv::utf_to_utf<char>(letters);
}

bool is_utf8(std::string_view bytes) {
    using Utf = boost::locale::utf::utf_traits<char>;
    const char* const end = bytes.data() + bytes.size();
    for (const char* at = bytes.data(); at != end;) {
        const auto letter = Utf::decode(at, end);
        if (letter == boost::locale::utf::illegal || letter == boost::locale::utf::incomplete) {
            return false;
        }
    }
    return true;
}

PlainText decoded(const std::filesystem::path& file, std::string bytes) {
    constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";
    const std::string_view view = bytes;
    if (view.starts_with(utf8_mark)) {
        return {bytes.substr(utf8_mark.size()), ""};
    }
    const bool is_marked = view.starts_with("\xFF\xFE"sv) || view.starts_with("\xFE\xFF"sv);
    const bool is_big = is_marked ? view[0] == '\xFE' : view.starts_with('\0');
    const std::size_t zero = view.find('\0');
    if (is_marked || zero < 2) {  // a Latin letter has one zero byte
        std::string text = from_utf16(view.substr(is_marked ? 2 : 0), is_big);
        if (text.find('\0') == std::string::npos) {
            return {std::move(text), "UTF-16"};
        }
    }
    if (zero != std::string_view::npos) {
        refuse_kind(file, "binary");
    }
    return is_utf8(view) ? PlainText{std::move(bytes), ""}
                         : PlainText{from_latin_1(view), "Latin-1"};
}

std::string with_plain_line_ends(std::string_view text) {
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool is_pair = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
        if (!is_pair) {
            plain += text[i] == '\r' ? '\n' : text[i];
        }
    }
    return plain;
}

/// Pages and JSON are text, but no rows.
void refuse_markup(const std::filesystem::path& file, std::string_view text) {
    const std::size_t start = text.find_first_not_of(" \t\n");
    text.remove_prefix(std::min(start, text.size()));
    std::string head(text.substr(0, 15));
    std::ranges::transform(
        head, head.begin(), [](unsigned char letter) { return std::tolower(letter); });
    if (head.starts_with("<!doctype") || head.starts_with("<html")) {
        refuse_kind(file, "an HTML page");
    }
    if (head.starts_with("<?xml")) {
        refuse_kind(file, "an XML document");
    }
    const std::size_t inner = text.find_first_not_of(" \t\n", 1);
    const char second = inner == std::string_view::npos ? '\0' : text[inner];
    constexpr std::string_view opens_json = "\"{[]}-0123456789";
    if ((head.starts_with('{') || head.starts_with('[')) &&
        opens_json.find(second) != std::string_view::npos) {
        refuse_kind(file, "JSON");
    }
}

}  // namespace

PlainText read_plain_text(const std::filesystem::path& file) {
    std::string bytes = read_text(file);
    for (const auto& [first_bytes, what] : signatures) {
        if (bytes.starts_with(first_bytes)) {
            refuse_kind(file, what);
        }
    }
    PlainText plain = decoded(file, std::move(bytes));
    plain.text = with_plain_line_ends(plain.text);
    refuse_markup(file, plain.text);
    return plain;
}

}  // namespace jennopt
