#pragma once

#include "jennopt/core/types.hpp"

#include <filesystem>

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

}  // namespace jennopt
