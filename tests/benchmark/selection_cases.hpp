#pragma once

#include "jennopt/core/types.hpp"
#include "jennopt/problem/problem.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace jennopt {

/// Samples on which choices of lambda and gamma are compared.
struct SelectionCase {
    const char* problem;
    std::map<std::string, OptionValue> options;
    Index samples;
    double noise;             // of the partials, multiplicative, Gaussian
    Index noisy_inputs = -1;  // only of the first so many inputs, -1: of all
};

[[nodiscard]] inline std::vector<SelectionCase> selection_cases() {
    const std::map<std::string, OptionValue> in_5d{{"dimension", std::int64_t{5}}};
    return {{"rosenbrock", {}, 10, 0.0},     {"rosenbrock", {}, 25, 0.0},
            {"branin", {}, 15, 0.0},         {"rastrigin", {}, 100, 0.0},
            {"rosenbrock", in_5d, 50, 0.0},  {"rosenbrock", {}, 30, 0.05},
            {"rosenbrock", {}, 30, 0.15},    {"rosenbrock", {}, 30, 0.3},
            {"branin", {}, 15, 0.15},        {"rastrigin", {}, 100, 0.3},
            {"rosenbrock", in_5d, 50, 0.15}, {"rosenbrock", {}, 100, 0.0},
            {"rosenbrock", {}, 100, 0.15},   {"hartmann6", {}, 100, 0.0},
            {"hartmann6", {}, 100, 0.15},    {"rosenbrock", {}, 300, 0.0},
            {"rosenbrock", {}, 300, 0.15},   {"rosenbrock", in_5d, 50, 1.0, 1},
            {"hartmann6", {}, 100, 1.0, 1},  {"borehole", {}, 60, 1.0, 3}};
}

}  // namespace jennopt
