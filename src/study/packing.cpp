#include "study/packing.hpp"

#include "core/archive.hpp"
#include "core/format.hpp"
#include "core/json_text.hpp"
#include "core/shell_word.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "study/fingerprint.hpp"
#include "study/input_files.hpp"
#include "study/presence.hpp"
#include "study/study_log.hpp"
#include "study/units.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace jennopt {

namespace {

namespace fs = std::filesystem;

constexpr const char* contents_name = "archive.json";

/// The first parts of a path that lead upwards.
std::ptrdiff_t steps_up(const fs::path& path) {
    return std::ranges::count(path, "..");
}

class Packer {
public:
    explicit Packer(const fs::path& results)
        : results_(fs::absolute(results).lexically_normal()),
          json_(study_json(results_)),
          kept_(read_kept_inputs(results_)),
          name_(json_.at("study").get<std::string>()),
          home_(fs::path(json_.at("folder").get<std::string>())) {
        if (kept_.study.empty() || !fs::exists(kept_study_file(results_))) {
            throw ConfigError(fmt::format(
                "{}: was made by an older jennopt, which did not keep the study file; the "
                "same jennopt run adds it and makes nothing again",
                results.string()));
        }
    }

    [[nodiscard]] const std::string& name() const { return name_; }

    void add_inputs(const std::vector<std::string>& more) {
        std::vector<std::string> names;
        for (const KeptInput& input : kept_.files) {
            if (is_packed(input)) {
                names.push_back(input.name);
            }
        }
        for (const std::string& each : more) {
            add_named(each, names);
        }
        std::ranges::sort(names);
        const auto repeated = std::ranges::unique(names);
        names.erase(repeated.begin(), repeated.end());
        std::ptrdiff_t depth = 0;
        for (const std::string& each : names) {
            depth = std::max(depth, steps_up(each));
        }
        place_study(depth);
        files_.push_back({in_archive(study_ / kept_.study), kept_study_file(results_)});
        for (const std::string& each : names) {
            files_.push_back({in_archive((study_ / each).lexically_normal()),
                              (home_ / each).lexically_normal()});
        }
    }

    void add_results() {
        std::vector<fs::path> found;
        for (fs::recursive_directory_iterator entry(results_), end; entry != end; ++entry) {
            const fs::path relative = entry->path().lexically_relative(results_);
            if (entry->is_symlink()) {
                remarks_.push_back(fmt::format("{} is a link and left out", relative.string()));
                entry.disable_recursion_pending();
            } else if (relative == fs::path("evaluations") / "programs" ||
                       entry->path() == claims_folder(results_)) {
                entry.disable_recursion_pending();
            } else if (entry->is_regular_file() && is_result(relative)) {
                found.push_back(relative);
            }
        }
        std::ranges::sort(found);
        for (const fs::path& each : found) {
            const std::string name = in_archive(fs::path("results") / name_ / each);
            if (each == "report.html" || each == "report.md") {
                files_.push_back({name, "", without_home(read_text(results_ / each))});
            } else {
                files_.push_back({name, results_ / each});
            }
        }
    }

    Packed write(const fs::path& file) {
        files_.push_back({in_archive(fs::path("results") / name_ / "study.json"), "", own_json()});
        const ArchiveContents contents{.study = (study_ / kept_.study).string(),
                                       .results = "results/" + name_,
                                       .version = JENNOPT_VERSION};
        files_.push_back({in_archive(contents_name), "", to_json(contents)});
        std::ranges::sort(files_, {}, &ArchiveFile::name);
        write_archive(file, files_);
        return {file, files_.size(), fs::file_size(file), std::move(remarks_)};
    }

private:
    static Json study_json(const fs::path& results) {
        const fs::path file = results / "study.json";
        if (!fs::exists(file)) {
            throw ConfigError(fmt::format(
                "{}: holds no study (no study.json); give the folder that jennopt run names at its "
                "end",
                results.string()));
        }
        const char* remedy = "the same jennopt run writes it again";
        Json json = parse_json(read_text(file), file.string(), remedy);
        const bool is_right = json.is_object() && json.value("study", Json()).is_string() &&
                              json.value("folder", Json()).is_string();
        if (!is_right) {
            throw ConfigError(fmt::format("{}: is damaged, {}", file.string(), remedy));
        }
        return json;
    }

    /// What is not, and why, becomes a remark.
    bool is_packed(const KeptInput& input) {
        if (input.role == InputRole::module) {
            remarks_.push_back(fmt::format(
                "the module {} is not in it: whoever runs it needs the same problem", input.name));
            return false;
        }
        if (fs::path(input.name).is_absolute()) {
            if (input.role == InputRole::evaluation) {
                remarks_.push_back(fmt::format(
                    "the program {} is not in it: whoever evaluates needs it there", input.name));
                return false;
            }
            throw ConfigError(
                fmt::format("{}: is named by an absolute path, under which nobody else has it; "
                            "name it from the "
                            "study file's folder",
                            input.name));
        }
        const fs::path place = home_ / input.name;
        if (!fs::exists(place)) {
            throw ConfigError(
                fmt::format("{}: is not there any more; the study cannot be packed without it",
                            place.string()));
        }
        if (content_of(place) != input.content) {
            remarks_.push_back(fmt::format(
                "{} has changed since the last run; the archive has it as it is now", input.name));
        }
        if (!input.earlier.empty()) {
            remarks_.push_back(fmt::format(
                "evaluations may have been made with {} as it was before it changed", input.name));
        }
        return true;
    }

