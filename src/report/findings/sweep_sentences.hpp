#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace jennopt {

/// Sentences of one kind about a figure; a report prints as many of them as it has room for.
struct SweepSentences {
    std::vector<std::string> sentences;
    std::function<std::string(std::size_t)> sum_up;  ///< one sentence for all from this one on
};

/// At most so many sentences, shared among the kinds, at least one for each.
[[nodiscard]] std::vector<std::string> limited(std::span<const SweepSentences> kinds,
                                               std::size_t most);

/// Names in a row: "a", "a and b", "a, b and 7 more".
[[nodiscard]] std::string short_list(std::span<const std::string> names);

}  // namespace jennopt
