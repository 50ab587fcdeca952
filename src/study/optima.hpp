#pragma once

#include "jennopt/problem/problem.hpp"
#include "record/record.hpp"

#include <filesystem>

namespace jennopt {

/// Writes one row per search of a replicate: the claimed optimum and the true values there.
void write_optima(const std::filesystem::path& file,
                  const ProblemInfo& problem,
                  const ReplicateRecord& record);

}  // namespace jennopt
