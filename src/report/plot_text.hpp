#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace jennopt {

/// About how wide a text of a figure is.
/// @param font  its size, pixels
[[nodiscard]] double text_width(std::string_view text, double font);

/// Lines of the text that are no wider than that, as far as its words allow.
[[nodiscard]] std::vector<std::string> wrap_text(const std::string& text,
                                                 double font,
                                                 double width);

/// The text, cut and ended with an ellipsis where it is wider than that.
[[nodiscard]] std::string cut_text(std::string text, double font, double width);

}  // namespace jennopt