    void add_named(const std::string& name, std::vector<std::string>& names) const {
        const fs::path place = home_ / name;
        if (fs::path(name).is_absolute() || !fs::exists(place)) {
            throw ConfigError(fmt::format(
                "--with {}: expected a file or folder named from the study file's folder, {}",
                name,
                home_.string()));
        }
        if (!fs::is_directory(place)) {
            names.push_back(fs::path(name).lexically_normal().string());
            return;
        }
        for (const auto& entry : fs::recursive_directory_iterator(place)) {
            if (entry.is_regular_file() && !entry.is_symlink()) {
                names.push_back(entry.path().lexically_normal().lexically_relative(home_).string());
            }
        }
    }

    /// So deep that names with .. stay within the archive.
    void place_study(std::ptrdiff_t depth) {
        fs::path up = home_;
        fs::path below;
        for (std::ptrdiff_t step = 0; step < depth; ++step) {
            if (!up.has_filename()) {
                throw ConfigError(fmt::format(
                    "{}: a file of the study is named from above the root folder", home_.string()));
            }
            below = below.empty() ? up.filename() : up.filename() / below;
            up = up.parent_path();
        }
        study_ = below;
    }

    static bool is_result(const fs::path& relative) {
        const std::string name = relative.filename().string();
        const std::array<fs::path, 2> own{"study.json", log_file("")};  // written anew, left out
        return !name.starts_with('.') && !name.ends_with(".part") &&
               std::ranges::find(own, relative) == own.end();
    }

    /// The command in a report names the study file as it was typed.
    [[nodiscard]] std::string without_home(std::string text) const {
        const std::string home = home_.string() + "/";
        for (std::size_t at = text.find(home); at != std::string::npos; at = text.find(home, at)) {
            text.erase(at, home.size());
        }
        return text;
    }

    [[nodiscard]] std::string in_archive(const fs::path& path) const {
        return (fs::path(name_) / path).string();
    }

    /// study.json without the folders of this machine.
    [[nodiscard]] std::string own_json() const {
        Json json = json_;
        std::string command = "jennopt run " + shell_word(kept_.study);
        for (const Override& each : kept_.overrides) {
            command += " --set " + shell_word(each.path + "=" + each.value);
        }
        json["command"] = command;
        json["plugins"] = Json::array();
        json["folder"] = study_.lexically_relative(fs::path("results") / name_).string();
        return json.dump(2) + '\n';
    }

    fs::path results_;
    Json json_;
    KeptInputs kept_;
    std::string name_;
    fs::path home_;   // of the study file
    fs::path study_;  // its folder in the archive
    std::vector<ArchiveFile> files_;
    std::vector<std::string> remarks_;
};

/// A process that may change what is read.
std::optional<Worker> someone_at_work(const fs::path& results) {
    const fs::path claims = claims_folder(results);
    if (!fs::exists(claims)) {
        return std::nullopt;
    }
    const std::vector<Worker> others = Presence(claims).others();
    return others.empty() ? std::nullopt : std::optional(others.front());
}

}  // namespace

Packed pack(const fs::path& results, const fs::path& file, const std::vector<std::string>& more) {
    Packer packer(results);
    const std::optional<Worker> worker = someone_at_work(results);
    if (worker) {
        throw ConfigError(fmt::format(
            "{}: {} is at work in this folder; wait for it", results.string(), worker->text()));
    }
    packer.add_inputs(more);
    packer.add_results();
    return packer.write(file.empty() ? fs::path(packer.name() + ".tar.gz") : file);
}

std::string to_json(const ArchiveContents& contents) {
    return Json{{"study", contents.study},
                {"results", contents.results},
                {"jennopt", contents.version}}
               .dump(2) +
           '\n';
}

ArchiveContents read_archive_contents(const fs::path& folder) {
    const fs::path file = folder / contents_name;
    constexpr const char* expected = "expected an archive of jennopt pack";
    if (!fs::exists(file)) {
        throw ConfigError(fmt::format("{}: is not there, {}", file.string(), expected));
    }
    const Json json = parse_json(read_text(file), file.string(), expected);
    try {
        ArchiveContents contents{.study = json.at("study").get<std::string>(),
                                 .results = json.at("results").get<std::string>(),
                                 .version = json.at("jennopt").get<std::string>()};
        for (const fs::path path : {contents.study, contents.results}) {
            if (path.empty() || path.is_absolute() || steps_up(path) > 0) {
                throw ConfigError(
                    fmt::format("{}: leads out of the archive, {}", file.string(), expected));
            }
        }
        return contents;
    } catch (const Json::exception& error) {
        throw ConfigError(
            fmt::format("{}: is damaged ({}), {}", file.string(), plain_words(error), expected));
    }
}

}  // namespace jennopt
