#pragma once

#include "data/table_split.hpp"
#include "jennopt/problem/registry.hpp"
#include "study/config.hpp"
#include "study/evaluation.hpp"

#include <filesystem>
#include <memory>
#include <utility>
#include <vector>

namespace jennopt {

/// Makes the problems of a study's arms: plugins, programs, tables (read once) and problems that
/// have no program.
class ProblemMaker {
public:
    /// @param folder  that paths in the study file start from; absolute
    ProblemMaker(const ProblemRegistry& registry, std::filesystem::path folder)
        : registry_(registry), folder_(std::move(folder)) {}

    /// @throws ConfigError for what the registry, the program or the table refuses
    [[nodiscard]] std::shared_ptr<const Problem> make(const ProblemConfig& config);

private:
    const ProblemRegistry& registry_;
    std::filesystem::path folder_;
    std::vector<std::pair<TableOptions, std::shared_ptr<const Problem>>> tables_;
};

/// The problem of an arm that is a table, as a table.
[[nodiscard]] const TableProblem& table_of(const Problem& problem);

/// The rows that a replicate trains and tests on.
/// @throws ConfigError as test_rows() and split_rows()
[[nodiscard]] TableSplit split_table(const StudyConfig& config,
                                     const TableProblem& table,
                                     const Rng& rng);

/// How many rows a replicate trains on.
/// @throws ConfigError as split_table()
[[nodiscard]] Index training_rows(const StudyConfig& config, const TableProblem& table);

/// Points of a replicate, (n_x, samples), raw units; of a table those of rows.
struct SamplePoints {
    Matrix training;
    Matrix test;
    std::vector<Index> training_rows;  ///< of a table, one per point; none otherwise
    std::vector<Index> test_rows;
};

[[nodiscard]] SamplePoints sample_points(const StudyConfig& config,
                                         const Problem& problem,
                                         const Rng& rng);

/// Gives each sample of a table the values and partials of its own row, where the problem has the
/// mean of the rows at its point. Samples of other problems stay as they are.
/// @param rows  of the samples that were planned; none of other problems
void keep_repeats(const Problem& problem, const std::vector<Index>& rows, Evaluated& samples);

}  // namespace jennopt
