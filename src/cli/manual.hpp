#pragma once

#include <string>

namespace jennopt {

/// The manual page, troff with the macros of man(7), of all commands and their options.
[[nodiscard]] std::string manual_page();

/// A script for bash that completes commands, options and names of files.
[[nodiscard]] std::string bash_completion();

}  // namespace jennopt
