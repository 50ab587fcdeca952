#pragma once

#include "jennopt/problem/problem.hpp"

#include <filesystem>

namespace jennopt {

/// Keeps in problem.json what is known of a problem without evaluating it, so that whoever reads
/// the folder later needs none of the problem's code.
/// @throws Error if it cannot be written
void write_problem(const std::filesystem::path& folder, const ProblemInfo& info);

[[nodiscard]] bool has_problem(const std::filesystem::path& folder);

/// @return as it was written; texts that are no UTF-8 with their broken bytes replaced
/// @throws ConfigError naming the file if it is missing, damaged or inconsistent
[[nodiscard]] ProblemInfo read_problem(const std::filesystem::path& folder);

}  // namespace jennopt
