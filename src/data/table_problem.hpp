#pragma once

#include "jennopt/core/random.hpp"
#include "jennopt/data/dataset.hpp"
#include "jennopt/problem/problem.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace jennopt {

/// What a study says of a column that is an input; the column knows the rest.
struct TableInput {
    std::string unit;
    std::optional<double> lower = {};  ///< empty: the least of the column
    std::optional<double> upper = {};
    InputScale scale = InputScale::linear;
    bool integer = false;

    bool operator==(const TableInput&) const = default;
};

/// Which columns of a CSV file are a problem.
struct TableOptions {
    std::string file;                                      ///< "": no table
    std::vector<std::string> inputs;                       ///< columns, at least one
    std::vector<std::string> outputs;                      ///< columns, at least one
    std::map<std::string, TableInput> stated_inputs = {};  ///< by name, where something is said
    /// The same of outputs. Where nothing is said the first is the objective, if no other is, and
    /// the others are quantities.
    std::map<std::string, Output> stated_outputs = {};
    std::string pattern;  ///< of all columns of partials, "d_{output}_d_{input}"; "": see partials
    std::map<std::string, std::map<std::string, std::string>>
        partials;       ///< output -> input -> column, where there is no pattern
    double test = 0.2;  ///< rows to test on: a whole number >= 1, a share of all rows below 1, or
                        ///< 0: none
    std::string source;     ///< where the data are from, for the report
    bool optional = false;  ///< a study whose file is not there is left out instead of refused

    bool operator==(const TableOptions&) const = default;
};

/// Samples that somebody made before: the rows of a table. There is no true function behind them,
/// so that only the points of its rows can be evaluated. Bounds are the ranges of the inputs.
class TableProblem final : public Problem {
public:
    /// @param info  of the table; rows: its samples, each point once
    TableProblem(ProblemInfo info, Dataset rows);

    /// All samples, a column per row of the file; NaN where the cell of a partial is empty.
    [[nodiscard]] const Dataset& rows() const { return rows_; }

private:
    [[nodiscard]] Evaluation do_evaluate(const ConstVectorRef& x,
                                         Derivatives wanted) const override;

    Dataset rows_;
    std::map<std::string, Index, std::less<>> row_at_;  // by the bytes of its point
};

/// Reads the file, which lies relative to the folder.
/// @throws ConfigError naming file, line and column for a column that is not there (with the
/// nearest one), what read_csv() refuses, an empty cell of an input or output, an input that never
/// changes, and a point that two rows share
[[nodiscard]] std::unique_ptr<TableProblem> read_table(const TableOptions& options,
                                                       const std::filesystem::path& folder);

/// Number of rows to test on.
/// @param test  as TableOptions::test
/// @throws ConfigError if test is neither a whole number nor a share, or leaves no row to either
/// side; 0 is right
[[nodiscard]] Index test_rows(double test, Index rows);

/// Rows to train and to test on.
struct TableSplit {
    std::vector<Index> training;
    std::vector<Index> test;
};

/// Draws the test rows first and the training rows from the rest: more training rows keep those
/// that fewer would be, and change no test row.
/// @throws ConfigError if there are fewer rows than wanted
[[nodiscard]] TableSplit split_rows(Index rows, Index n_training, Index n_test, Rng rng);

}  // namespace jennopt
