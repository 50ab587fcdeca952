#include "study/input_files.hpp"

#include "core/format.hpp"
#include "core/json_text.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "study/continuation.hpp"
#include "study/fingerprint.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <utility>

namespace jennopt {

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::pair<InputRole, const char*>, 4> role_names{
    {{InputRole::data, "data"},
     {InputRole::evaluation, "evaluation"},
     {InputRole::starts, "starts"},
     {InputRole::module, "module"}}};

/// Of more than this the size is compared alone: it would take seconds and memory to read.
constexpr std::uintmax_t most_bytes = 256U << 20U;

/// Whether an evaluation may give something else once such a file has changed.
bool decides_values(InputRole role) {
    return role == InputRole::evaluation || role == InputRole::module;
}

std::string role_name(InputRole role) {
    return std::ranges::find(role_names, role, &decltype(role_names)::value_type::first)->second;
}

InputRole role_named(const std::string& name) {
    const auto* const found =
        std::ranges::find(role_names, name, [](const auto& pair) { return pair.second; });
    return found == role_names.end() ? InputRole::evaluation : found->first;
}

/// Collects the files that are there, each once.
class Collector {
public:
    explicit Collector(fs::path folder) : folder_(std::move(folder)) {}

    /// @param name  as the study has it
    void add(const std::string& name, InputRole role) {
        std::error_code problem;
        const fs::path place = (folder_ / name).lexically_normal();
        if (name.empty() || !fs::is_regular_file(place, problem)) {
            return;
        }
        const bool is_own = fs::path(name).is_relative() || is_below(place);
        files_.push_back({is_own ? place.lexically_relative(folder_).string() : name, role, place});
    }

    void add_module(const fs::path& module) {
        if (is_below(module)) {
            add(module.string(), InputRole::evaluation);
        } else if (!module.empty()) {
            files_.push_back({module.filename().string(), InputRole::module, module});
        }
    }

    std::vector<InputFile> take() {
        std::ranges::stable_sort(files_, {}, &InputFile::name);
        const auto repeated = std::ranges::unique(files_, {}, &InputFile::name);
        files_.erase(repeated.begin(), repeated.end());
        return std::move(files_);
    }

private:
    [[nodiscard]] bool is_below(const fs::path& place) const {
        const std::string relative = place.lexically_relative(folder_).string();
        return !relative.empty() && !relative.starts_with("..");
    }

    fs::path folder_;
    std::vector<InputFile> files_;
};

/// The module that a registry of these places takes for the problem; "" if there is none.
fs::path module_of(const std::string& problem, const std::vector<fs::path>& plugin_path) {
    for (const fs::path& place : plugin_path) {
        const fs::path module = fs::is_directory(place) ? place / (problem + ".so") : place;
        if (module.stem() == problem && fs::is_regular_file(module)) {
            return fs::absolute(module).lexically_normal();
        }
    }
    return "";
}

void add_program(const ExternalConfig& program, Collector& files) {
    for (const auto* words : {&program.launcher, &program.command}) {
        for (const std::string& word : *words) {
            files.add(word, InputRole::evaluation);
        }
    }
    for (const auto& [target, source] : program.templates) {
        files.add(source, InputRole::evaluation);
    }
}

void add_arm(const StudyConfig& config,
             const std::vector<fs::path>& plugin_path,
             Collector& files) {
    files.add(config.problem.table.file, InputRole::data);
    files.add(config.data, InputRole::data);
    if (config.problem.external) {
        add_program(*config.problem.external, files);
    } else if (!config.problem.is_table() && !config.problem.has_no_program()) {
        files.add_module(module_of(config.problem.name, plugin_path));
    }
    for (const OptimizerConfig& optimizer : config.optimizers) {
        files.add(optimizer.starts.file, InputRole::starts);
    }
}

/// "2026-11-27 17:05", of the file's last change; "" where the system does not tell.
std::string date_of(const fs::path& file) {
    struct stat status {};

    std::tm local{};
    std::array<char, 40> text{};
    if (::stat(file.c_str(), &status) != 0 ||
        ::localtime_r(&status.st_mtim.tv_sec, &local) == nullptr) {
        return "";
    }
    const std::size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M", &local);
    return {text.data(), length};
}

bool has_evaluations(const fs::path& folder) {
    std::error_code none;
    return fs::exists(evaluations_folder(folder), none) &&
           !fs::is_empty(evaluations_folder(folder), none);
}

std::string sentence_of(const InputFile& file, const fs::path& folder) {
    const std::string date = date_of(file.place);
    std::string changed =
        fmt::format("{} has changed since the last run{}",
                    file.name,
                    date.empty() ? "" : fmt::format(", it was written {}", date));
    switch (file.role) {
        case InputRole::data:
            return changed + ": what is made from it is made again";
        case InputRole::starts:
            return changed +
                   ": replicates that are finished began at the points that it had before; "
                   "--force makes them again";
        case InputRole::evaluation:
        case InputRole::module:
            return fmt::format(
                "{}: evaluations that are kept were made with what it was before, and are used "
                "again; if its values changed remove {} and give --force, which makes all again",
                changed,
                evaluations_folder(folder).string());
    }
    return changed;
}

KeptInput kept_input(const Json& json) {
    return {.name = json.at("name").get<std::string>(),
            .role = role_named(json.at("role").get<std::string>()),
            .content = json.at("content").get<std::string>(),
            .earlier = json.value("earlier", std::vector<std::string>{})};
}

const KeptInput* find(const KeptInputs& kept, const std::string& name) {
    const auto found = std::ranges::find(kept.files, name, &KeptInput::name);
    return found == kept.files.end() ? nullptr : &*found;
}

/// Other contents that evaluations in the folder may have been made with.
std::vector<std::string> earlier_contents(const KeptInput* before, const std::string& content) {
    if (before == nullptr) {
        return {};
    }
    std::vector<std::string> earlier = before->earlier;
    earlier.push_back(before->content);
    std::erase(earlier, content);
    return earlier;
}

}  // namespace

