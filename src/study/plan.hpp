#pragma once

#include "jennopt/problem/problem.hpp"
#include "jennopt/problem/registry.hpp"
#include "study/config.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace jennopt {

/// One arm of a study with the problem it needs: what `check` prints and `run` runs.
struct PlannedArm {
    const Arm* arm;
    std::shared_ptr<const Problem> problem;
};

/// The study's own plugins, with paths relative to the study file resolved.
[[nodiscard]] std::vector<std::filesystem::path> plugin_places(const Study& study);

/// The table that a study is left out for: it is not there, and the study file calls it optional.
[[nodiscard]] std::optional<std::filesystem::path> missing_table(const Study& study);

/// Loads the problems and checks everything that can be checked before the first evaluation.
/// @throws ConfigError for what the registry refuses, starts outside the bounds, a jenn without
/// partials, weights that do not fit the problem, what check_optimizers()
/// finds, figures of outputs that no problem has
[[nodiscard]] std::vector<PlannedArm> plan(const Study& study, const ProblemRegistry& registry);

/// True evaluations that the surrogates of one replicate of this arm need before any search of the
/// truth.
[[nodiscard]] Index planned_evaluations(const PlannedArm& arm);

/// Test samples of one replicate of this arm.
[[nodiscard]] Index planned_tests(const PlannedArm& arm);

/// The audit of the partials of a study's problems.
struct StudyAudit {
    std::string text;   ///< of every problem, with a table where something is wrong
    Index n_wrong = 0;  ///< partials
};

/// Compares the partials of the problems, each with each of its settings once, with differences (at
/// three points; see audit_partials). The problems as they are: what the study does to its training
/// samples is not looked at.
/// @throws ConfigError if a problem is a table or has no partials
[[nodiscard]] StudyAudit audit(const std::vector<PlannedArm>& arms);

}  // namespace jennopt
