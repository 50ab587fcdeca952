#include "core/text_file.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>

namespace jennopt {

namespace fs = std::filesystem;

std::string read_text(const fs::path& file) {
    if (!fs::exists(file)) {
        throw ConfigError(fmt::format("{}: no such file", file.string()));
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
