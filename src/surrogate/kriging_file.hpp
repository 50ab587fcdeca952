#pragma once

#include "core/json.hpp"
#include "jennopt/surrogate/surrogate.hpp"
#include "surrogate/model_reader.hpp"

namespace jennopt {

/// Samples and parameters of kriging, into the object of its file.
void write_kriging(const Surrogate& surrogate, Json& json);

/// What write_kriging() wrote: the same bits.
/// @throws ConfigError naming the file and the key that is missing, of wrong shape or not finite
[[nodiscard]] Surrogate read_kriging(const ModelReader& reader, Normalization normalization);

}  // namespace jennopt
