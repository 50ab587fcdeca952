#include "study/config/checks.hpp"

#include "core/format.hpp"
#include "study/config/blocks.hpp"
#include "study/config/scalar.hpp"

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

void refuse_in(const Document& study,
               const std::string& path,
               const std::string& expected,
               ConfigErrors& errors) {
    if (const Document* node = find(study, path)) {
        errors.add(node->place, path, fmt::format("is {}, expected {}", found(*node), expected));
    }
}

}  // namespace

void settle_problem(StudyConfig& config, const Document& study, ConfigErrors& errors) {
    const Document* problem = study.find("problem");
    if (problem == nullptr || problem->kind != Document::Kind::map) {
        return;  // has been said
    }
    const bool is_table = problem->find("table") != nullptr;
    const bool is_external = problem->find("external") != nullptr;
    if (!is_table && !is_external && problem->find("name") == nullptr) {
        errors.add(problem->place,
                   "problem.name",
                   "is missing, expected one of `jennopt problems`, or external: {...}, or table: "
                   "{...}");
    }
    // A resolved configuration has an empty map there.
    const auto refuse_options = [&](const std::string& other) {
        if (!config.problem.options.empty()) {
            refuse_in(study, "problem.options", "none beside " + other, errors);
        }
    };
    if (is_external) {
        refuse_in(study, "problem.name", "none beside problem.external", errors);
        refuse_options("problem.external");
        refuse_in(study, "problem.table", "none beside problem.external", errors);
        return;
    }
    if (!is_table) {
        return;
    }
    refuse_in(study, "problem.name", "none beside problem.table", errors);
    refuse_options("problem.table");
    refuse_in(study, "test", "none: a table's rows to test on are problem.table.test", errors);
    const SamplingOptions& sampling = config.sampling.front();
    const bool drawn =
        find(study, "sampling.plan") == nullptr || sampling.plan == SamplingPlan::random;
    if (config.sampling.size() != 1 || !drawn) {
        refuse_in(
            study, "sampling", "only a count: the rows of a table are drawn at random", errors);
    }
    if (config.problem.wrappers.partials.source == PartialsSource::finite_difference) {
        refuse_in(
            study, "problem.partials", "exact or none: a table cannot be differenced", errors);
    }
    config.sampling = {{.plan = SamplingPlan::random, .count = sampling.count}};
    config.test.clear();
}

void check(const StudyConfig& config, const Document& study, bool readable, ConfigErrors& errors) {
    check_name(config, study, errors);
    if (!readable) {
        return;
    }
    check_starts(config.optimization, study, errors);
}

}  // namespace jennopt
