#pragma once

#include "problem/external.hpp"

#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

namespace jennopt {

/// The program itself reports that this point cannot be evaluated: trying again would not help.
class DeclaredFailure : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Bytes of an answer: a longer one is not read, so that it cannot take memory out of proportion.
inline constexpr std::int64_t longest_answer = 16'000'000;

/// What the program reads about a point, as JSON.
/// @param x  (n_x), raw units
[[nodiscard]] std::string point_json(const ExternalConfig& config,
                                     const std::string& evaluation,
                                     const std::filesystem::path& folder,
                                     const ConstVectorRef& x,
                                     Derivatives wanted);

/// The evaluation that a JSON object holds; NaN where a partial is missing or null. The words NaN
/// and Infinity count as numbers here, so that they end in a message of their own.
/// @param text  a whole JSON object, or what a program printed, of which the last object counts
///              that has values of an output, or the status failed or unavailable: others are
///              lines of a log
/// @throws DeclaredFailure if the status is failed
/// @throws MachineFailure if it is unavailable: there is no answer now, for want of a licence, say
/// @throws EvaluationError for what cannot be read, or an output without a value
[[nodiscard]] Evaluation read_answer(std::string_view text,
                                     const ExternalConfig& config,
                                     Derivatives wanted);

/// The evaluation that stands in the files of a folder, by regular expressions; NaN where no line
/// matches that of a partial. In external_results.cpp.
/// @param printed  name of the file with what the program printed
/// @throws EvaluationError for a value whose file is missing or whose pattern no line matches, and
///         for what a pattern finds that is no number
[[nodiscard]] Evaluation read_results(const std::filesystem::path& folder,
                                      const std::filesystem::path& printed,
                                      const ExternalConfig& config,
                                      Derivatives wanted);

}  // namespace jennopt
