#pragma once

#include "jennopt/core/types.hpp"
#include "jennopt/problem/problem.hpp"
#include "record/record.hpp"
#include "study/config.hpp"

#include <filesystem>
#include <string>

namespace jennopt {

/// <study folder>/<arm id>/r<replicate>
[[nodiscard]] std::filesystem::path replicate_folder(const std::filesystem::path& folder,
                                                     const Arm& arm,
                                                     Index replicate);

/// @throws ConfigError if the folder is there, is not empty, and is no folder of a study
void refuse_foreign_folder(const std::filesystem::path& folder);

/// An arm's id ends in a hash of its configuration: the same label with another hash is a changed
/// configuration. Arms of other labels (a sweep that grew or shrank) are no hindrance.
/// @throws ConfigError with the difference if the folder holds such an arm
void refuse_other_configuration(const std::filesystem::path& folder, const Study& study);

/// Removes what jennopt wrote into a study's folder, and nothing else.
void discard_results(const std::filesystem::path& folder);

/// Holds a study's folder for one process; the operating system frees it however the process ends.
class FolderLock {
public:
    /// @throws ConfigError if another process holds it
    explicit FolderLock(const std::filesystem::path& folder);
    ~FolderLock();
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;
    FolderLock(FolderLock&&) = delete;
    FolderLock& operator=(FolderLock&&) = delete;

private:
    int descriptor_;
};

/// How long a study took, over all calls that ran something: timing.json in its folder.
struct WallTime {
    double seconds = 0.0;  ///< 0: unknown
    Index jobs = 0;        ///< of the last call; 0: unknown
};

/// All zero where the folder has no such file.
/// @throws ConfigError if it is damaged
[[nodiscard]] WallTime read_wall_time(const std::filesystem::path& folder);

void write_wall_time(const std::filesystem::path& folder, const WallTime& time);

/// What a run was made with, as JSON: versions of jennopt, compiler and libraries, machine.
[[nodiscard]] std::string environment();

/// Writes one row per search and optimizer of a replicate: the claimed optimum, or the best point
/// evaluated, and the true values there.
void write_optima(const std::filesystem::path& file,
                  const ProblemInfo& problem,
                  const ReplicateRecord& record);

}  // namespace jennopt
