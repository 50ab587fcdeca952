#include "study/config/checks.hpp"

#include "core/format.hpp"
#include "study/config/blocks.hpp"

#include <algorithm>

namespace jennopt {

namespace {

const Document* find(const Document& root, const std::string& path) {
    const Document* node = &root;
    for (const std::string& key : split_path(path)) {
        node = node == nullptr ? nullptr : node->find(key);
    }
    return node;
}

void check_name(const StudyConfig& config, const Document& study, ConfigErrors& errors) {
    const Document* name = study.find("study");
    if (name != nullptr && !config.study.empty() && !is_name(config.study, true)) {
        errors.add(
            name->place,
            "study",
            fmt::format("is '{}', expected a name fit for a folder: letters, digits, -, _ and .",
                        config.study));
    }
}

void check_starts(const SearchOptions& search, const Document& study, ConfigErrors& errors) {
    const Document* from = find(study, "optimization.from");
    if (from == nullptr || search.from.empty()) {
        return;
    }
    const std::size_t n_x = search.from.front().size();
    for (std::size_t i = 0; i < search.from.size(); ++i) {
        const std::size_t size = search.from[i].size();
        if (size == 0 || size != n_x) {
            errors.add(from->items[i].place,
                       fmt::format("optimization.from.{}", i),
                       fmt::format("has {} numbers, expected {} as in the first point",
                                   size,
                                   std::max<std::size_t>(n_x, 1)));
        }
    }
    if (static_cast<Index>(search.from.size()) > search.starts) {
        errors.add(from->place,
                   "optimization.from",
                   fmt::format("has {} points, expected at most as many as optimization.starts, {}",
                               search.from.size(),
                               search.starts));
    }
}

}  // namespace

void check(const StudyConfig& config, const Document& study, bool readable, ConfigErrors& errors) {
    check_name(config, study, errors);
    if (!readable) {
        return;
    }
    check_starts(config.optimization, study, errors);
}

}  // namespace jennopt
