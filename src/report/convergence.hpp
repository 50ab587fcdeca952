#pragma once

#include "report/study_folder.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jennopt {

/// Best feasible value so far of one run, of a maximum its negative (sense * value): entry i after
/// i + 1 evaluations, infinite as long as no
/// feasible point is known.
using BestSoFar = std::vector<double>;

[[nodiscard]] BestSoFar best_so_far(const OptimizerRecord& record,
                                    double constraint_tolerance,
                                    double sense);

/// That of an optimizer or of the direct search in each replicate of an arm; none of a replicate
/// that does not have it.
[[nodiscard]] std::vector<BestSoFar> best_so_far(const ArmResults& arm, std::string_view contender);

/// Several runs over evaluations: entry i of each vector after i + 1 evaluations, infinite where
/// too few runs know a feasible point. A run that has ended keeps its best value.
struct Convergence {
    std::vector<double> median;
    std::vector<double> q25;
    std::vector<double> q75;
};

/// As long as the longest run.
/// @param runs  at least one
[[nodiscard]] Convergence convergence_of(std::span<const BestSoFar> runs);

/// How many evaluations a run took to sense * value <= target; 0: never.
[[nodiscard]] Index evaluations_to(const BestSoFar& run, double target);

}  // namespace jennopt
