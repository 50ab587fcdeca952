#pragma once

#include "jennopt/core/types.hpp"
#include "jennopt/problem/problem.hpp"
#include "record/record.hpp"

#include <filesystem>
#include <string>

namespace jennopt {

/// How long a study took, over all calls that ran something: timing.json in its folder.
struct WallTime {
    double seconds = 0.0;  ///< 0: unknown
    Index jobs = 0;        ///< of the last call; 0: unknown
};

/// All zero where the folder has no such file.
/// @throws ConfigError if it is damaged
[[nodiscard]] WallTime read_wall_time(const std::filesystem::path& folder);

void write_wall_time(const std::filesystem::path& folder, const WallTime& time);

/// Writes one row per search and optimizer of a replicate: the claimed optimum, or the best point
/// evaluated, and the true values there.
void write_optima(const std::filesystem::path& file,
                  const ProblemInfo& problem,
                  const ReplicateRecord& record);

}  // namespace jennopt
