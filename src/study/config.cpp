#include "study/config.hpp"

#include "core/format.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "study/config/blocks.hpp"
#include "study/config/figures_block.hpp"
#include "study/config/settings.hpp"
#include "study/config/sweep.hpp"
#include "study/fingerprint.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace jennopt {

namespace {

Document read_document(const std::string& text,
                       const Place& origin,
                       const std::vector<Override>& overrides,
                       ConfigErrors& errors) {
    Document study = parse(text, origin, errors);
    if (study.kind != Document::Kind::map) {
        if (errors.count() == 0) {
            errors.add(
                study.place, "", fmt::format("is {}, expected the keys of a study", found(study)));
        }
        errors.throw_if_any();
    }
    apply(overrides, study, errors);
    return study;
}

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
    if (is_given(study, "test") && is_none(study["test"].node)) {
        config.problem.table.test = 0.0;
    } else {
        study.refuse_key("test", "none: a table's rows to test on are problem.table.test");
    }
    study.refuse_key("data", "none: a table's rows are the data");
    const SamplingOptions& sampling = config.sampling.front();
    const bool drawn =
        !is_given(study["sampling"], "plan") || sampling.plan == SamplingPlan::random;
    if (config.sampling.size() != 1 || !drawn) {
        study.refuse_key("sampling", "only a count: the rows of a table are drawn at random");
    }
    if (config.problem.wrappers.partials.source == PartialsSource::finite_difference) {
        study["problem"].refuse_key("partials", "exact or none: a table cannot be differenced");
    }
    const Index count = is_given(study["sampling"], "count") ? sampling.count : 0;
    config.sampling = {{.plan = SamplingPlan::random, .count = count}};
    config.test.clear();
}

/// Every evaluation of a program is taken to be dear: what the file does not ask for is not made.
void settle_program(StudyConfig& config, const Cursor& study) {
    if (!is_given(study, "replicates")) {
        config.replicates = 1;
    }
    if (!is_given(study, "test")) {
        config.test.clear();
    }
    if (!is_given(study["optimization"], "truth_baseline")) {
        config.optimization.truth_baseline = false;
    }
}

/// Only a table has all samples already.
void refuse_all_samples(const StudyConfig& config, const Cursor& study) {
    for (const auto& [key, plans] :
         {std::pair("sampling", &config.sampling), std::pair("test", &config.test)}) {
        for (std::size_t i = 0; i < plans->size(); ++i) {
            const Cursor block = study[key];
            if ((*plans)[i].count == 0) {
                (block.node.kind == Document::Kind::list ? block[i] : block)
                    .refuse_key("count", "a number of points: all is for problem.table");
            }
        }
    }
}

