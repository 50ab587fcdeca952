#include "jennopt/report/contents.hpp"

#include "core/format.hpp"
#include "core/json.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "report/partials_error.hpp"
#include "study/problem_maker.hpp"

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
    try {
        return Json::parse(read_text(file));
    } catch (const Json::exception& error) {
        throw ConfigError(fmt::format("{}: is damaged: {}", file.string(), error.what()));
    }
}

/// The arm with its finished replicates; without any where none is.
ReportArm read_arm(const fs::path& folder, const Json& listed, Index replicates) {
    ReportArm result{.arm = {.label = listed.at("label").get<std::string>(),
                             .id = listed.at("id").get<std::string>()}};
    for (Index r = 0; r < replicates; ++r) {
        const fs::path place = folder / result.arm.id / fmt::format("r{}", r);
        if (!fs::exists(place / "DONE")) {
            continue;
        }
        if (result.replicates.empty()) {
            Study resolved = read_study(place / "config.resolved.yaml");
            result.arm.config = std::move(resolved.arms.front().config);
            result.arm.config.replicates =
                replicates;  // more may be wanted now than when r0 was made
            result.arm.resolved = std::move(resolved.arms.front().resolved);
        }
        result.replicates.push_back(read_record(place));
    }
    return result;
}

}  // namespace

StudyContents read_contents(const fs::path& folder, const std::vector<fs::path>& plugin_path) {
    const Json json = read_study_json(folder);
    StudyContents contents;
    contents.input.folder = folder;
    std::vector<fs::path> places;
    try {
        contents.input.study = json.at("study").get<std::string>();
        contents.input.command = json.at("command").get<std::string>();
        contents.input.version = json.at("version").get<std::string>();
        for (const Json& plugin : json.at("plugins")) {
            if (const fs::path place = plugin.get<std::string>(); fs::exists(place)) {
                places.push_back(place);
            }
        }
        for (const Json& listed : json.at("arms")) {
            ReportArm arm = read_arm(folder, listed, json.at("replicates").get<Index>());
            if (!arm.replicates.empty()) {
                contents.input.arms.push_back(std::move(arm));
            }
        }
    } catch (const Json::exception& error) {
        throw ConfigError(
            fmt::format("{}: is damaged: {}", (folder / "study.json").string(), error.what()));
    }
    if (contents.input.arms.empty()) {
        throw ConfigError(fmt::format("{}: no replicate is finished yet", folder.string()));
    }
    places.insert(places.end(), plugin_path.begin(), plugin_path.end());
    const ProblemRegistry registry(places);
    ProblemMaker maker(registry, json.value("folder", std::string()));
    for (ReportArm& arm : contents.input.arms) {
        const ProblemConfig& config = arm.arm.config.problem;
        if (config.external) {  // no report runs a program, which need not be here any more
            arm.problem = wrapped_info(external_info(*config.external), config.wrappers);
            continue;
        }
        contents.problems.push_back(maker.make(config));
        arm.problem = wrapped_info(contents.problems.back()->info(), config.wrappers);
        arm.truth = contents.problems.back().get();
    }
    contents.input.partials_errors = partials_errors(contents.input);
    return contents;
}

}  // namespace jennopt
