#include "report/study_folder.hpp"

#include "core/format.hpp"
#include "core/json_text.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "report/partials_error.hpp"
#include "study/config/figures_block.hpp"
#include "study/problem_maker.hpp"
#include "study/results_folder.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace jennopt {

namespace {

namespace fs = std::filesystem;

Json read_study_json(const fs::path& folder) {
    const fs::path file = folder / "study.json";
    if (!fs::exists(file)) {
        throw ConfigError(fmt::format(
            "{}: holds no study (no study.json); give the folder that jennopt run names at its end",
            folder.string()));
    }
    return parse_json(read_text(file),
                      file.string(),
                      "expected what jennopt run wrote; the same run writes it again");
}

/// The arm with its finished replicates; without any where none is.
ArmResults read_arm(const fs::path& folder, const Json& listed, Index replicates) {
    ArmResults result{.arm = {.label = listed.at("label").get<std::string>(),
                              .id = listed.at("id").get<std::string>()}};
    const Json choices = listed.value("choices", Json::object());  // older folders have none
    for (const auto& [axis, value] : choices.items()) {
        result.arm.choices.emplace_back(axis, value.get<std::string>());
    }
    for (Index r = 0; r < replicates; ++r) {
        const fs::path place = folder / result.arm.id / fmt::format("r{}", r);
        if (!fs::exists(place / "DONE")) {
            continue;
        }
        if (result.replicates.empty()) {
            Study resolved = read_study(place / "config.resolved.yaml");
            result.arm.config = std::move(resolved.arms.front().config);
            // More may be wanted now than when r0 was made.
            result.arm.config.replicates = replicates;
            result.arm.resolved = std::move(resolved.arms.front().resolved);
        }
        result.replicates.push_back(read_record(place));
    }
    return result;
}

void read_contents(StudyResults& study, const Json& json) {
    study.study = json.at("study").get<std::string>();
    study.command = json.at("command").get<std::string>();
    study.version = json.at("version").get<std::string>();
    study.figures =
        figures_from(json.value("figures", std::string()), (study.folder / "study.json").string());
    for (const Json& listed : json.at("arms")) {
        ArmResults arm = read_arm(study.folder, listed, json.at("replicates").get<Index>());
        if (!arm.replicates.empty()) {
            study.arms.push_back(std::move(arm));
        }
    }
}

void make_problems(StudyResults& study,
                   const std::vector<fs::path>& places,
                   const fs::path& study_file_folder) {
    const ProblemRegistry registry(places);
    ProblemMaker maker(registry, study_file_folder);
    for (ArmResults& arm : study.arms) {
        const ProblemConfig& config = arm.arm.config.problem;
        if (config.external) {  // no report runs a program, which need not be here any more
            arm.problem = wrapped_info(external_info(*config.external), config.wrappers);
            continue;
        }
        study.problems.push_back(maker.make(config));
        arm.problem = wrapped_info(study.problems.back()->info(), config.wrappers);
        arm.truth = study.problems.back().get();
    }
}

}  // namespace

StudyResults read_study_folder(const fs::path& folder, const std::vector<fs::path>& plugin_path) {
    StudyResults study{.folder = folder};
    Json json;
    std::vector<std::string> plugins;
    try {
        json = read_study_json(folder);
        read_contents(study, json);
        plugins = json.at("plugins").get<std::vector<std::string>>();
    } catch (const Json::exception& error) {
        throw ConfigError(fmt::format("{}: is damaged ({}); the same jennopt run writes it again",
                                      (folder / "study.json").string(),
                                      plain_words(error)));
    }
    const WallTime time = read_wall_time(folder);
    study.seconds = time.seconds;
    study.jobs = time.jobs;
    if (study.arms.empty()) {
        throw ConfigError(fmt::format("{}: no replicate is finished yet", folder.string()));
    }
    std::vector<fs::path> places;
    std::ranges::copy_if(plugins, std::back_inserter(places), [](const fs::path& plugin) {
        return fs::exists(plugin);
    });
    std::ranges::copy(plugin_path, std::back_inserter(places));
    // Of an archive it is relative.
    make_problems(study, places, folder / json.value("folder", std::string()));
    study.partials_errors = partials_errors(study);
    return study;
}

void append_once(std::vector<std::string>& names, const std::string& name) {
    if (std::ranges::find(names, name) == names.end()) {
        names.push_back(name);
    }
}

std::vector<std::string> problem_names(const StudyResults& study) {
    std::vector<std::string> names;
    for (const ArmResults& arm : study.arms) {
        append_once(names, arm.problem.name);
    }
    return names;
}

std::vector<std::string> surrogate_names(const ArmResults& arm) {
    std::vector<std::string> names;
    for (const ReplicateRecord& replicate : arm.replicates) {
        for (const SurrogateRecord& record : replicate.surrogates) {
            append_once(names, record.name);
        }
    }
    return names;
}

std::vector<std::string> surrogate_names(const StudyResults& study) {
    std::vector<std::string> names;
    for (const ArmResults& arm : study.arms) {
        for (const std::string& name : surrogate_names(arm)) {
            append_once(names, name);
        }
    }
    return names;
}

std::vector<std::string> optimizer_names(const ArmResults& arm) {
    std::vector<std::string> names;
    for (const ReplicateRecord& replicate : arm.replicates) {
        for (const OptimizerRecord& record : replicate.optimizers) {
            append_once(names, record.name);
        }
    }
    return names;
}

std::vector<std::string> optimizer_names(const StudyResults& study) {
    std::vector<std::string> names;
    for (const ArmResults& arm : study.arms) {
        for (const std::string& name : optimizer_names(arm)) {
            append_once(names, name);
        }
    }
    return names;
}

bool has_only_optimizers(const StudyResults& study) {
    return std::ranges::all_of(study.arms, [](const ArmResults& arm) {
        return arm.arm.config.surrogates.empty() && !arm.arm.config.optimizers.empty();
    });
}

const SurrogateConfig* find_config(const StudyResults& study, std::string_view surrogate) {
    for (const ArmResults& arm : study.arms) {
        for (const SurrogateConfig& config : arm.arm.config.surrogates) {
            if (config.name == surrogate) {
                return &config;
            }
        }
    }
    return nullptr;
}

bool has_many_arms(const StudyResults& study) {
    constexpr std::size_t most = 8;
    return study.arms.size() > most;
}

bool maximizes(const StudyResults& study) {
    return std::ranges::all_of(study.arms,
                               [](const ArmResults& arm) { return arm.problem.sense() < 0.0; });
}

}  // namespace jennopt
