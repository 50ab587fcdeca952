#pragma once

#include "core/duration.hpp"
#include "record/metric.hpp"

#include <span>
#include <string>
#include <vector>

namespace jennopt {

/// About `digits` significant digits, without exponent between 1e-3 and 1e5: "0.0123", "1.23e-07";
/// "-" for NaN.
[[nodiscard]] std::string short_number(double value, int digits = 3);

/// A coefficient of determination: "0.99976", "-2.25", and by its gap where that is below 1e-4:
/// "1 - 2.0e-06".
/// @param digits  significant ones of the gap to 1, >= 1
[[nodiscard]] std::string r2_number(double value, int digits = 2);

/// A count: "1,234"; a median between two counts is rounded.
[[nodiscard]] std::string count_text(double value);

/// A number in the style of its metric; "-" for NaN, "infeasible" for an infinite one.
/// @param digits  significant ones, of the general style; one less of the gap of an R2
[[nodiscard]] std::string number_text(double value, NumberStyle style, int digits = 3);

/// Numbers that stand beside each other: three significant digits, or as many as it takes to tell
/// different ones apart, at most eight. Two that still read alike are too close to call.
[[nodiscard]] std::vector<std::string> distinct_numbers(std::span<const double> values,
                                                        NumberStyle style);

/// How often something happened, and how it was put the first time.
struct Tally {
    Index count = 0;
    std::string first = {};

    /// Counts a reason unless it is empty.
    void note(const std::string& reason) {
        count += reason.empty() ? 0 : 1;
        first = first.empty() ? reason : first;
    }
};

/// "a", "a and b", "a, b, c, d and 7 more".
[[nodiscard]] std::string short_list(std::span<const std::string> names);

/// "1 replicate", "5 replicates".
[[nodiscard]] std::string plural(long count, const std::string& noun);

/// "1 of 5 replicates".
[[nodiscard]] std::string count_of(long count, long all, const std::string& noun);

/// How many times larger a is than b: "3.1 times", "1,200 times".
[[nodiscard]] std::string ratio_text(double ratio);

}  // namespace jennopt
