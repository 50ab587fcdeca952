#include "study/config.hpp"

#include "core/format.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "study/config/checks.hpp"
#include "study/config/figures_block.hpp"
#include "study/config/fingerprint.hpp"
#include "study/config/overrides.hpp"
#include "study/config/settings.hpp"
#include "study/config/sweep.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string_view>
#include <utility>

namespace jennopt {

namespace {

Document read_document(const std::filesystem::path& file,
                       const std::vector<Override>& overrides,
                       ConfigErrors& errors) {
    Document study = parse(read_text(file), {file.string(), 1, 1, 0}, errors);
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

StudyConfig read_config(const Document& study, ConfigErrors& errors) {
    StudyConfig config;
    const std::size_t before = errors.count();
    const Cursor at{study, "", errors};
    read(at, study_keys(config));
    settle_problem(config, at);
    check(config, at, errors.count() == before);
    return config;
}

/// Everything that decides the results. Where the study lies, how often it is repeated and what is
/// checked before does not.
std::string result_text(Document resolved) {
    std::erase_if(resolved.entries, [](const DocumentEntry& entry) {
        return entry.key == "study" || entry.key == "replicates" || entry.key == "plugins" ||
               entry.key == "check_partials";
    });
    return emit(resolved);
}

std::string make_id(const std::string& label, const std::string& results) {
    constexpr std::size_t longest = 40;
    constexpr std::size_t digits = 8;
    constexpr std::string_view allowed =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.=_-";
    std::string id;
    for (const char letter : label) {
        if (allowed.find(letter) != std::string_view::npos) {
            id += letter;
        } else if (!id.empty() && id.back() != '_') {
            id += '_';
        }
    }
    return fmt::format("{}-{}", id.substr(0, longest), fingerprint(results).substr(0, digits));
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

Arm make_arm(const ArmDocument& document, StudyConfig config) {
    Arm arm;
    const Document resolved = write(study_keys(config));
    arm.label = document.label;
    arm.choices = document.choices;
    arm.id = make_id(document.label, result_text(resolved));
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

}  // namespace

Study read_study(const std::filesystem::path& file, const std::vector<Override>& overrides) {
    ConfigErrors errors;
    const Document document = read_document(file, overrides, errors);
    Study study;
    const Document* figures = document.find("figures");
    if (figures != nullptr) {
        figures_block(study.figures).read({*figures, "figures", errors}, {});
    }
    const std::vector<ArmDocument> arm_documents = expand_sweep(document, errors);
    std::vector<StudyConfig> configs;
    for (const ArmDocument& arm_document : arm_documents) {
        configs.push_back(read_config(arm_document.study, errors));
    }
    errors.throw_if_any();
    study.file = file;
    for (std::size_t i = 0; i < configs.size(); ++i) {
        study.arms.push_back(make_arm(arm_documents[i], std::move(configs[i])));
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

std::string place_of(const Arm& arm, const std::string& path) {
    std::string block = path;
    while (arm.places.count(block) == 0 && !block.empty()) {
        const std::size_t dot = block.rfind('.');
        block = dot == std::string::npos ? "" : block.substr(0, dot);
    }
    return arm.places.at(block);
}

}  // namespace jennopt
