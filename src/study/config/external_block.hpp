#pragma once

#include "problem/external.hpp"
#include "study/config/document.hpp"
#include "study/config/keys.hpp"

#include <optional>
#include <string>

namespace jennopt {

// problem.external: a program as the problem.

[[nodiscard]] Custom external_block(std::optional<ExternalConfig>& external);

[[nodiscard]] Keys external_keys(ExternalConfig& external);

[[nodiscard]] Keys input_keys(Input& input);

[[nodiscard]] Keys output_keys(Output& output);

/// @param result  read: its partials must be by an input
[[nodiscard]] Keys result_keys(ExternalResult& result);

/// What the keys say to each other, once each of them could be read.
/// @param block  that they were read from, for the places
void check_external(const ExternalConfig& external,
                    const Document& block,
                    const std::string& path,
                    ConfigErrors& errors);

/// A text that may be left out, and is then not written either.
[[nodiscard]] Custom text_or_none(std::string& text);

}  // namespace jennopt