void settle_problem(StudyConfig& config, const Cursor& study) {
    if (!config.problem.is_table()) {
        refuse_all_samples(config, study);
    }
    const Cursor problem = study["problem"];
    if (!is_given(study, "problem") || problem.node.kind != Document::Kind::map) {
        return;  // an error already
    }
    const bool is_external = is_given(problem, "external");
    const bool is_table = is_given(problem, "table");
    if (config.problem.has_no_program() && !is_external && !is_table) {
        check_program_less(config.problem, problem);
        return;
    }
    if (!is_external && !is_table) {
        if (!is_given(problem, "name")) {
            problem["name"].complain(
                "is missing, expected one of `jennopt problems`, or external: "
                "{...}, or table: {...}, or inputs and outputs for jennopt suggest");
        }
        return;
    }
    const std::string none =
        is_external ? "none beside problem.external" : "none beside problem.table";
    for (const char* key : {"name", "goals", "inputs", "outputs"}) {
        problem.refuse_key(key, none);
    }
    if (!config.problem.options.empty()) {  // a resolved configuration has an empty map there
        problem.refuse_key("options", none);
    }
    if (is_external) {
        problem.refuse_key("table", none);
        settle_program(config, study);
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
    if (!config.failures.stop_above) {
        study["failures"].refuse_key("after", "none without failures.stop_above");
    }
    const Cursor search = study["optimization"];
    if (readable && is_given(search, "from") && !config.optimization.from.empty()) {
        check_starts(config.optimization, search["from"]);
    }
}

StudyConfig read_config(const Document& study, ConfigErrors& errors) {
    StudyConfig config;
    const std::size_t before = errors.count();
    const Cursor at{study, "", errors};
    read(at, study_keys(config));
    settle_problem(config, at);
    settle_optimizers(config, at);
    settle_infill(config, at);
    settle_weights(config, at);
    check(config, at, errors.count() == before);
    return config;
}

/// Everything that decides the results, the rows of a table or of existing data among it. Where the
/// study lies, how often it is repeated, what is checked before and when it gives up does not.
std::string result_text(Document resolved, const std::filesystem::path& data) {
    std::erase_if(resolved.entries, [](const DocumentEntry& entry) {
        return entry.key == "study" || entry.key == "replicates" || entry.key == "plugins" ||
               entry.key == "check_partials" || entry.key == "failures";
    });
    // That the file is not there is found with the problem, or is no matter where results are read.
    const bool has_rows = std::filesystem::is_regular_file(data);
    return emit(resolved) + (has_rows ? read_text(data) : "");
}

void collect_places(const Document& node,
                    const std::string& path,
                    std::map<std::string, std::string>& places) {
    places[path] = to_string(node.place);
    for (const DocumentEntry& entry : node.entries) {
        collect_places(entry.value, join_path(path, entry.key), places);
    }
    for (std::size_t i = 0; i < node.items.size(); ++i) {
        collect_places(node.items[i], join_path(path, fmt::format("{}", i)), places);
    }
}

Arm make_arm(const ArmDocument& document, StudyConfig config, const std::filesystem::path& folder) {
    Arm arm;
    const Document resolved = write(study_keys(config));
    arm.label = document.label;
    arm.choices = document.choices;
    const std::string& rows = config.problem.is_table() ? config.problem.table.file : config.data;
    arm.id = arm_id(document.label, result_text(resolved, rows.empty() ? "" : folder / rows));
    arm.resolved = emit(resolved);
    arm.config = std::move(config);
    collect_places(document.study, "", arm.places);
    return arm;
}

/// A sweep that changes nothing is a mistake: every surrogate has its own value of what is swept in
/// defaults. Two grids can also give one label to different arms.
void check_differences(const std::vector<Arm>& arms, const Document& study, ConfigErrors& errors) {
    std::map<std::string, std::string> labels;
    std::map<std::string, std::string> ids;
    for (const Arm& arm : arms) {
        const auto [other, is_new] = labels.emplace(arm.resolved, arm.label);
        const bool is_other = ids.emplace(arm.label, arm.id).first->second != arm.id;
        const Cursor sweep = Cursor{study, "", errors}["sweep"];
        if (is_other) {
            sweep.complain(
                fmt::format("makes two different arms '{}', expected a name for each", arm.label));
        }
        if (!is_new) {
            sweep.complain(
                fmt::format("makes the arms '{}' and '{}' the same, expected a difference",
                            other->second,
                            arm.label));
        }
    }
}

/// A study without what its text says.
Study read_text_of(Study study, const Place& origin) {
    ConfigErrors errors;
    const Document document = read_document(study.text, origin, study.overrides, errors);
    const Document* figures = document.find("figures");
    if (figures != nullptr) {
        figures_block(study.figures).read({*figures, "figures", errors});
    }
    const std::vector<ArmDocument> arm_documents = expand_sweep(document, errors);
    std::vector<StudyConfig> configs;
    for (const ArmDocument& arm_document : arm_documents) {
        configs.push_back(read_config(arm_document.study, errors));
    }
    errors.throw_if_any();
    for (StudyConfig& config : configs) {  // the default depends on the problem, which may be swept
        config.replicates = configs.front().replicates;
    }
    for (std::size_t i = 0; i < configs.size(); ++i) {
        study.arms.push_back(
            make_arm(arm_documents[i], std::move(configs[i]), study.file.parent_path()));
    }
    check_differences(study.arms, document, errors);
    if (figures != nullptr) {
        check_figures(study.figures, {*figures, "figures", errors}, study.arms);
        for (Arm& arm : study.arms) {
            collect_places(*figures, "figures", arm.places);
        }
    }
    errors.throw_if_any();
    study.name = study.arms.front().config.study;
    study.replicates = study.arms.front().config.replicates;
    return study;
}

}  // namespace

Study read_study(const std::filesystem::path& file, const std::vector<Override>& overrides) {
    return read_text_of({.file = file, .text = read_text(file), .overrides = overrides},
                        {file.string(), 1, 1, 0});
}

Study read_study_text(const std::string& text, const std::string& source) {
    return read_text_of({.file = source, .text = text}, {.source = source});
}

std::string place_of(const Arm& arm, const std::string& path) {
    std::string block = path;
    while (!arm.places.contains(block) && !block.empty()) {
        const std::size_t dot = block.rfind('.');
        block = dot == std::string::npos ? "" : block.substr(0, dot);
    }
    return arm.places.at(block);
}

}  // namespace jennopt
