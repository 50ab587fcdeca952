#pragma once

#include "study/config.hpp"
#include "study/config/keys.hpp"

namespace jennopt {

// problem: what is evaluated, and what stands between it and the surrogates.

[[nodiscard]] Keys problem_keys(ProblemConfig& problem);

/// The key table, and the keys below it.
[[nodiscard]] Key table_key(TableOptions& table);

[[nodiscard]] Keys table_keys(TableOptions& table);

/// The part of problem_keys() that changes what a problem's samples look like.
[[nodiscard]] Keys wrapper_keys(WrapperOptions& wrappers);

[[nodiscard]] Keys partials_keys(PartialsOptions& partials);

[[nodiscard]] Keys noise_keys(NoiseOptions& noise);

[[nodiscard]] Keys missing_keys(MissingOptions& missing);

}  // namespace jennopt
