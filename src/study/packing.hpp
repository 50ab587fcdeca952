#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace jennopt {

/// What pack() did.
struct Packed {
    std::filesystem::path archive;
    std::size_t files = 0;
    std::uintmax_t bytes = 0;          ///< of the archive
    std::vector<std::string> remarks;  ///< what whoever gets it has to know, a sentence each
};

/// Puts all of a study into one archive: its file as it was run, the files that it names from its
/// folder, and its results with evaluations, models, records and report. Left out are the log, kept
/// folders of programs, and what tells of this machine: folders, plugins that lie elsewhere.
///
/// @param results  the study's folder of results
/// @param file     that is made, .tar.gz; ""  : <study>.tar.gz here
/// @param more     files and folders besides, from the study file's folder, that its programs need
/// @throws ConfigError if the folder holds no study, a file that the study names is not there any
/// more or is named by an absolute path, or the archive cannot be written
[[nodiscard]] Packed pack(const std::filesystem::path& results,
                          const std::filesystem::path& file,
                          const std::vector<std::string>& more = {});

/// What an archive says of itself, its file archive.json.
struct ArchiveContents {
    std::string study;    ///< the study file, from the archive's folder
    std::string results;  ///< the folder of results, the same
    std::string version;  ///< of jennopt
};

[[nodiscard]] std::string to_json(const ArchiveContents& contents);

/// @param folder  that an archive was unpacked to
/// @throws ConfigError if it was not made by pack()
[[nodiscard]] ArchiveContents read_archive_contents(const std::filesystem::path& folder);

}  // namespace jennopt
