#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/filesystem.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

// The one file that includes nanobind; the module itself is made in (module.cpp).

namespace jennopt {

namespace nb = nanobind;

}  // namespace jennopt
