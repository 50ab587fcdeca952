#pragma once

#include "python/nanobind.hpp"

namespace jennopt {

/// Adds Study: a study file, run with a Python function as its problem, or as the program runs it.
void add_studies(nb::module_& module);

}  // namespace jennopt
