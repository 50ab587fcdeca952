#include "report/text_file.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"

#include <cmath>
#include <fstream>

namespace jennopt {

void write_text(const std::filesystem::path& file, std::string_view text) {
    std::ofstream out(file, std::ios::binary);
    out << text;
    if (!out.flush()) {
        throw Error(fmt::format("{}: cannot be written", file.string()));
    }
}

std::string csv_number(double value) {
    return std::isfinite(value) ? fmt::format("{}", value) : std::string();
}

std::string csv_text(std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
        return std::string(text);
    }
    std::string cell = "\"";
    for (const char c : text) {
        cell += c;
        if (c == '"') {
            cell += c;
        }
    }
    return cell + "\"";
}

}  // namespace jennopt
