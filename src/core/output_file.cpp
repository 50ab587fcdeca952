#include "core/output_file.hpp"

#include <sys/stat.h>
#include <sys/types.h>

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace jennopt {

namespace {

constexpr mode_t as_umask_has_it = 0666;

std::error_code last_error() {
    return {errno, std::generic_category()};
}

std::error_code sync_descriptor(int descriptor) {
    while (::fsync(descriptor) != 0) {
        if (errno == EINVAL || errno == EROFS || errno == ENOTSUP) {
            return {};  // a pipe, or a file system that knows no such thing
        }
        if (errno != EINTR) {
            return last_error();
        }
    }
    return {};
}

}  // namespace

OutputFile::OutputFile(const std::filesystem::path& file, int flags)
    : descriptor_(::open(file.c_str(), flags | O_WRONLY | O_CLOEXEC, as_umask_has_it)) {}

OutputFile::~OutputFile() {
    if (is_open()) {
        ::close(descriptor_);
    }
}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

OutputFile& OutputFile::operator=(OutputFile&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

std::error_code OutputFile::write(std::string_view text) const {
    while (!text.empty()) {
        const ssize_t n = ::write(descriptor_, text.data(), text.size());
        if (n < 0 && errno != EINTR) {
            return last_error();
        }
        text.remove_prefix(n < 0 ? 0 : static_cast<std::size_t>(n));
    }
    return {};
}

std::error_code OutputFile::sync() const {
    return sync_descriptor(descriptor_);
}

std::error_code OutputFile::truncate(std::uintmax_t size) const {
    return ::ftruncate(descriptor_, static_cast<off_t>(size)) == 0 ? std::error_code()
                                                                   : last_error();
}

std::error_code OutputFile::close() {
    // Some file systems tell only now that a disk is full.
    return ::close(std::exchange(descriptor_, -1)) == 0 ? std::error_code() : last_error();
}

std::error_code sync_folder(const std::filesystem::path& folder) {
    const std::filesystem::path& place = folder.empty() ? "." : folder;
    const int descriptor = ::open(place.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) {
        // A folder that may be written to and not listed: its files are synced, no more can be
        // done.
        return errno == EACCES ? std::error_code() : last_error();
    }
    const std::error_code error = sync_descriptor(descriptor);
    ::close(descriptor);
    return error;
}

}  // namespace jennopt
