#include "study/folder_lock.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"

#include <sys/file.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace jennopt {

FolderLock::FolderLock(const std::filesystem::path& folder)
    : descriptor_(::open((folder / ".lock").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0644)) {
    if (descriptor_ < 0) {
        throw ConfigError(
            fmt::format("{}: cannot be written: {}", folder.string(), std::strerror(errno)));
    }
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
        ::close(descriptor_);
        throw ConfigError(fmt::format(
            "{}: another jennopt is running in this folder; wait for it, or give another --output",
            folder.string()));
    }
}

FolderLock::~FolderLock() {
    ::close(descriptor_);
}

}  // namespace jennopt
