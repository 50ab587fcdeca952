#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace jennopt {

/// The whole file. @throws ConfigError saying what stands in the way
[[nodiscard]] std::string read_text(const std::filesystem::path& file);

/// A file that jennopt wrote: what is there in its place and is no file, as a named pipe, is not
/// waited for. @throws ConfigError saying what stands in the way
[[nodiscard]] std::string read_own_text(const std::filesystem::path& file);

/// Makes a folder, and those around it, where they are not there, so that a loss of power does not
/// take them back; what a killed writer left in it is removed.
/// @throws ConfigError saying what stands in the way
void make_folder(const std::filesystem::path& folder);

/// Replaces the file's content at once: a reader, or a run after a kill or a loss of power, finds
/// the old text or the new one. The new one is on the disk when this returns. Several processes may
/// write the same file; one of them is the last.
/// @throws Error if it cannot be written, with the cause
void write_text(const std::filesystem::path& file, std::string_view text);

/// The same for what is of no use after a loss of power: a program's input, a figure's script. It
/// does not wait for the disk.
void write_passing_text(const std::filesystem::path& file, std::string_view text);

/// Writes a file that the user named. @throws ConfigError if there is one already, or with the
/// cause if it cannot be written
void write_new_text(const std::filesystem::path& file, std::string_view text);

/// A name for a file that is written aside, which no other process or thread uses.
[[nodiscard]] std::filesystem::path unfinished_file(const std::filesystem::path& folder);

/// Whether a file is one that is being written, or was when its writer was killed.
[[nodiscard]] bool is_unfinished(const std::filesystem::path& file);

/// Removes what killed writers left in a folder.
void remove_unfinished(const std::filesystem::path& folder);

}  // namespace jennopt
