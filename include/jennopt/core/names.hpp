#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jennopt {

/// A value of an enumeration, its name in study files and records, and its words for people.
template <typename Enum>
struct Named {
    Enum value;
    std::string_view name;
    std::string_view words = name;
};

/// Every value of an enumeration with its name, an array of Named; stands right below the
/// enumeration, in any order.
template <typename Enum>
inline constexpr auto enum_names = nullptr;

/// "levenberg_marquardt".
template <typename Enum>
[[nodiscard]] std::string name_of(Enum value) {
    const auto found = std::ranges::find(enum_names<Enum>, value, &Named<Enum>::value);
    return found == enum_names<Enum>.end() ? std::string() : std::string(found->name);
}

/// "Levenberg-Marquardt"; the name where there are no other words.
template <typename Enum>
[[nodiscard]] std::string words_of(Enum value) {
    const auto found = std::ranges::find(enum_names<Enum>, value, &Named<Enum>::value);
    return found == enum_names<Enum>.end() ? std::string() : std::string(found->words);
}

/// The value with this name; empty if there is none.
template <typename Enum>
[[nodiscard]] std::optional<Enum> value_named(std::string_view name) {
    const auto found = std::ranges::find(enum_names<Enum>, name, &Named<Enum>::name);
    return found == enum_names<Enum>.end() ? std::nullopt : std::optional(found->value);
}

/// All names, in the order of the list.
template <typename Enum>
[[nodiscard]] std::vector<std::string> all_names() {
    std::vector<std::string> names;
    for (const Named<Enum>& each : enum_names<Enum>) {
        names.emplace_back(each.name);
    }
    return names;
}

}  // namespace jennopt
