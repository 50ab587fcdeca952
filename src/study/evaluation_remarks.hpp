#pragma once

#include "jennopt/problem/problem.hpp"
#include "study/evaluation_files.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace jennopt {

/// What is to be told of a reading of the files of a folder, a sentence each; none if nothing is
/// damaged.
[[nodiscard]] std::vector<std::string> remarks_on(const EvaluationsRead& read,
                                                  const std::filesystem::path& folder);

/// Why a known evaluation does not fit the problem, which has changed then; "" if it does.
[[nodiscard]] std::string misfit_of(const EvaluationResult& known, const ProblemInfo& problem);

}  // namespace jennopt
