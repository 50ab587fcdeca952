#pragma once

#include "jennopt/core/types.hpp"

#include <optional>
#include <span>

namespace jennopt {

/// The finite ones of several values in five numbers.
struct Spread {
    double median = 0.0;
    double q25 = 0.0;
    double q75 = 0.0;
    double min = 0.0;
    double max = 0.0;
    Index n = 0;  ///< how many were finite, >= 1
};

/// Quantile by linear interpolation between order statistics (type 7 of Hyndman and Fan, 1996; the
/// default of R and NumPy): position p (n - 1) in the sorted values, counted from 0.
///
/// @param values  finite, at least one
/// @param p       in [0, 1]
/// @throws Error if values is empty
[[nodiscard]] double quantile(std::span<const double> values, double p);

/// Nothing where no value is finite.
[[nodiscard]] std::optional<Spread> spread_of(std::span<const double> values);

/// Median of values that may be infinite; NaN are left out. Nothing where all are NaN.
[[nodiscard]] std::optional<double> median_of(std::span<const double> values);

/// How often a was better than b on the same samples.
struct Pairing {
    Index wins = 0;
    Index losses = 0;
    Index ties = 0;

    [[nodiscard]] Index pairs() const { return wins + losses + ties; }
};

/// Counts replicate by replicate where a is smaller than b; replicates in which either is NaN are
/// left out.
/// @throws ShapeError if a and b differ in length
[[nodiscard]] Pairing count_wins(std::span<const double> a, std::span<const double> b);

/// Probability of at least this many wins among wins + losses tosses of a fair coin (one-sided sign
/// test); 1 where there are none.
[[nodiscard]] double sign_test(const Pairing& pairing);

enum class PairVerdict { better, worse, undecided };

/// Whether a is smaller (better) or larger than b by a sign test at the level 0.05.
[[nodiscard]] PairVerdict compare_pairs(std::span<const double> a, std::span<const double> b);

/// Fewest pairs with which a sign test can reach its level.
inline constexpr Index fewest_pairs = 5;

}  // namespace jennopt