std::string content_of(const fs::path& file) {
    const std::uintmax_t size = fs::file_size(file);
    return size > most_bytes ? fmt::format("{} bytes", size) : fingerprint(read_text(file));
}

std::vector<InputFile> input_files(const Study& study, const std::vector<fs::path>& plugin_path) {
    Collector files(fs::absolute(study.file).lexically_normal().parent_path());
    for (const Arm& arm : study.arms) {
        add_arm(arm.config, plugin_path, files);
    }
    return files.take();
}

std::vector<std::string> input_changes(const fs::path& folder,
                                       const Study& study,
                                       const std::vector<fs::path>& plugin_path) {
    const KeptInputs kept = read_kept_inputs(folder);
    std::vector<std::string> sentences;
    for (const InputFile& file : input_files(study, plugin_path)) {
        const KeptInput* before = find(kept, file.name);
        const bool matters = !decides_values(file.role) || has_evaluations(folder);
        if (before != nullptr && matters && before->content != content_of(file.place)) {
            sentences.push_back(fmt::format("{}: {}", study.name, sentence_of(file, folder)));
        }
    }
    return sentences;
}

void keep_inputs(const fs::path& folder,
                 const Study& study,
                 const std::vector<fs::path>& plugin_path) {
    const KeptInputs before = read_kept_inputs(folder);
    Json files = Json::array();
    for (const InputFile& file : input_files(study, plugin_path)) {
        const std::string content = content_of(file.place);
        Json entry{{"name", file.name}, {"role", role_name(file.role)}, {"content", content}};
        const auto earlier = earlier_contents(find(before, file.name), content);
        if (decides_values(file.role) && has_evaluations(folder) && !earlier.empty()) {
            entry["earlier"] = earlier;
        }
        files.push_back(std::move(entry));
    }
    Json overrides = Json::array();
    for (const Override& each : study.overrides) {
        overrides.push_back({{"key", each.path}, {"value", each.value}});
    }
    const Json json{{"study", study.file.filename().string()},
                    {"set", std::move(overrides)},
                    {"files", std::move(files)}};
    write_text(kept_study_file(folder), study.text);
    write_text(inputs_file(folder), json.dump(2) + '\n');
}

KeptInputs read_kept_inputs(const fs::path& folder) {
    const fs::path file = inputs_file(folder);
    if (!fs::exists(file)) {
        return {};
    }
    constexpr const char* remedy =
        "remove it: it holds fingerprints of files, and the next run writes it again";
    const Json json = parse_json(read_text(file), file.string(), remedy);
    try {
        KeptInputs kept{.study = json.at("study").get<std::string>()};
        for (const Json& each : json.at("set")) {
            kept.overrides.push_back(
                {each.at("key").get<std::string>(), each.at("value").get<std::string>()});
        }
        for (const Json& each : json.at("files")) {
            kept.files.push_back(kept_input(each));
        }
        return kept;
    } catch (const Json::exception& error) {
        throw ConfigError(
            fmt::format("{}: is damaged ({}), {}", file.string(), plain_words(error), remedy));
    }
}

fs::path inputs_file(const fs::path& folder) {
    return folder / "inputs.json";
}

fs::path kept_study_file(const fs::path& folder) {
    return folder / "study.yaml";
}

}  // namespace jennopt
