#pragma once

#include "jennopt/data/dataset.hpp"
#include "jennopt/problem/problem.hpp"

#include <string>
#include <vector>

namespace jennopt {

/// One column of a table's partials beside the values of its rows.
struct CheckedPartials {
    Index output = 0;
    Index input = 0;
    Index known = 0;         ///< rows that have it
    double factor = 1.0;     ///< given over what the values say, NaN where they say nothing
    double explained = 0.0;  ///< share of the differences along this input that it explains, in
                             ///< [0, 1], NaN where they say nothing
    std::string open;        ///< why the rows cannot tell, "" if they might
    std::string reason;      ///< what is likely wrong, "" if nothing is

    [[nodiscard]] bool is_wrong() const { return !reason.empty(); }

    /// The values confirm it: they determine the factor, and it is about 1.
    [[nodiscard]] bool agrees() const;
};

/// Holds partials against differences of values between near rows: between rows a and b
///
///     y(b) - y(a) = sum_j (J_j(a) + J_j(b)) / 2 (x_j(b) - x_j(a))
///
/// up to the third order of their distance, logarithmic inputs by their logarithm. A least-squares
/// fit of a factor for each input shows a wrong sign or unit; columns that explain nothing are
/// tried in the place of others; zeros are held against what the values do where they stand
/// (zero_partials.hpp). A column is called wrong only where the pattern explains the differences
/// and the partials as they are cannot, or where, without a pattern, a polynomial through the
/// values alone does (unlike_values.hpp). Rows too few, too far apart or too noisy say nothing, nor
/// do inputs with two values or that change only together with others (open_columns.hpp).
/// @return  each column with a known partial, by output and input
[[nodiscard]] std::vector<CheckedPartials> check_partials(const Dataset& raw,
                                                          const ProblemInfo& info);

/// The check in words, with a line for each column; in partials_check_text.cpp.
[[nodiscard]] std::string partials_text(const std::vector<CheckedPartials>& columns,
                                        const ProblemInfo& info);

/// A sentence for each wrong column; in partials_check_text.cpp.
[[nodiscard]] std::vector<std::string> partials_remarks(const Dataset& rows,
                                                        const ProblemInfo& info);

}  // namespace jennopt
