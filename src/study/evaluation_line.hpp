#pragma once

#include "jennopt/core/types.hpp"
#include "jennopt/problem/problem.hpp"

#include <string>
#include <string_view>

namespace jennopt {

/// What became of one evaluation of a true function.
struct EvaluationResult {
    Vector x;                  ///< raw units
    Evaluation y = {};         ///< empty if it failed; the Jacobian also if it was not wanted
    std::string failure = {};  ///< the problem's message, "" if it did not fail
};

/// True if it tells more about its point than the other: a failure, values, values and partials.
[[nodiscard]] bool tells_more(const EvaluationResult& result, const EvaluationResult& other);

/// Whether a result takes the place of one that was recorded before it: it tells more, or it is of
/// a problem that has changed since, or both failed.
[[nodiscard]] bool replaces(const EvaluationResult& later, const EvaluationResult& earlier);

/// A line of a file of evaluations: a JSON object, and in it, last, a checksum of all before it.
struct EvaluationLine {
    std::string problem;  ///< fingerprint
    EvaluationResult result;
};

/// The text of a line, with its end.
[[nodiscard]] std::string to_text(const EvaluationLine& line);

/// Reads a line, without its end. One without a checksum is of an earlier version, which wrote
/// none.
/// @throws ConfigError saying what is wrong: the checksum, the JSON, sizes that do not fit, a
/// number that is none
[[nodiscard]] EvaluationLine line_from(std::string_view text);

/// Evaluates at x; failure is set instead of y where the problem throws EvaluationError.
/// @throws MachineFailure, which says nothing of the point
[[nodiscard]] EvaluationResult attempt(const Problem& problem,
                                       const ConstVectorRef& x,
                                       Derivatives wanted = Derivatives::first);

}  // namespace jennopt
