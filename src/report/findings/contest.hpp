#pragma once

#include "report/statistics.hpp"

#include "record/metric.hpp"
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace jennopt {

/// One side of a comparison over replicates.
struct Contestant {
    std::string name;            ///< in sentences
    std::vector<double> scores;  ///< by replicate, smaller is better; infinite: no result that
                                 ///< counts; NaN: left out
    double median = 0.0;         ///< may be infinite
    std::string text;            ///< the median, with digits enough to differ from the others
};

/// Best median first; contestants without any score are left out.
/// @param sign  a score times this is what is printed: -1 where larger numbers are better
[[nodiscard]] std::vector<Contestant> ranked(std::vector<Contestant> contestants,
                                             NumberStyle style,
                                             double sign = 1.0);

/// Whether a is better than b: undecided without a sign test that supports it, or where both
/// medians print alike.
[[nodiscard]] PairVerdict judge_contest(const Contestant& a, const Contestant& b);

/// "What (medians of 5 replicates): a (1.0) beats b (2.0, in 5 of 5 replicates)", or that they are
/// too close to call; whom the leader beats first.
/// @param ranking  at least two, of which the first, the leader, has a finite median
[[nodiscard]] std::string ranking_sentence(std::string_view what,
                                           std::span<const Contestant> ranking);

}  // namespace jennopt
