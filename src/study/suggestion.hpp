#pragma once

#include "jennopt/optimization/sequential.hpp"
#include "jennopt/problem/problem.hpp"
#include "study/config.hpp"

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace jennopt {

/// What has been run by hand so far.
struct RunTable {
    std::vector<Outcome> rows;       ///< in the order of the file
    std::vector<std::string> notes;  ///< what a reader should know of it, sentences
};

/// Reads a table with a column for each input and output, and d_<output>_d_<input> for the partials
/// that there are. A row without its outputs is a failed run; empty partials are missing. No file,
/// or one without rows, is an empty table.
/// @throws ConfigError naming file, line and column for a cell that is no number, an input that is
/// empty, or a column that is missing
[[nodiscard]] RunTable read_runs(const std::filesystem::path& file, const ProblemInfo& problem);

/// What to run next.
struct Suggestion {
    std::vector<Proposal> proposals;  ///< fewer than wanted where nothing more is to be gained
    std::optional<SequentialTermination> termination;
    double expected_gain = 0.0;   ///< of the next point
    std::optional<Outcome> best;  ///< so far
    Index given = 0;              ///< rows that the optimizer did not propose
};

/// Replays the rows and proposes what follows. Rows that are the proposals of the state are
/// absorbed as that round, others as points that were given; what is left of an incomplete last
/// round of `batch` points comes first. So the rows of an interrupted run lead to the points that
/// it would have proposed.
/// @param count  points wanted; 0: what is left of the round
[[nodiscard]] Suggestion suggest(Sequential state,
                                 Index batch,
                                 std::span<const Outcome> rows,
                                 Index count);

/// The state that the first replicate of a study's optimizer begins with.
/// @param problem       as the optimizer sees it
/// @param study_folder  that the names of files start from
/// @throws ConfigError as optimizer_starts() and Sequential
[[nodiscard]] Sequential first_state(const StudyConfig& config,
                                     const OptimizerConfig& optimizer,
                                     const ProblemInfo& problem,
                                     const std::filesystem::path& study_folder);

}  // namespace jennopt
