#include "report/plot_axis.hpp"

#include <sstream>

namespace jennopt {

double text_width(std::string_view text, double font) {
    double width = 0.0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        const bool raised = text.substr(i, 2) == "²" || text.substr(i, 2) == "³" ||
                            text.substr(i, 2) == "¹" || text.substr(i, 2) == "\xE2\x81";
        const bool narrow =
            std::string_view(".,:;'|!()[]ijlt f").find(text[i]) != std::string_view::npos;
        const bool wide = std::string_view("mwMW%@").find(text[i]) != std::string_view::npos;
        const bool continues = (c & 0xC0) == 0x80;
        width += continues ? 0.0 : raised ? 0.42 : narrow ? 0.36 : wide ? 0.9 : 0.63;
    }
    return font * width;
}

std::vector<std::string> wrap_text(const std::string& text, double font, double width) {
    std::vector<std::string> lines;
    std::istringstream words(text);
    for (std::string word; words >> word;) {
        if (!lines.empty() && text_width(lines.back() + " " + word, font) <= width) {
            lines.back() += " " + word;
        } else {
            lines.push_back(word);
        }
    }
    return lines;
}

std::string cut_text(std::string text, double font, double width) {
    if (text_width(text, font) <= width) {
        return text;
    }
    while (!text.empty() && text_width(text + "…", font) > width) {
        while ((static_cast<unsigned char>(text.back()) & 0xC0) == 0x80) {
            text.pop_back();
        }
        text.pop_back();
    }
    return text + "…";
}

}  // namespace jennopt
