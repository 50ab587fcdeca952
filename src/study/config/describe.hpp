#pragma once

#include <string>
#include <string_view>

namespace jennopt {

/// Every key of a study file with type, default and meaning, as Markdown.
[[nodiscard]] std::string describe_study();

/// The file study_page.md; a line %name% stands for the table of a block's keys; made part
/// of the library by the build.
[[nodiscard]] std::string_view study_page();

}  // namespace jennopt
