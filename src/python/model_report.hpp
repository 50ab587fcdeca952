#pragma once

#include "study/model_fit.hpp"

#include "python/nanobind.hpp"
#include <optional>

namespace jennopt {

/// What a fit chose, and how well it predicts what it was not trained on, by the record's names.
[[nodiscard]] nb::object report_of(const std::optional<ModelFit>& fit);

}  // namespace jennopt
