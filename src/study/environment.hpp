#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace jennopt {

/// What a run was made with, as JSON: versions of jennopt, compiler and libraries, machine.
[[nodiscard]] std::string environment();

/// Replaces the file's content at once: after a kill it holds the old text or the new one.
/// @throws Error if the file cannot be written
void write_text(const std::filesystem::path& file, std::string_view text);

}  // namespace jennopt
