#include "study/config/checks.hpp"

#include "study/config/blocks.hpp"

#include <algorithm>

namespace jennopt {

namespace {

bool is_given(const Cursor& at, const std::string& key) {
    return at.node.find(key) != nullptr;
}

void check_starts(const SearchOptions& search, const Cursor& from) {
    const std::size_t n_x = search.from.front().size();
    for (std::size_t i = 0; i < search.from.size(); ++i) {
        const std::size_t size = search.from[i].size();
        if (size == 0 || size != n_x) {
            from[i].complain(fmt::format("has {} numbers, expected {} as in the first point",
                                         size,
                                         std::max<std::size_t>(n_x, 1)));
        }
    }
    if (static_cast<Index>(search.from.size()) > search.starts) {
        from.complain(
            fmt::format("has {} points, expected at most as many as optimization.starts, {}",
                        search.from.size(),
                        search.starts));
    }
}

void settle_table(StudyConfig& config, const Cursor& study) {
    study.refuse_key("test", "none: a table's rows to test on are problem.table.test");
    const SamplingOptions& sampling = config.sampling.front();
    const bool drawn =
        !is_given(study["sampling"], "plan") || sampling.plan == SamplingPlan::random;
    if (config.sampling.size() != 1 || !drawn) {
        study.refuse_key("sampling", "only a count: the rows of a table are drawn at random");
    }
    if (config.problem.wrappers.partials.source == PartialsSource::finite_difference) {
        study["problem"].refuse_key("partials", "exact or none: a table cannot be differenced");
    }
    config.sampling = {{.plan = SamplingPlan::random, .count = sampling.count}};
    config.test.clear();
}

}  // namespace

void settle_problem(StudyConfig& config, const Cursor& study) {
    const Cursor problem = study["problem"];
    if (!is_given(study, "problem") || problem.node.kind != Document::Kind::map) {
        return;  // an error already
    }
    const bool is_external = is_given(problem, "external");
    const bool is_table = is_given(problem, "table");
    if (!is_external && !is_table) {
        if (!is_given(problem, "name")) {
            problem["name"].complain(
                "is missing, expected one of `jennopt problems`, or external: "
                "{...}, or table: {...}");
        }
        return;
    }
    const std::string none =
        is_external ? "none beside problem.external" : "none beside problem.table";
    problem.refuse_key("name", none);
    if (!config.problem.options.empty()) {  // a resolved configuration has an empty map there
        problem.refuse_key("options", none);
    }
    if (is_external) {
        problem.refuse_key("table", none);
    } else {
        settle_table(config, study);
    }
}

void check(const StudyConfig& config, const Cursor& study, bool readable) {
    if (is_given(study, "study") && !config.study.empty() && !is_name(config.study, true)) {
        study["study"].complain(
            fmt::format("is '{}', expected a name fit for a folder: letters, digits, -, _ and .",
                        config.study));
    }
    const Cursor search = study["optimization"];
    if (readable && is_given(search, "from") && !config.optimization.from.empty()) {
        check_starts(config.optimization, search["from"]);
    }
}

}  // namespace jennopt
