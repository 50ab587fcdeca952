#pragma once

#include <string>

namespace jennopt {

/// What is known of the program when it is built.
struct BuildFacts {
    std::string commit;  ///< of the sources, with + where they were changed since; "" if unknown
    std::string flags;   ///< of the compiler
    std::string nlopt;   ///< version
    std::string highway;
};

/// In build_facts.cpp, which CMake writes.
[[nodiscard]] BuildFacts build_facts();

/// What results are made with, as JSON: versions of jennopt, its compiler and libraries, the
/// processor, which of its instructions the kernels use, the system. The same for every run of one
/// program on one machine. Nothing of the user's environment variables.
[[nodiscard]] std::string environment();

}  // namespace jennopt
