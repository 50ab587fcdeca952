#pragma once

#include <filesystem>

namespace jennopt {

/// Holds a study's folder for one process; the operating system frees it however the process ends.
class FolderLock {
public:
    /// @throws ConfigError if another process holds it
    explicit FolderLock(const std::filesystem::path& folder);
    ~FolderLock();
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;
    FolderLock(FolderLock&&) = delete;
    FolderLock& operator=(FolderLock&&) = delete;

private:
    int descriptor_;
};

}  // namespace jennopt
