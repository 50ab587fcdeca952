#pragma once

#include "jennopt/surrogate/model_file.hpp"

#include <string>
#include <string_view>

namespace jennopt {

/// One C99 file that evaluates a model and needs the math library alone: values, partials,
/// normalization, and how many inputs lie outside of the training samples. With SELF_TEST defined
/// it has a main() that compares it with the model at some points.
/// @param name  of the functions, NAME_evaluate
/// @throws ConfigError if the name is no C identifier
[[nodiscard]] std::string c_source(const NamedSurrogate& model, std::string_view name);

// The parts that are the same for all models, src/surrogate/c_code.

[[nodiscard]] std::string_view c_normalization();
[[nodiscard]] std::string_view c_network();
[[nodiscard]] std::string_view c_kriging();
[[nodiscard]] std::string_view c_evaluation();

}  // namespace jennopt
