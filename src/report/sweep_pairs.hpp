#pragma once

#include "report/sweep_curves.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace jennopt {

/// A curve and, of the same arms, that of the contender which the figure compares with.
struct SweepPair {
    const SweepCurve* own = nullptr;
    const SweepCurve* other = nullptr;
    std::string name;  ///< of the own one, with its panel's title
};

/// Every curve that has another one to be compared with.
[[nodiscard]] std::vector<SweepPair> pairs_of(const SweepFigure& figure, const SweepData& data);

/// Two curves at one abscissa.
struct Heights {
    double x = 0.0;
    double own = 0.0;
    double other = 0.0;
};

/// Abscissa at which two curves cross between a and b, where they lie in different order;
/// interpolated as the axes are, linearly where a logarithm does not exist.
[[nodiscard]] double crossing(const AxisScales& scales, const Heights& a, const Heights& b);

/// Where a curve first comes down to a level.
struct Reach {
    double x = 0.0;
    bool is_bound = false;  ///< its first point lies below the level already: x is an upper bound
};

/// Of the medians; nothing if the curve does not come down to the level.
[[nodiscard]] std::optional<Reach> first_reach(const AxisScales& scales,
                                               const SweepCurve& curve,
                                               double level);

/// How many times farther left one curve comes down to the levels that another one reaches: how
/// many times fewer samples it needs, where the abscissa counts samples.
struct Saving {
    double factor = 0.0;  ///< median over the levels of either curve's points that both reach
    double least = 0.0;
    double most = 0.0;
    // The level that the median belongs to, and where each curve reaches it:
    double level = 0.0;
    double own_x = 0.0;
    double other_x = 0.0;
};

/// Nothing if no level below the worst one is reached by both between their ends.
[[nodiscard]] std::optional<Saving> saving(const SweepData& data, const SweepPair& pair);

/// The pairs of which a saving means something: the abscissa counts samples, lower is better, and
/// the contender learns from samples.
[[nodiscard]] std::vector<SweepPair> saving_pairs(const SweepFigure& figure, const SweepData& data);

/// "3.0 times fewer", "2.0 times more", "as many" where a factor is about 1.
[[nodiscard]] std::string fewer_text(double factor);

/// Medians proportional to x^exponent.
struct PowerLaw {
    double exponent = 0.0;
    double r2 = 0.0;  ///< of the fit, in logarithms
    Index n = 0;      ///< medians that have a logarithm
    double first = 0.0;
    double last = 0.0;
};

/// By least squares on logarithms; nothing where fewer than two points have one.
[[nodiscard]] std::optional<PowerLaw> fit_power_law(const SweepCurve& curve);

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
[[nodiscard]] std::string counts_text(std::span<const Meeting> all, const SweepFigure& figure);

}  // namespace jennopt
