#include "core/nearest.hpp"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <numeric>
#include <utility>

namespace jennopt {

namespace {

/// Letters, and neighbors that changed places, Levenshtein's distance with transpositions: three
/// rows of the table.
std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before(b.size() + 1);
    std::vector<std::size_t> above(b.size() + 1);
    std::iota(above.begin(), above.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::vector<std::size_t> row{i + 1};
        for (std::size_t j = 0; j < b.size(); ++j) {
            row.push_back(
                std::min({above[j] + (a[i] == b[j] ? 0 : 1), above[j + 1] + 1, row[j] + 1}));
            if (i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j]) {
                row.back() = std::min(row.back(), before[j - 1] + 1);
            }
        }
        before = std::exchange(above, std::move(row));
    }
    return above.back();
}

/// The same in capital letters, and with - or a blank for _.
std::string folded(std::string_view name) {
    std::string result;
    for (const char letter : name) {
        const bool joins = letter == '-' || letter == ' ';
        result += joins ? '_' : static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    }
    return result;
}

}  // namespace

std::string nearest(std::string_view name, const std::vector<std::string>& candidates) {
    std::size_t best_distance = (name.size() + 2) / 3 + 1;
    std::string best;
    for (const std::string& candidate : candidates) {
        const bool is_same = !name.empty() && folded(name) == folded(candidate);
        const std::size_t distance = is_same ? 0 : edit_distance(name, candidate);
        if (distance < best_distance) {
            best_distance = distance;
            best = candidate;
        }
    }
    return best;
}

std::string did_you_mean(std::string_view name, const std::vector<std::string>& candidates) {
    const std::string guess = nearest(name, candidates);
    return guess.empty() ? "" : "; did you mean '" + guess + "'?";
}

}  // namespace jennopt
