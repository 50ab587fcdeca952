#pragma once

#include "jennopt/report/comparison.hpp"

#include <span>
#include <string>
#include <vector>

namespace jennopt {

/// What a sign test says of pairs at the level 0.05, smaller being better.
enum class PairVerdict { better, worse, undecided };

/// @throws ShapeError if own and other differ in length
[[nodiscard]] PairVerdict verdict_of(std::span<const double> own, std::span<const double> other);

/// Whether any of several sign tests has enough pairs to be significant at all.
[[nodiscard]] bool decides(const std::vector<Pairing>& pairings);

/// What to say where none has; at least one.
[[nodiscard]] std::string too_few(const std::vector<Pairing>& pairings);

/// "10 pairs each", "8 to 10 pairs"; at least one.
[[nodiscard]] std::string pairs_text(const std::vector<Pairing>& pairings);

}  // namespace jennopt
