#pragma once

#include "core/json.hpp"
#include "jennopt/surrogate/model_file.hpp"
#include "surrogate/model_reader.hpp"

#include <optional>

namespace jennopt {

/// The keys inputs and outputs of a model's file.
void write_origin(const ModelOrigin& origin, Json& json);

/// What write_origin() wrote; none in a file that has neither key.
/// @throws ConfigError naming the file and the key that is missing, of wrong shape or not finite
[[nodiscard]] std::optional<ModelOrigin> read_origin(const ModelReader& reader,
                                                     const std::vector<std::string>& input_names,
                                                     const std::vector<std::string>& output_names);

}  // namespace jennopt
