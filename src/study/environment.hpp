#pragma once

#include <string>

namespace jennopt {

/// What a run was made with, as JSON: versions of jennopt, compiler and libraries, machine.
[[nodiscard]] std::string environment();

}  // namespace jennopt
