#pragma once

#include "jennopt/core/types.hpp"

#include <functional>

namespace jennopt {

/// Calls task(0), ..., task(count - 1), on so many threads, each index once, lowest first.
///
/// After a task has thrown no further one is begun; the exception of the lowest index is thrown
/// again when all running ones have ended.
void parallel_for(Index count, Index threads, const std::function<void(Index)>& task);

}  // namespace jennopt
