#pragma once

#include <string>

// Where the tests find what they need. Built into one source, so that the others compile alike in
// every folder.

/// The source tree.
[[nodiscard]] const std::string& source_folder();

/// The build folder of the preset.
[[nodiscard]] const std::string& build_folder();

/// The program jennopt.
[[nodiscard]] const std::string& program_file();
