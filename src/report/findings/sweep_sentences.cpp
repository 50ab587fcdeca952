#include "report/findings/sweep_sentences.hpp"

#include "core/format.hpp"

#include <algorithm>

namespace jennopt {

std::vector<std::string> limited(std::vector<std::vector<std::string>> kinds,
                                 std::size_t most,
                                 const std::string& rest) {
    const auto total = [&kinds] {
        std::size_t n = 0;
        for (const auto& sentences : kinds) {
            n += sentences.size();
        }
        return n;
    };
    const bool has_rest = total() > most;
    while (has_rest && total() >= most) {
        std::ranges::max_element(kinds, {}, [](const auto& each) {
            return each.size();
        })->pop_back();
    }
    std::vector<std::string> all;
    for (const auto& sentences : kinds) {
        all.insert(all.end(), sentences.begin(), sentences.end());
    }
    if (has_rest) {
        all.push_back(rest);
    }
    return all;
}

std::string short_list(std::span<const std::string> names, const std::string& separator) {
    constexpr std::size_t most = 5;
    if (names.size() == 1) {
        return names.front();
    }
    const std::size_t n = names.size() > most ? most - 1 : names.size() - 1;
    return fmt::format(
        "{} and {}",
        fmt::join(names.first(n), separator),
        names.size() > most ? fmt::format("{} more", names.size() - n) : names.back());
}

}  // namespace jennopt
