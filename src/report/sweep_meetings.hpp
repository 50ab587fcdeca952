#pragma once

#include "report/sweep_curves.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace jennopt {

/// Two contenders in one arm, pair by pair on the same samples; in a map that compares with nobody,
/// one alone.
struct Meeting {
    const SweepPoint* point = nullptr;  ///< of the first one
    double x = 0.0;
    double own = 0.0;  ///< medians
    double other = 0.0;
    double ratio = 0.0;  ///< median of own over other; of one alone its median
    Index pairs = 0;
    bool lacks_infeasible = false;  ///< pairs are missing because an optimum is infeasible
    /// Of a sign test, better: own is lower. Undecided where both medians print alike.
    PairVerdict verdict = PairVerdict::undecided;
};

/// Curves over a metric that differs between them meet at the axis's numbers only.
[[nodiscard]] bool share_abscissa(const SweepPair& pair);

/// Wherever both curves have a point.
[[nodiscard]] std::vector<Meeting> meetings_of(const SweepPair& pair);

/// A map: its name, and its cells.
struct SweepMap {
    std::string name;
    std::vector<Meeting> cells;
};

/// One map per curve; where the figure compares, per curve that has another one to compare with.
[[nodiscard]] std::vector<SweepMap> maps_of(const SweepFigure& figure, const SweepData& data);

[[nodiscard]] Index count_verdict(std::span<const Meeting> all, PairVerdict verdict);

/// "not decided (3 pairs, a sign test needs 5)"; nothing where some place has pairs enough.
[[nodiscard]] std::optional<std::string> too_few_pairs(std::span<const Meeting> all);

/// "(sign test, 6 pairs each)"; at least one meeting.
[[nodiscard]] std::string test_text(std::span<const Meeting> all);

/// "better in 3 of 6 arms, worse in 2, not decided in 1".
[[nodiscard]] std::string counts_text(std::span<const Meeting> all, std::string_view metric);

}  // namespace jennopt
