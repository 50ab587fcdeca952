#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace jennopt {

/// The whole file. @throws ConfigError saying what stands in the way
[[nodiscard]] std::string read_text(const std::filesystem::path& file);

/// Makes a folder, and those around it, where they are not there. @throws ConfigError saying what
/// stands in the way
void make_folder(const std::filesystem::path& folder);

/// Replaces the file's content at once: a reader, or a run after a kill, finds the old text or the
/// new one.
/// @throws Error if it cannot be written, with the cause
void write_text(const std::filesystem::path& file, std::string_view text);

/// Writes a file that the user named. @throws ConfigError if there is one already, or with the
/// cause if it cannot be written
void write_new_text(const std::filesystem::path& file, std::string_view text);

}  // namespace jennopt
