#include "study/study_contents.hpp"

#include "core/format.hpp"
#include "core/json_text.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "study/config/figures_block.hpp"

#include <algorithm>
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

/// More than anybody waits for; sums over arms stay integers.
constexpr Index most_replicates = 1'000'000'000;

constexpr const char* remedy = "the same jennopt run writes it again";

/// A name that is no way to another folder.
bool is_folder_name(const std::string& name) {
    return !name.empty() && name != "." && name != ".." &&
           name.find_first_of(std::string_view("/\0", 2)) == std::string::npos;
}

Json list_in(const Json& json, const char* key, const char* what) {
    const Json& list = json.at(key);
    if (!list.is_array()) {
        throw ConfigError(fmt::format("'{}' is no list of {}", key, what));
    }
    return list;
}

Index replicates_in(const Json& json) {
    const Json& number = json.at("replicates");
    if (!number.is_number_integer() || number < 1 || number > most_replicates) {
        throw ConfigError(
            fmt::format("'replicates' is {}, expected an integer from 1 to {}",
                        number.dump(-1, ' ', false, Json::error_handler_t::replace).substr(0, 40),
                        most_replicates));
    }
    return number.get<Index>();
}

ListedArm arm_in(const Json& json) {
    ListedArm arm{.id = json.at("id").get<std::string>(),
                  .label = json.at("label").get<std::string>(),
                  .choices = {}};
    if (!is_folder_name(arm.id)) {
        throw ConfigError(fmt::format("the id of an arm is '{}', expected the name of its folder",
                                      arm.id.substr(0, 40)));
    }
    const Json choices = json.value("choices", Json::object());  // older folders have none
    if (!choices.is_object()) {
        throw ConfigError("'choices' of an arm is no object");
    }
    for (const auto& [axis, value] : choices.items()) {
        arm.choices.emplace_back(axis, value.get<std::string>());
    }
    return arm;
}

StudyContents contents_in(const Json& json) {
    if (!json.is_object()) {
        throw ConfigError("is no JSON object");
    }
    StudyContents contents{.study = json.at("study").get<std::string>(),
                           .command = json.at("command").get<std::string>(),
                           .version = json.at("version").get<std::string>(),
                           .plugins = json.at("plugins").get<std::vector<std::string>>(),
                           .file_folder = json.value("folder", std::string()),
                           .figures = json.value("figures", std::string()),
                           .replicates = replicates_in(json),
                           .arms = {}};
    for (const Json& listed : list_in(json, "arms", "arms")) {
        ListedArm arm = arm_in(listed);
        if (std::ranges::find(contents.arms, arm.id, &ListedArm::id) != contents.arms.end()) {
            throw ConfigError(fmt::format("the arm '{}' is there twice", arm.id));
        }
        contents.arms.push_back(std::move(arm));
    }
    return contents;
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
    const std::string text = json.dump(2) + '\n';
    const std::filesystem::path file = contents_file(folder);
    // Its time tells whether a report is of this study.
    if (!std::filesystem::exists(file) || read_own_text(file) != text) {
        write_text(file, text);
    }
}

StudyContents read_contents(const std::filesystem::path& folder) {
    const std::filesystem::path file = contents_file(folder);
    if (!std::filesystem::exists(file)) {
        throw ConfigError(fmt::format(
            "{}: holds no study (no study.json); give the folder that jennopt run names at its end",
            folder.string()));
    }
    const Json json = parse_json(read_own_text(file),
                                 file.string(),
                                 "expected what jennopt run wrote; the same run writes it again");
    const auto damaged = [&](const std::string& reason) {
        return ConfigError(fmt::format("{}: is damaged ({}); {}", file.string(), reason, remedy));
    };
    try {
        return contents_in(json);
    } catch (const Json::exception& error) {
        throw damaged(plain_words(error));
    } catch (const ConfigError& error) {
        throw damaged(error.what());
    }
}

bool has_contents(const std::filesystem::path& folder, const Study& study) {
    if (!std::filesystem::exists(contents_file(folder))) {
        return false;
    }
    const Json json = json_in(read_own_text(contents_file(folder))).value_or(Json());
    return json.is_object() && json.value("replicates", Json()) == study.replicates &&
           json.value("arms", Json()) == arms_json(study);
}

}  // namespace jennopt
