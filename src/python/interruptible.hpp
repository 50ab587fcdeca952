#pragma once

#include "study/watch.hpp"

#include "python/nanobind.hpp"
#include <functional>

namespace jennopt {

/// Runs work on a thread of its own without Python's lock, while the calling thread looks for
/// signals and tells Python how far it is. After Ctrl-C, or when progress raises, the observer ends
/// the work, and what was raised goes on to the caller.
/// @param progress  called with fraction and activity, some times a second; None: nobody
/// @throws what work throws
void run_interruptibly(const std::function<void(const ActivityObserver&)>& work,
                       const nb::object& progress);

}  // namespace jennopt
