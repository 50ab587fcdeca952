#pragma once

#include "jennopt/surrogate/model_file.hpp"

#include <string>

namespace jennopt {

/// The bytes of an ONNX file (operator set 13, double precision) with input X (m, n_x) and outputs
/// Y (m, n_y) and J (m, n_y, n_x), J[t, k, j] = dy_k/dx_j, all in the samples' units.
[[nodiscard]] std::string onnx_model(const NamedSurrogate& model);

}  // namespace jennopt
