#include "core/text_file.hpp"

#include "core/format.hpp"
#include "core/nearest.hpp"
#include "core/output_file.hpp"
#include "core/process_state.hpp"
#include "jennopt/core/error.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <system_error>
#include <unistd.h>
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

constexpr std::string_view unfinished_begin = ".jennopt-";
constexpr std::string_view unfinished_end = ".part";

std::string host() {
    std::array<char, 256> name{};
    return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "host";
}

/// Opens a file in the folder that nobody else writes to.
OutputFile open_unfinished(const fs::path& folder, fs::path& file) {
    for (;;) {
        file = unfinished_file(folder);
        OutputFile output(file, O_CREAT | O_EXCL);
        if (output.is_open() || errno != EEXIST) {
            return output;
        }
    }
}

/// Whether the writer is gone: a process of this host that there is not, or whoever needs an hour.
bool is_abandoned(const fs::path& unfinished) {
    const std::string name = unfinished.filename().string();
    const char* const begin = name.data() + unfinished_begin.size();
    pid_t writer = 0;
    const auto [end, bad] = std::from_chars(begin, name.data() + name.size(), writer);
    if (bad == std::errc() && writer > 0 &&
        name.ends_with(fmt::format("@{}{}", host(), unfinished_end)) &&
        process_state(writer).has_ended()) {
        return true;
    }
    std::error_code gone;
    const auto written = fs::last_write_time(unfinished, gone);
    return !gone && fs::file_time_type::clock::now() - written > std::chrono::hours(1);
}

std::error_code replace_text(const fs::path& file, std::string_view text, bool waits_for_disk) {
    fs::path unfinished;
    OutputFile output = open_unfinished(file.parent_path(), unfinished);
    if (!output.is_open()) {
        return {errno, std::generic_category()};
    }
    std::error_code error = output.write(text);
    if (!error && waits_for_disk) {
        error = output.sync();
    }
    const std::error_code closing = output.close();
    error = error ? error : closing;
    if (!error) {
        fs::rename(unfinished, file, error);
    }
    if (error) {
        std::error_code gone;
        fs::remove(unfinished, gone);
        return error;
    }
    return waits_for_disk ? sync_folder(file.parent_path()) : error;
}

void replace_or_throw(const fs::path& file, std::string_view text, bool waits_for_disk) {
    if (const std::error_code error = replace_text(file, text, waits_for_disk)) {
        throw Error(fmt::format("{}: cannot be written ({})", file.string(), error.message()));
    }
}

/// The folders around it, and itself, that are not there, outermost first.
std::vector<fs::path> missing_folders(const fs::path& folder) {
    std::vector<fs::path> missing;
    std::error_code unknown;
    for (fs::path place = fs::absolute(folder).lexically_normal();
         !fs::exists(place, unknown) && place != place.parent_path();
         place = place.parent_path()) {
        if (place.has_filename()) {
            missing.insert(missing.begin(), place);
        }
    }
    return missing;
}

/// The folder, with all around it, is there and on the disk.
std::error_code try_make_folder(const fs::path& folder) {
    const std::vector<fs::path> missing = missing_folders(folder);
    std::error_code problem;
    fs::create_directories(folder, problem);
    for (auto made = missing.begin(); !problem && made != missing.end(); ++made) {
        problem = sync_folder(made->parent_path());
    }
    std::error_code unknown;
    if (!problem && !fs::is_directory(folder, unknown)) {
        problem = std::make_error_code(fs::exists(folder, unknown)
                                           ? std::errc::not_a_directory
                                           : std::errc::no_such_file_or_directory);
    }
    return problem;
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

std::string read_own_text(const fs::path& file) {
    std::error_code unknown;
    if (fs::exists(file, unknown) && !fs::is_regular_file(file, unknown) &&
        !fs::is_directory(file, unknown)) {
        throw ConfigError(fmt::format("{}: is a pipe or a device, expected a file", file.string()));
    }
    return read_text(file);
}

void make_folder(const fs::path& folder) {
    std::error_code problem = try_make_folder(folder);
    // The last process to leave a folder removes it, perhaps just when it is made again.
    for (int retry = 0; problem == std::errc::no_such_file_or_directory && retry < 10; ++retry) {
        problem = try_make_folder(folder);
    }
    if (!problem) {
        remove_unfinished(folder);
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
    replace_or_throw(file, text, /*waits_for_disk=*/true);
}

void write_passing_text(const fs::path& file, std::string_view text) {
    replace_or_throw(file, text, /*waits_for_disk=*/false);
}

void write_new_text(const fs::path& file, std::string_view text) {
    if (fs::exists(fs::symlink_status(file))) {
        throw ConfigError(
            fmt::format("{}: is there already, expected a new file; remove it or give another name",
                        file.string()));
    }
    remove_unfinished(fs::absolute(file).parent_path());
    try {
        write_text(file, text);
    } catch (const Error& error) {
        throw ConfigError(error.what());
    }
}

fs::path unfinished_file(const fs::path& folder) {
    static std::atomic<unsigned> next = 0;
    return folder /
           fmt::format(
               "{}{}-{}@{}{}", unfinished_begin, ::getpid(), next++, host(), unfinished_end);
}

bool is_unfinished(const fs::path& file) {
    const std::string name = file.filename().string();
    return name.starts_with(unfinished_begin) && name.ends_with(unfinished_end);
}

void remove_unfinished(const fs::path& folder) {
    std::error_code unreadable;
    for (fs::directory_iterator entry(folder, unreadable);
         !unreadable && entry != fs::directory_iterator();
         entry.increment(unreadable)) {
        if (is_unfinished(entry->path()) && is_abandoned(entry->path())) {
            std::error_code gone;
            fs::remove(entry->path(), gone);
        }
    }
}

}  // namespace jennopt
