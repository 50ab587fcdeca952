#pragma once

#include "jennopt/problem/problem.hpp"
#include "study/config.hpp"

#include <filesystem>
#include <functional>
#include <string>

namespace jennopt {

/// Runs a check; what it throws as ConfigError belongs to this key of the study.
using CollectCheck =
    std::function<void(const std::string& path, const std::function<void()>& check)>;

/// Checks what only the problem can find wrong with the optimizers of a study: partials that a
/// model or a local search needs, constraints that its algorithm cannot take, a target below the
/// known optimum, starts of every replicate.
/// @param problem       as the optimizers see it
/// @param study_folder  that the names of files start from
void check_optimizers(const StudyConfig& config,
                      const ProblemInfo& problem,
                      const std::filesystem::path& study_folder,
                      const CollectCheck& collect);

/// What it costs an optimizer that its problem gives no partials, or has more inputs than kriging
/// affords; "" where neither is so.
[[nodiscard]] std::string model_warning(const OptimizerConfig& optimizer,
                                        const ProblemInfo& problem);

}  // namespace jennopt
