#include "jennopt/report/contents.hpp"

#include "core/format.hpp"
#include "core/json.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "report/partials_error.hpp"
#include "study/config/page_block.hpp"
#include "study/problem_maker.hpp"
#include "study/wall_time.hpp"

#include <algorithm>
#include <iterator>
#include <limits>

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
            result.arm.config.replicates =
                replicates;  // more may be wanted now than when r0 was made
            result.arm.resolved = std::move(resolved.arms.front().resolved);
        }
        result.replicates.push_back(read_record(place));
    }
    return result;
}

/// What a script has written beside the study: R2 and the like of models that it trained on the
/// same samples. None where there is no such file.
std::vector<Metric> read_peers(const fs::path& folder, const std::vector<ReportArm>& arms) {
    std::vector<Metric> peers;
    const fs::path file = folder / "peers.json";
    if (!fs::exists(file)) {
        return peers;
    }
    for (const Json& row : Json::parse(read_text(file))) {
        const auto label = row.at("arm").get<std::string>();
        const auto name = row.at("surrogate").get<std::string>();
        const auto metric = row.at("metric").get<std::string>();
        const auto arm = std::find_if(arms.begin(), arms.end(), [&](const ReportArm& each) {
            return each.arm.label == label;
        });
        if (arm == arms.end() || row.at("value").is_null()) {
            continue;
        }
        auto entry = std::find_if(peers.begin(), peers.end(), [&](const Metric& each) {
            return each.arm == label && each.surrogate == name && each.name == metric;
        });
        if (entry == peers.end()) {
            constexpr double nan = std::numeric_limits<double>::quiet_NaN();
            peers.push_back(
                {label, name, metric, std::vector<double>(arm->replicates.size(), nan)});
            entry = std::prev(peers.end());
        }
        for (std::size_t r = 0; r < arm->replicates.size(); ++r) {
            if (arm->replicates[r].replicate == row.at("replicate").get<Index>()) {
                entry->values[r] = row.at("value").get<double>();
            }
        }
    }
    return peers;
}

}  // namespace

StudyContents read_contents(const fs::path& folder, const std::vector<fs::path>& plugin_path) {
    const Json json = read_study_json(folder);
    StudyContents contents;
    contents.input.folder = folder;
    const WallTime time = read_wall_time(folder);
    contents.input.seconds = time.seconds;
    contents.input.jobs = time.jobs;
    std::vector<fs::path> places;
    try {
        contents.input.study = json.at("study").get<std::string>();
        contents.input.command = json.at("command").get<std::string>();
        contents.input.version = json.at("version").get<std::string>();
        contents.input.page = page_from(json.value("page", "{}"), (folder / "study.json").string());
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
        contents.input.peers = read_peers(folder, contents.input.arms);
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
