#pragma once

#include <string_view>

namespace jennopt {

/// style.css and page.html, made part of the library by the build.
[[nodiscard]] std::string_view page_style();

/// With the places {{title}}, {{style}} and {{content}}.
[[nodiscard]] std::string_view page_frame();

}  // namespace jennopt
