#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace jennopt {

/// All that a program's answer depends on, as far as it is known here.
struct ProgramInput {
    std::vector<std::string> words;  ///< command line, with absolute paths
    std::map<std::string, std::string> environment;
    std::string point;                         ///< text of point.json
    std::map<std::string, std::string> files;  ///< written for the program: relative path -> text
};

/// The file of a run's folder that says that the program ended with exit status 0 and that nothing
/// of it was left.
inline constexpr const char* mark_file = "finished";

/// What is in that file. Differs when the input does, a file among the words has changed, or the
/// system was started since: then what the program wrote may not have reached the disk. "" where
/// the system does not tell.
[[nodiscard]] std::string mark_text(const ProgramInput& input);

/// Whether the folder has the files of a run with this input that ended well.
[[nodiscard]] bool has_finished(const std::filesystem::path& folder, const ProgramInput& input);

}  // namespace jennopt
