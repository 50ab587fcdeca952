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

/// Exactly one kind of problem, said in the words of what is missing or too much.
void check_problem(const ProblemConfig& problem, const Document& study, ConfigErrors& errors) {
    const Document* block = study.find("problem");
    if (block == nullptr || block->kind != Document::Kind::map) {
        return;
    }
    const Document* external = block->find("external");
    if (external == nullptr) {
        if (block->find("name") == nullptr) {
            errors.add(block->place,
                       "problem.name",
                       "is missing, expected one of `jennopt problems`, or external: {...}");
        }
        return;
    }
    if (!problem.name.empty()) {
        errors.add(external->place,
                   "problem.external",
                   fmt::format("stands beside name: {}, expected one of the two", problem.name));
    }
    if (!problem.options.empty()) {
        errors.add(block->find("options")->place,
                   "problem.options",
                   "are for a problem with a name, expected none beside external");
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
    check_problem(config.problem, study, errors);
    if (!readable) {
        return;
    }
    check_starts(config.optimization, study, errors);
}

}  // namespace jennopt
