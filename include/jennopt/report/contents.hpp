#pragma once

#include "jennopt/problem/registry.hpp"
#include "jennopt/report/summary.hpp"

#include <filesystem>
#include <memory>
#include <vector>

namespace jennopt {

/// What a study's folder holds, with the problems that made it.
struct StudyContents {
    ReportInput input;
    std::vector<std::shared_ptr<const Problem>>
        problems;  ///< of the arms: keep ReportArm::truth alive; none for programs
};

/// Reads the finished replicates of the arms that study.json lists, the page and the time it took.
///
/// @param folder        of the study, output/name
/// @param plugin_path   where to look for the problem's plugin, besides the study's own plugins
/// @throws ConfigError if the folder holds no study, or no finished replicate, or the problem is
/// not found
[[nodiscard]] StudyContents read_contents(const std::filesystem::path& folder,
                                          const std::vector<std::filesystem::path>& plugin_path);

}  // namespace jennopt
