#include "core/text_file.hpp"

#include "core/format.hpp"
#include "core/nearest.hpp"
#include "jennopt/core/error.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>
#include <vector>

namespace jennopt {

namespace fs = std::filesystem;

namespace {

/// "; did you mean 'study.yaml'?": a file of the folder that it should be in.
std::string nearest_file(const fs::path& file) {
    std::vector<std::string> names;
    std::error_code problem;
    const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
    for (fs::directory_iterator entry(folder, problem);
         !problem && entry != fs::directory_iterator();
         entry.increment(problem)) {
        names.push_back(entry->path().filename().string());
    }
    std::ranges::sort(names);
    const std::string guess = nearest(file.filename().string(), names);
    return guess.empty()
               ? ""
               : fmt::format("; did you mean '{}'?", (file.parent_path() / guess).string());
}

}  // namespace

std::string read_text(const fs::path& file) {
    std::error_code problem;
    if (!fs::exists(file, problem)) {
        const bool is_absent = !problem || problem == std::errc::not_a_directory;
        throw ConfigError(
            is_absent ? fmt::format("{}: no such file{}", file.string(), nearest_file(file))
                      : fmt::format("{}: cannot be read ({})", file.string(), problem.message()));
    }
    if (fs::is_directory(file)) {
        throw ConfigError(fmt::format("{}: is a folder, expected a file", file.string()));
    }
    std::ifstream stream(file, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(stream), {}};
    if (!stream) {
        throw ConfigError(
            fmt::format("{}: cannot be read ({})", file.string(), std::strerror(errno)));
    }
    return text;
}

void make_folder(const fs::path& folder) {
    std::error_code problem;
    fs::create_directories(folder, problem);
    if (fs::is_directory(folder)) {
        return;
    }
    fs::path obstacle = folder;
    std::error_code unknown;
    while (!fs::exists(obstacle, unknown) && obstacle.has_parent_path() &&
           obstacle != obstacle.parent_path()) {
        obstacle = obstacle.parent_path();
    }
    if (fs::exists(obstacle, unknown) && !fs::is_directory(obstacle, unknown)) {
        throw ConfigError(fmt::format("{}: the folder cannot be made, {} is a file",
                                      folder.string(),
                                      obstacle == folder ? "it" : obstacle.string()));
    }
    throw ConfigError(
        fmt::format("{}: the folder cannot be made ({})", folder.string(), problem.message()));
}

void write_text(const fs::path& file, std::string_view text) {
    fs::path part = file;
    part += ".part";
    std::ofstream stream(part, std::ios::binary);
    stream << text;
    stream.close();
    std::error_code problem;
    if (stream) {
        fs::rename(part, file, problem);
    }
    if (!stream || problem) {
        const std::string cause = problem ? problem.message() : std::strerror(errno);
        fs::remove(part, problem);
        throw Error(fmt::format("{}: cannot be written ({})", file.string(), cause));
    }
}

void write_new_text(const fs::path& file, std::string_view text) {
    if (fs::exists(fs::symlink_status(file))) {
        throw ConfigError(
            fmt::format("{}: is there already, expected a new file; remove it or give another name",
                        file.string()));
    }
    try {
        write_text(file, text);
    } catch (const Error& error) {
        throw ConfigError(error.what());
    }
}

}  // namespace jennopt
