#pragma once

#include "jennopt/problem/problem.hpp"
#include "jennopt/problem/registry.hpp"
#include "study/config.hpp"
#include "study/given_data.hpp"

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
    std::shared_ptr<const GivenData> given = nullptr;  ///< null: the study names none
};

/// The study's own plugins, with paths relative to the study file resolved.
[[nodiscard]] std::vector<std::filesystem::path> plugin_places(const Study& study);

/// The table that a study is left out for: it is not there, and the study file calls it optional.
[[nodiscard]] std::optional<std::filesystem::path> missing_table(const Study& study);

/// Loads the problems and checks everything that can be checked before the first evaluation.
/// @throws ConfigError for what the registry refuses, starts outside the bounds, a jenn without
/// partials, weights that do not fit the problem, data of other columns, what check_optimizers()
/// finds, figures of outputs that no problem has
[[nodiscard]] std::vector<PlannedArm> plan(const Study& study, const ProblemRegistry& registry);

/// All that a problem is made from, without what is done to its samples.
[[nodiscard]] std::string clean_text(ProblemConfig problem);

/// What is doubtful in the tables of the arms, a sentence each: points measured more than once,
/// partials that the values contradict.
[[nodiscard]] std::vector<std::string> table_warnings(const std::vector<PlannedArm>& arms);

/// What the user should know of the arms before they are run, a sentence each: data outside of the
/// bounds, what a table's file is and which rows of it failed, table_warnings().
[[nodiscard]] std::vector<std::string> notes(const std::vector<PlannedArm>& arms);

/// Training samples of the sampling plan of one replicate of this arm, or rows of its table.
[[nodiscard]] Index planned_samples(const PlannedArm& arm);

}  // namespace jennopt
