#pragma once

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

namespace jennopt {

/// The names of inputs or outputs, in their order.
template <typename Item>
[[nodiscard]] std::vector<std::string> names_of(const std::vector<Item>& items) {
    std::vector<std::string> names;
    std::transform(items.begin(), items.end(), std::back_inserter(names), [](const Item& item) {
        return item.name;
    });
    return names;
}

[[nodiscard]] inline bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace jennopt
