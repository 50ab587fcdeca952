#pragma once

#include <span>
#include <string>
#include <vector>

namespace jennopt {

/// Sentences of several kinds, as many of each as there is room for, at least one.
/// @param rest  the last one where some are left out
[[nodiscard]] std::vector<std::string> limited(std::vector<std::vector<std::string>> kinds,
                                               std::size_t most,
                                               const std::string& rest);

/// "a", "a and b", "a, b, c, d and 7 more".
[[nodiscard]] std::string short_list(std::span<const std::string> names,
                                     const std::string& separator = ", ");

}  // namespace jennopt
