#pragma once

#include "jennopt/report/summary.hpp"

#include <span>
#include <string>
#include <vector>

namespace jennopt {

/// What a sign test says of pairs at the level 0.05, smaller being better.
enum class PairVerdict { better, worse, undecided };

/// @throws ShapeError if own and other differ in length
[[nodiscard]] PairVerdict verdict_of(std::span<const double> own, std::span<const double> other);

/// Plain sentences about one figure over a sweep: where a curve stops being better than the one it
/// is compared with, exponents, where a target is reached; of a map the cells won and lost. Empty
/// where there is nothing to say or to draw.
[[nodiscard]] std::vector<std::string> sweep_findings(const ReportInput& input,
                                                      const SweepFigure& figure);

}  // namespace jennopt
