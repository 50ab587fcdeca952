#pragma once

#include "jennopt/problem/problem.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace jennopt {

struct StudyResults;

/// Where the true functions of a study's folder may come from, besides what the folder keeps of
/// them.
struct TruthSources {
    std::map<std::string, std::shared_ptr<const Problem>> loaded = {};  ///< by arm id: as they are
    std::vector<std::filesystem::path> named = {};     ///< places of plugins that the user names
    std::vector<std::filesystem::path> built_in = {};  ///< those of the program's own problems
};

/// Gives every arm its problem and its true function: the one that is loaded already, else that of
/// a plugin which the user names, else one of the program's own where the study used no others,
/// else what a run kept of it. Tables are read, programs are not run.
/// @param plugins           places that the run looked in, as study.json has them: nothing is
///                          loaded from there
/// @param study_file_folder that the names of tables start from
/// @throws ConfigError if a problem comes from none of these
void attach_truths(StudyResults& study,
                   const TruthSources& sources,
                   const std::vector<std::filesystem::path>& plugins,
                   const std::filesystem::path& study_file_folder);

/// Keeps what a report asked of true functions that were at hand: after write_report().
/// @throws Error if a file cannot be written
void keep_truths(const StudyResults& study);

/// What the figures lack because the true function was not at hand, and what to do: a sentence, or
/// none.
[[nodiscard]] std::vector<std::string> truth_notes(const StudyResults& study);

}  // namespace jennopt
