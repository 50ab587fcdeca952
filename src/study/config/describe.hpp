#pragma once

#include <string>

namespace jennopt {

/// Every key of a study file with type, default and meaning, as Markdown.
[[nodiscard]] std::string describe_study();

}  // namespace jennopt
