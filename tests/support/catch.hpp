#pragma once

// The one place that includes the test framework: Catch2 v3 would be a change of this file.
#include <catch2/catch.hpp>
