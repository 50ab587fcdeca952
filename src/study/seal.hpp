#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace jennopt {

/// Writes DONE into a replicate's folder, which says that it is finished: the names of its files
/// with their checksums, but for those that hold measured times or the machine. Last of all.
/// @throws Error if it cannot be written
void seal(const std::filesystem::path& replicate);

/// Whether a replicate says that it is finished.
[[nodiscard]] bool is_done(const std::filesystem::path& replicate);

/// Its time, where a replicate says that it is finished.
[[nodiscard]] std::optional<std::filesystem::file_time_type> done_at(
    const std::filesystem::path& replicate);

/// What of a finished replicate is not there, or not as it was written: "record.json is cut off";
/// "" if nothing. Of an earlier version's, whose DONE is empty, whether its files can be read.
[[nodiscard]] std::string damage_of(const std::filesystem::path& replicate);

/// Takes the seal away: the replicate is to be made again.
/// @throws Error if it cannot be removed
void break_seal(const std::filesystem::path& replicate);

}  // namespace jennopt
