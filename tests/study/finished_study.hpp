#pragma once

#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "study/study.hpp"
#include "support/scratch_folder.hpp"

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace jennopt {

inline Study study_from(const std::string& text, const ScratchFolder& folder) {
    const std::filesystem::path file = folder.path() / "study.yaml";
    std::ofstream(file) << text;
    return read_study(file);
}

inline std::vector<PlannedArm> arms_with(const Study& study,
                                         const std::shared_ptr<const Problem>& problem) {
    std::vector<PlannedArm> arms;
    for (const Arm& arm : study.arms) {
        arms.push_back({&arm, problem});
    }
    return arms;
}

inline const StudyObserver silent = [](const StudyProgress& /*progress*/) {};

/// Every file of a finished study but those that hold measured times, and its log.
inline std::map<std::string, std::string> contents(const std::filesystem::path& folder) {
    std::map<std::string, std::string> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        const std::string name = entry.path().filename().string();
        if (entry.is_regular_file() && name != "timing.json" && name != "log.txt") {
            files[std::filesystem::relative(entry.path(), folder).string()] =
                read_text(entry.path());
        }
    }
    return files;
}

struct StoppedRun {
    std::filesystem::path place;
    int stops = 0;
};

/// Runs a study that is stopped after 1, 1 + step, ... reports of progress, again and again until
/// it ends.
inline StoppedRun run_with_stops(const Study& study,
                                 const std::vector<PlannedArm>& arms,
                                 const RunOptions& options,
                                 int step) {
    for (StoppedRun result;; ++result.stops) {
        int left = 1 + step * result.stops;
        try {
            result.place = run(study, arms, options, [&](const StudyProgress& /*progress*/) {
                if (--left < 0) {
                    throw Interrupted("stop");
                }
            });
            return result;
        } catch (const Interrupted&) {
            if (result.stops >= 100) {
                throw;
            }
        }
    }
}

}  // namespace jennopt
