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

/// Which columns of a file of rows are a problem.
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
        partials;  ///< output -> input -> column, where there is no pattern
    std::vector<std::string> deviations = {};  ///< columns of standard deviations, which weights of
                                               ///< samples are made from
    double test = 0.2;   ///< rows to test on: a whole number >= 1, a share of all rows below 1, or
                         ///< 0: none
    std::string source;  ///< where the data are from, for the report
    bool optional = false;  ///< a study whose file is not there is left out instead of refused

    bool operator==(const TableOptions&) const = default;
};

/// What a table's rows were in their file.
struct TableOrigin {
    std::string file = {};           ///< name without folder; "" if there is none
    std::string format = {};         ///< as Table::format
    std::vector<Index> lines = {};   ///< of each row that is used
    std::vector<Index> failed = {};  ///< of rows without a finite input or output: left out
    std::map<std::string, Vector> deviations = {};  ///< TableOptions::deviations, of each row
};

/// Samples that somebody made before: the rows of a table. There is no true function behind them,
/// so that only the points of its rows can be evaluated; at a point that was measured several times
/// the mean of its rows. Bounds are the ranges of the inputs.
class TableProblem final : public Problem {
public:
    /// @param info  of the table; rows: its samples
    TableProblem(ProblemInfo info, Dataset rows, TableOrigin origin = {});

    /// All samples, a column per row of the file that is used; NaN where a partial is missing.
    [[nodiscard]] const Dataset& rows() const { return rows_; }

    [[nodiscard]] const TableOrigin& origin() const { return origin_; }

    /// Rows at each point, points in the order of their first rows.
    [[nodiscard]] const std::vector<std::vector<Index>>& points() const { return points_; }

private:
    [[nodiscard]] Evaluation do_evaluate(const ConstVectorRef& x,
                                         Derivatives wanted) const override;

    Dataset rows_;
    TableOrigin origin_;
    std::vector<std::vector<Index>> points_;
    std::map<std::string, std::size_t, std::less<>> point_at_;  // by its bytes
};

/// Reads the file, which lies relative to the folder. Rows without a finite input or output are
/// failed ones and left out, cells of partials without a number are missing partials.
/// @throws ConfigError naming file, line and column for what read_csv() refuses, a standard
/// deviation that is not > 0, no row that is left, and an input that never changes
[[nodiscard]] std::unique_ptr<TableProblem> read_table(const TableOptions& options,
                                                       const std::filesystem::path& folder);

}  // namespace jennopt
