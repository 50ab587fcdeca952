#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace jennopt {

/// The candidate that `name` is most likely a misspelling of: the one with the smallest edit
/// distance (insertions, deletions, substitutions, neighbors that changed places; capital letters,
/// and
/// - or a blank for _, are none), the first one if several are equally near.
///
/// @return "" if none is within a third of the length of `name`, rounded up
[[nodiscard]] std::string nearest(std::string_view name,
                                  const std::vector<std::string>& candidates);

/// The end of an error message about an unknown name: "; did you mean 'x'?", or "" if nothing is
/// near.
[[nodiscard]] std::string did_you_mean(std::string_view name,
                                       const std::vector<std::string>& candidates);

}  // namespace jennopt
