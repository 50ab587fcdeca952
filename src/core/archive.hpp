#pragma once

#include <filesystem>
#include <span>
#include <string>

namespace jennopt {

/// A file to be put into an archive.
struct ArchiveFile {
    std::string name;              ///< in the archive, "wing/study.yaml"
    std::filesystem::path source;  ///< its content; "": text
    std::string text = {};
};

/// Writes a .tar.gz with the files in this order. Of a file its content, whether it can be run, and
/// the time of its last change are kept; its owner is not.
/// @throws ConfigError if there is something of that name already, a name comes twice, or it cannot
/// be written
void write_archive(const std::filesystem::path& file, std::span<const ArchiveFile> files);

/// Whether a file is named as an archive: .tar.gz or .tgz.
[[nodiscard]] bool is_archive_name(const std::filesystem::path& file);

/// Makes a folder with what the one folder of a .tar.gz holds. Nothing is written before all of it
/// was looked at, and nothing outside of the folder whatever the archive says: names that are
/// absolute or lead upwards, links, devices, sparse files, a name twice and a size out of
/// proportion are refused.
/// @param folder  not there yet; those around it are made
/// In archive_reading.cpp.
/// @throws ConfigError naming the entry and what is wrong with it, if the folder is there, or if
/// the archive cannot be read
void unpack_archive(const std::filesystem::path& file, const std::filesystem::path& folder);

}  // namespace jennopt
