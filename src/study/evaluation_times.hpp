#pragma once

#include "jennopt/core/types.hpp"

#include <filesystem>
#include <string>

namespace jennopt {

/// How many evaluations were asked for, and how long one takes.
struct EvaluationCount {
    Index answered = 0;    ///< made, or known before
    Index failed = 0;      ///< of them
    Index timed = 0;       ///< made, now or in an earlier run, and measured
    double seconds = 0.0;  ///< that those took, one after the other

    /// Mean time of one; 0: none was measured.
    [[nodiscard]] double seconds_each() const {
        return timed == 0 ? 0.0 : seconds / static_cast<double>(timed);
    }
};

/// What became of the evaluations of a problem.
struct EvaluationTally {
    Index tried = 0;
    Index failed = 0;
    std::string first_failure;
};

/// How long evaluations took that were made in this folder before: timed and seconds of the count.
[[nodiscard]] EvaluationCount evaluation_times(const std::filesystem::path& folder);

/// Keeps for the next run how long evaluations take: measured, so in a file of its own.
void keep_evaluation_times(const std::filesystem::path& folder, const EvaluationCount& count);

}  // namespace jennopt
