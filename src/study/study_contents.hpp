#pragma once

#include "study/study.hpp"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace jennopt {

/// An arm as study.json lists it.
struct ListedArm {
    std::string id;  ///< name of its folder
    std::string label;
    std::vector<std::pair<std::string, std::string>> choices;
};

/// What study.json says of a study's folder: everything but the results.
struct StudyContents {
    std::string study;  ///< name
    std::string command;
    std::string version;               ///< of jennopt
    std::vector<std::string> plugins;  ///< folders and files
    std::string file_folder;           ///< of the study file
    std::string figures;               ///< text of the study file's block
    Index replicates = 0;              ///< of each arm, at least 1
    std::vector<ListedArm> arms;
};

/// Reads study.json of a study's folder.
/// @throws ConfigError naming the file if it is missing or damaged: types, an arm whose folder
/// would not lie in the study's
[[nodiscard]] StudyContents read_contents(const std::filesystem::path& folder);

/// Writes study.json into a study's folder: what is in it, and how it is made again.
void write_contents(const std::filesystem::path& folder,
                    const Study& study,
                    const RunOptions& options);

/// Whether the folder's study.json lists the same arms and replicates; false where there is none.
[[nodiscard]] bool has_contents(const std::filesystem::path& folder, const Study& study);

}  // namespace jennopt
