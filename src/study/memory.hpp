#pragma once

#include "study/plan.hpp"

#include <vector>

namespace jennopt {

/// Memory that this process may have, in bytes: that of the machine, or less where a limit is set.
[[nodiscard]] double memory_limit();

/// Refuses samples and networks that cannot be held, before anything is run.
/// @param limit  bytes
/// @throws ConfigError with all keys that need more than the limit, what each needs at least, and
/// the limit
void require_memory(const std::vector<PlannedArm>& arms, double limit = memory_limit());

}  // namespace jennopt
