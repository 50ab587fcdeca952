#pragma once

#include "problem/external.hpp"
#include "study/config/keys.hpp"

#include <optional>

namespace jennopt {

// problem.external: a program as the problem.

[[nodiscard]] Slot external_block(std::optional<ExternalConfig>& external);

[[nodiscard]] Keys external_keys(ExternalConfig& external);

[[nodiscard]] Keys input_keys(Input& input);

[[nodiscard]] Keys output_keys(Output& output);

/// @param result  read: its partials must be by an input
[[nodiscard]] Keys result_keys(ExternalResult& result);

/// How the keys go together, once each of them could be read. In external_checks.cpp.
/// @param block  that they were read from, for the places
void check_external(const ExternalConfig& external, const Cursor& block);

}  // namespace jennopt
