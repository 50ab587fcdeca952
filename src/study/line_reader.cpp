#include "study/line_reader.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace jennopt {

namespace {

constexpr std::size_t buffer_size = 1U << 16U;
/// Three million partials.
constexpr std::size_t longest_line = 1U << 26U;
/// Of any other line.
constexpr std::size_t longest_other = 1U << 20U;

}  // namespace

LineReader::LineReader(const std::filesystem::path& file, std::uintmax_t from)
    : file_(file), stream_(file, std::ios::binary), buffer_(buffer_size), position_(from) {
    if (!stream_) {
        throw ConfigError(
            fmt::format("{}: cannot be read ({})", file.string(), std::strerror(errno)));
    }
    stream_.seekg(static_cast<std::streamoff>(from));
}

bool LineReader::fill() {
    errno = 0;
    stream_.read(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
    begin_ = 0;
    end_ = static_cast<std::size_t>(stream_.gcount());
    if (stream_.bad()) {
        throw ConfigError(
            fmt::format("{}: cannot be read ({})", file_.string(), std::strerror(errno)));
    }
    return end_ > 0;
}

bool LineReader::next(Line& line) {
    line = {};
    while (begin_ < end_ || fill()) {
        const char* const first = buffer_.data() + begin_;
        const void* const found = std::memchr(first, '\n', end_ - begin_);
        const std::size_t length =
            found == nullptr ? end_ - begin_
                             : static_cast<std::size_t>(static_cast<const char*>(found) - first);
        const bool is_ours = line.text.empty() ? *first == '{' : line.text.front() == '{';
        const std::size_t most = is_ours ? longest_line : longest_other;
        const std::size_t kept = std::min(length, most - std::min(most, line.text.size()));
        line.text.append(first, kept);
        line.is_cut = line.is_cut || kept < length;
        line.is_finished = found != nullptr;
        const std::size_t taken = length + (line.is_finished ? 1 : 0);
        begin_ += taken;
        position_ += taken;
        if (line.is_finished) {
            return true;
        }
    }
    return !line.text.empty();
}

}  // namespace jennopt
