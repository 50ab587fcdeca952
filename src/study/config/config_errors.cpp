#include "study/config/config_errors.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace jennopt {

std::string to_string(const Place& place) {
    return place.line == 0 ? place.source
                           : fmt::format("{}:{}:{}", place.source, place.line, place.column);
}

void ConfigErrors::add(const Place& place, const std::string& path, const std::string& sentence) {
    const std::string subject = path.empty() ? "" : path + ": ";
    found_.push_back({place, fmt::format("{}: {}{}", to_string(place), subject, sentence)});
}

void ConfigErrors::throw_if_any() const {
    if (found_.empty()) {
        return;
    }
    std::vector<Finding> sorted = found_;
    std::stable_sort(sorted.begin(), sorted.end(), [](const Finding& a, const Finding& b) {
        return std::tie(a.place.rank, a.place.line, a.place.column) <
               std::tie(b.place.rank, b.place.line, b.place.column);
    });
    // Every arm of a sweep is read on its own and finds the same fault in what the arms share.
    std::set<std::string> seen;
    std::vector<std::string> lines;
    for (const Finding& finding : sorted) {
        if (seen.insert(finding.text).second) {
            lines.push_back(finding.text);
        }
    }
    throw ConfigError(fmt::format("{}", fmt::join(lines, "\n")));
}

}  // namespace jennopt
