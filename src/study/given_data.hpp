#pragma once

#include "jennopt/optimization/sequential.hpp"
#include "jennopt/problem/problem.hpp"
#include "study/evaluation.hpp"
#include "study/evaluation_files.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace jennopt {

/// Evaluations of a problem that somebody made before, the rows of a table.
struct GivenData {
    std::filesystem::path file;
    /// In the order of the file; failure is set for a row without outputs. A Jacobian is always
    /// there, NaN for the partials that the row does not have.
    std::vector<EvaluationResult> rows;
    Index outside = 0;  ///< rows outside of the problem's bounds, or not whole where they must be
    bool has_integers = false;  ///< the problem has inputs that are whole numbers
    Index repeated = 0;         ///< rows that are not there: averaged with the first of their point
    Index without_inputs = 0;   ///< rows that are not there
    std::string format = {};    ///< as Table::format

    /// Whether something in them is not as it may be expected to be, failures apart.
    [[nodiscard]] bool has_remarks() const {
        return outside + repeated + without_inputs > 0 || !format.empty();
    }

    /// "12 rows of runs.csv (1 failed, 2 outside of the bounds)"
    [[nodiscard]] std::string text() const;

    /// The same for an optimizer.
    [[nodiscard]] std::vector<Outcome> outcomes() const;
};

/// Reads a table with a column for each input and output, and for any of the partials
/// d_<output>_d_<input>, in any order, and others beside. A row without a finite output is a failed
/// evaluation, unless another row of the same point succeeds; rows that succeed at one point are
/// averaged; a row without a finite input is left out.
/// @throws ConfigError naming file, line and column for a column with almost the name of one of the
/// problem's, and what read_csv() refuses
[[nodiscard]] GivenData read_given_data(const std::filesystem::path& file,
                                        const ProblemInfo& problem);

/// Appends the rows to evaluated training samples, as they are; those at points of the plan are
/// there already.
/// @param plan  (n_x, points), which the samples are of
void add_rows(Evaluated& samples, const Matrix& plan, const GivenData& given);

}  // namespace jennopt
