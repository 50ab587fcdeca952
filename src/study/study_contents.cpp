#include "study/study_contents.hpp"

#include "core/json.hpp"
#include "core/text_file.hpp"
#include "study/config/figures_block.hpp"

#include <utility>

namespace jennopt {

namespace {

Json arms_json(const Study& study) {
    Json arms = Json::array();
    for (const Arm& arm : study.arms) {
        Json choices = Json::object();
        for (const auto& [axis, value] : arm.choices) {
            choices[axis] = value;
        }
        arms.push_back({{"id", arm.id}, {"label", arm.label}, {"choices", std::move(choices)}});
    }
    return arms;
}

std::filesystem::path contents_file(const std::filesystem::path& folder) {
    return folder / "study.json";
}

}  // namespace

void write_contents(const std::filesystem::path& folder,
                    const Study& study,
                    const RunOptions& options) {
    Json plugins = Json::array();
    for (const std::filesystem::path& place : options.plugin_path) {
        plugins.push_back(std::filesystem::absolute(place).string());
    }
    const Json json{{"study", study.name},
                    {"command", options.command},
                    {"version", JENNOPT_VERSION},
                    {"plugins", std::move(plugins)},
                    {"folder", std::filesystem::absolute(study.file).parent_path().string()},
                    {"replicates", study.replicates},
                    {"figures", figures_text(study.figures)},
                    {"arms", arms_json(study)}};
    write_text(contents_file(folder), json.dump(2) + '\n');
}

bool has_contents(const std::filesystem::path& folder, const Study& study) {
    if (!std::filesystem::exists(contents_file(folder))) {
        return false;
    }
    const Json json = Json::parse(read_text(contents_file(folder)), nullptr, false);
    return json.is_object() && json.value("replicates", Json()) == study.replicates &&
           json.value("arms", Json()) == arms_json(study);
}

}  // namespace jennopt
