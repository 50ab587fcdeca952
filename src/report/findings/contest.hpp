#pragma once

#include "record/metric.hpp"
#include "report/statistics.hpp"

#include <span>
#include <string>
#include <vector>

namespace jennopt {

/// One side of a comparison over replicates.
struct Contestant {
    std::string name;            ///< in sentences
    std::vector<double> scores;  ///< by replicate, smaller is better; infinite: no result that
                                 ///< counts; NaN: left out
    double median = 0.0;         ///< may be infinite
    std::string text = {};       ///< the median, with digits enough to differ from the others
};

/// Best median first; contestants without any score are left out.
/// @param sign  a score times this is what is printed: -1 where larger numbers are better
[[nodiscard]] std::vector<Contestant> ranked(std::vector<Contestant> contestants,
                                             NumberStyle style,
                                             double sign = 1.0);

/// "a (1.0) beats b (2.0, in 5 of 5)", or that they are too close to call: without a sign test that
/// supports it, or where both medians print alike. Whom the leader beats comes first.
/// @param ranking  at least one, of which the first, the leader, has a finite median
/// @param numbers  whether the medians are given
[[nodiscard]] std::string ranking_clause(std::span<const Contestant> ranking, bool numbers = true);

/// "What (medians of 5 replicates): " before a ranking.
[[nodiscard]] std::string ranking_opening(const std::string& what, std::size_t n_replicates);

}  // namespace jennopt
