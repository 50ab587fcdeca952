#pragma once

#include "study/config.hpp"

#include <string>

namespace jennopt {

/// 32 hexadecimal digits that stand for a text, the same on every machine.
[[nodiscard]] std::string fingerprint(const std::string& text);

/// Stands for everything that decides what a problem gives at a point, "rosenbrock-1a2b3c4d5e6f":
/// name and options; of a program its command, environment, templates, results, inputs, outputs and
/// partials.
///
/// What only decides how it is run or used (bounds, roles, time-out, retries, launcher, noise) is
/// left out. Files are known by their names: another content of a program, template or plugin is
/// not seen.
[[nodiscard]] std::string problem_fingerprint(const ProblemConfig& problem);

/// Identity of an arm: its label made fit for a folder's name, and a hash of what decides its
/// results.
[[nodiscard]] std::string arm_id(const std::string& label, const std::string& results);

}  // namespace jennopt
