#include "problem/left_file.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

namespace jennopt {

namespace {

namespace fs = std::filesystem;

constexpr std::int64_t longest_file = 1'000'000'000;

const char* kind_of(mode_t mode) {
    return S_ISDIR(mode)    ? "a folder"
           : S_ISFIFO(mode) ? "a named pipe"
           : S_ISSOCK(mode) ? "a socket"
                            : "a device";
}

bool is_below(const fs::path& file, const fs::path& folder) {
    const fs::path way = file.lexically_relative(folder);
    return !way.empty() && *way.begin() != "..";
}

std::string size_text(std::int64_t bytes) {
    return bytes < 1'000'000'000 ? fmt::format("{:.4g} MB", static_cast<double>(bytes) / 1e6)
                                 : fmt::format("{:.4g} GB", static_cast<double>(bytes) / 1e9);
}

}  // namespace

LeftFile::LeftFile(const fs::path& folder, const fs::path& name) : name_(name.string()) {
    std::error_code problem;
    // Nothing of the program is left that could exchange what was looked at for something else.
    const fs::path whole = fs::canonical(folder / name, problem);
    if (problem) {
        refuse(fmt::format("cannot be read: {}", problem.message()));
    }
    if (!is_below(whole, fs::canonical(folder, problem))) {
        refuse(fmt::format("is a symbolic link that leads out of the evaluation's folder, to {}",
                           whole.string()));
    }
    file_ = ::open(whole.c_str(), O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY);

    struct stat state {};

    if (file_ < 0 || ::fstat(file_, &state) != 0) {
        const int cause = errno;
        if (cause == EMFILE || cause == ENFILE || cause == ENOMEM || cause == EIO) {
            throw MachineFailure(
                fmt::format("{} cannot be read: {}", whole.string(), std::strerror(cause)));
        }
        // A socket cannot be opened, and says so in other words.
        refuse(::stat(whole.c_str(), &state) == 0 && !S_ISREG(state.st_mode)
                   ? fmt::format("is {}, expected a file", kind_of(state.st_mode))
                   : fmt::format("cannot be read: {}", std::strerror(cause)));
    }
    if (!S_ISREG(state.st_mode)) {
        ::close(file_);
        refuse(fmt::format("is {}, expected a file", kind_of(state.st_mode)));
    }
    size_ = state.st_size;
}

LeftFile::~LeftFile() {
    ::close(file_);
}

void LeftFile::refuse(const std::string& what) const {
    throw EvaluationError(fmt::format("its file {} {}", name_, what));
}

void LeftFile::require_at_most(std::int64_t bytes) const {
    if (size_ > bytes) {
        refuse(fmt::format("has {}, expected at most {}", size_text(size_), size_text(bytes)));
    }
}

std::string LeftFile::part(std::int64_t begin, std::int64_t bytes) const {
    std::string text(static_cast<std::size_t>(bytes), '\0');
    std::size_t have = 0;
    while (have < text.size()) {
        const ssize_t got = ::pread(
            file_, text.data() + have, text.size() - have, begin + static_cast<std::int64_t>(have));
        if (got < 0 && errno != EINTR) {
            throw MachineFailure(
                fmt::format("its file {} cannot be read: {}", name_, std::strerror(errno)));
        }
        if (got == 0) {
            break;
        }
        have += got > 0 ? static_cast<std::size_t>(got) : 0;
    }
    text.resize(have);
    return text;
}

std::string LeftFile::text(std::int64_t most_bytes) const {
    require_at_most(most_bytes);
    return part(0, size_);
}

std::string LeftFile::end(std::int64_t most_bytes) const {
    const std::int64_t bytes = std::min(size_, most_bytes);
    return part(size_ - bytes, bytes);
}

void LeftFile::each_line(std::size_t longest,
                         const std::function<void(std::string_view)>& use) const {
    constexpr std::int64_t piece_size = 1'000'000;
    require_at_most(longest_file);
    std::string line;  // its begin, at most one letter more than the longest
    const auto add = [&](std::string_view more) {
        line += more.substr(0, longest + 1 - line.size());
    };
    const auto finish = [&] {
        if (line.size() <= longest) {
            const bool has_return = line.ends_with('\r');  // of a file with Windows' line ends
            use(std::string_view(line).substr(0, line.size() - (has_return ? 1 : 0)));
        }
        line.clear();
    };
    for (std::int64_t begin = 0; begin < size_; begin += piece_size) {
        const std::string piece = part(begin, std::min(piece_size, size_ - begin));
        std::string_view rest = piece;
        for (std::size_t stop = rest.find('\n'); stop != std::string_view::npos;
             stop = rest.find('\n')) {
            add(rest.substr(0, stop));
            finish();
            rest.remove_prefix(stop + 1);
        }
        add(rest);
    }
    if (!line.empty()) {
        finish();
    }
}

bool is_left(const fs::path& folder, const fs::path& name) {
    std::error_code ignored;  // what cannot be looked at is told when it is opened
    return fs::symlink_status(folder / name, ignored).type() != fs::file_type::not_found;
}

}  // namespace jennopt
