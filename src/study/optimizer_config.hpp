#pragma once

#include "jennopt/core/algorithm.hpp"
#include "jennopt/core/names.hpp"
#include "jennopt/core/types.hpp"
#include "jennopt/optimization/sequential.hpp"

#include <array>
#include <string>
#include <vector>

namespace jennopt {

/// How an optimizer looks for the optimum on the true function.
enum class OptimizerMethod {
    sequential,  ///< proposes points by models of all evaluations so far
    multistart   ///< one local search after the other, without a model
};

template <>
inline constexpr auto enum_names<OptimizerMethod> = std::to_array<Named<OptimizerMethod>>(
    {{OptimizerMethod::sequential, "sequential", "sequential optimization"},
     {OptimizerMethod::multistart, "multistart", "multi-start local search"}});

/// Where an optimizer begins: random points follow those given here.
struct StartsConfig {
    Index count = 20;                         ///< of a Latin hypercube, where nothing else is given
    std::vector<std::vector<double>> points;  ///< explicit ones, raw units
    std::string file;  ///< CSV with columns seed, k and the inputs, relative to the study file: a
                       ///< replicate has the rows with its number as seed, in the order of k
};

/// One optimizer of a study.
struct OptimizerConfig {
    std::string name;  ///< its key in the study file
    OptimizerMethod method = OptimizerMethod::sequential;
    SequentialOptions sequential;  ///< of multistart only the target is used; its tolerance of
                                   ///< constraints is that of the study
    Index batch = 1;               ///< evaluations of a round, >= 1; sequential
    Algorithm algorithm = Algorithm::slsqp;  ///< of the local searches; multistart
    StartsConfig starts;
};

}  // namespace jennopt
