#pragma once

#include <string>
#include <string_view>

namespace jennopt {

/// A metric for axes and sentences; its name where nothing better is known.
struct MetricWords {
    std::string text;             // "training, s", "1 − R² of values"
    std::string said;             // "training time", "1 - R2 of values"
    bool lower_is_better = true;  // false: no direction is better
};

/// As a figure over a sweep shows it: R2 as 1 - R2.
[[nodiscard]] MetricWords metric_words(std::string_view metric);

/// An axis of a sweep: "training samples" of sampling.count, else the last part of the key.
[[nodiscard]] std::string axis_words(std::string_view axis);

/// What an arm chose of an axis: "lambda = 0.1", "rosenbrock" where the axis is a name.
[[nodiscard]] std::string choice_words(std::string_view axis, std::string_view value);

}  // namespace jennopt
