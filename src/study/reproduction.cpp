#include "study/reproduction.hpp"

#include "core/archive.hpp"
#include "core/format.hpp"
#include "core/json_text.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "study/continuation.hpp"
#include "study/input_files.hpp"
#include "study/packing.hpp"

#include <algorithm>
#include <optional>
#include <set>

namespace jennopt {

namespace {

namespace fs = std::filesystem;

/// "wing" of wing.tar.gz.
std::string stem_of(const fs::path& archive) {
    const std::string name = archive.filename().string();
    return name.substr(0, name.rfind(name.ends_with(".tgz") ? ".tgz" : ".tar.gz"));
}

/// Says which archive a folder was made from.
fs::path mark_file(const fs::path& folder) {
    return folder / ".unpacked";
}

/// Whether the folder is what an earlier call made of this archive: then that goes on.
/// @throws ConfigError if it is something else
bool is_unpacked(const fs::path& archive, const fs::path& folder) {
    if (!fs::exists(fs::symlink_status(folder)) || !fs::is_regular_file(archive)) {
        return false;
    }
    if (!fs::is_regular_file(mark_file(folder)) ||
        read_text(mark_file(folder)) != content_of(archive) + '\n') {
        throw ConfigError(fmt::format(
            "{}: is there already, and {} is not unpacked over it; remove it, or give another "
            "--output",
            folder.string(),
            archive.string()));
    }
    return true;
}

/// Evaluations are one line each.
std::ptrdiff_t count_evaluations(const fs::path& results) {
    std::ptrdiff_t count = 0;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(evaluations_folder(results), none)) {
        if (entry.path().extension() == ".jsonl") {
            const std::string text = read_text(entry.path());
            count += std::ranges::count(text, '\n');
        }
    }
    return count;
}

/// Files of replicates, from the folder of results, that the same seed makes again.
std::set<fs::path> reproducible_files(const fs::path& results) {
    std::set<fs::path> files;
    for (const fs::path& arm : arm_folders(results)) {
        for (const auto& entry : fs::recursive_directory_iterator(arm)) {
            const std::string name = entry.path().filename().string();
            if (entry.is_regular_file() && name != "timing.json" && name != "environment.json") {
                files.insert(entry.path().lexically_relative(results));
            }
        }
    }
    return files;
}

std::string file_sentence(const fs::path& before, const fs::path& now) {
    std::size_t same = 0;
    std::optional<fs::path> other;
    const std::set<fs::path> files = reproducible_files(before);
    for (const fs::path& file : files) {
        if (fs::exists(now / file) && read_text(before / file) == read_text(now / file)) {
            ++same;
        } else if (!other) {
            other = file;
        }
    }
    if (!other) {
        return fmt::format(
            "all {} files of its replicates are the same to the byte, measured times "
            "apart",
            files.size());
    }
    return fmt::format(
        "{} of {} files of its replicates are the same to the byte, measured times "
        "apart; the first that differs: {}",
        same,
        files.size(),
        other->string());
}

std::optional<Json> environment_of(const fs::path& results) {
    for (const fs::path& file : reproducible_files(results)) {
        const fs::path environment = results / file.parent_path() / "environment.json";
        if (file.filename() == "config.resolved.yaml" && fs::exists(environment)) {
            return parse_json(
                read_text(environment), environment.string(), "expected what jennopt run wrote");
        }
    }
    return std::nullopt;
}

std::string plain(const Json& value) {
    return value.is_string() ? value.get<std::string>() : value.dump();
}

std::string environment_sentence(const fs::path& before, const fs::path& now) {
    const std::optional<Json> there = environment_of(before);
    const std::optional<Json> here = environment_of(now);
    if (!there || !here || !there->is_object() || !here->is_object()) {
        return "";
    }
    std::vector<std::string> differences;
    for (const auto& [key, value] : here->items()) {
        const Json other = there->value(key, Json());
        if (other != value) {
            differences.push_back(fmt::format("{} was {}, is {}",
                                              key,
                                              other.is_null() ? "not kept" : plain(other),
                                              plain(value)));
        }
    }
    return differences.empty()
               ? "the environment is the one that it was made in"
               : fmt::format("the environment differs: {}", fmt::join(differences, "; "));
}

}  // namespace

UnpackedStudy unpack_study(const fs::path& archive, const fs::path& place) {
    const fs::path folder = place / stem_of(archive);
    const bool goes_on = is_unpacked(archive, folder);
    if (!goes_on) {
        unpack_archive(archive, folder);
    }
    try {
        const ArchiveContents contents = read_archive_contents(folder);
        UnpackedStudy unpacked{.folder = folder,
                               .file = folder / contents.study,
                               .results = folder / contents.results,
                               .output = folder / "reproduced",
                               .is_new = !goes_on};
        unpacked.overrides = read_kept_inputs(unpacked.results).overrides;
        write_text(mark_file(folder), content_of(archive) + '\n');
        return unpacked;
    } catch (...) {
        if (!goes_on) {
            fs::remove_all(folder);
        }
        throw;
    }
}

void take_evaluations(const UnpackedStudy& unpacked, const std::string& study) {
    const fs::path target = evaluations_folder(unpacked.output / study);
    if (fs::exists(target) || !fs::exists(evaluations_folder(unpacked.results))) {
        return;
    }
    make_folder(target);
    for (const auto& entry : fs::directory_iterator(evaluations_folder(unpacked.results))) {
        if (entry.path().extension() == ".jsonl") {
            fs::copy_file(entry.path(), target / entry.path().filename());
        }
    }
}

std::vector<std::string> compare_results(const UnpackedStudy& unpacked, const fs::path& folder) {
    const std::ptrdiff_t before = count_evaluations(unpacked.results);
    const std::ptrdiff_t made = count_evaluations(folder) - before;
    std::vector<std::string> sentences{
        made <= 0
            ? fmt::format("nothing was evaluated, all {} evaluations were in the archive", before)
            : fmt::format("{} evaluations were made, {} were in the archive", made, before),
        file_sentence(unpacked.results, folder),
        environment_sentence(unpacked.results, folder)};
    std::erase(sentences, "");
    return sentences;
}

}  // namespace jennopt
