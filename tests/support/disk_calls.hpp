#pragma once

#include <cstdint>
#include <string>
#include <vector>

/// One call by which a file, or a folder's list of files, gets to the disk.
struct DiskCall {
    enum class Kind { sync, rename };

    Kind kind;
    std::string path;         ///< what is synced, or the new name
    std::string from = {};    ///< the old name
    std::uintmax_t size = 0;  ///< of the file that is synced
};

/// Watches the program's own calls of fsync and rename as long as it exists. Tests do not wait for
/// the disk: in this program fsync does nothing else than to be seen.
class WatchedDisk {
public:
    WatchedDisk();
    ~WatchedDisk();
    WatchedDisk(const WatchedDisk&) = delete;
    WatchedDisk& operator=(const WatchedDisk&) = delete;

    [[nodiscard]] std::vector<DiskCall> calls() const;
};
