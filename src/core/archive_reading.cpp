#include "core/archive.hpp"
#include "core/archive_names.hpp"
#include "core/format.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <archive.h>
#include <archive_entry.h>
#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <functional>
#include <memory>
#include <optional>
#include <system_error>
#include <unistd.h>
#include <utility>
#include <vector>

namespace jennopt {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t block = 1U << 20U;

/// What the library says; "" becomes words.
std::string cause_of(::archive* handle) {
    const char* text = ::archive_error_string(handle);
    return text == nullptr ? "unknown cause" : text;
}

/// An entry that is a file, as its header says.
struct PackedFile {
    std::string name;  ///< without the archive's one folder
    std::uintmax_t size;
    bool can_run;
    std::time_t changed;
};

/// Goes once through an archive and refuses what must not be unpacked.
class ArchiveReader {
public:
    explicit ArchiveReader(fs::path file)
        : file_(std::move(file)),
          names_(fs::file_size(file_)),
          handle_(::archive_read_new(), ::archive_read_free) {
        require(::archive_read_support_filter_gzip(handle_.get()));
        require(::archive_read_support_format_tar(handle_.get()));
        require(::archive_read_open_filename(handle_.get(), file_.c_str(), block));
    }

    /// Gives each file to `see`, which may read() it.
    void go_through(const std::function<void(const PackedFile&)>& see) {
        ::archive_entry* entry = nullptr;
        for (;;) {
            const int status = ::archive_read_next_header(handle_.get(), &entry);
            if (status == ARCHIVE_EOF) {
                break;
            }
            require(status);
            if (const std::optional<PackedFile> found = checked(entry)) {
                see(*found);
            }
        }
        if (names_.empty()) {
            refuse_archive(file_, "is an empty archive");
        }
    }

    void read(const PackedFile& entry, const fs::path& target) {
        // The folder is new and ours: nothing in it can be a link.
        const int descriptor = ::open(target.c_str(),
                                      O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                                      entry.can_run ? 0755 : 0644);
        const bool is_whole = descriptor >= 0 && copy_data(descriptor, entry.size);
        const int error = errno;
        if (descriptor >= 0) {
            const std::array<timespec, 2> times{{{entry.changed, 0}, {entry.changed, 0}}};
            (void)::futimens(descriptor, times.data());
            ::close(descriptor);
        }
        if (!is_whole) {
            refuse_archive(target, fmt::format("cannot be written ({})", std::strerror(error)));
        }
    }

private:
    /// Nothing for a folder.
    std::optional<PackedFile> checked(::archive_entry* entry) {
        require_plain(entry);
        const std::string name = name_of(entry);
        const auto size = static_cast<std::uintmax_t>(::archive_entry_size(entry));
        try {
            names_.require_good(name);
            if (::archive_entry_filetype(entry) == AE_IFREG) {
                return PackedFile{names_.add_file(name, size),
                                  size,
                                  (::archive_entry_perm(entry) & S_IXUSR) != 0,
                                  ::archive_entry_mtime(entry)};
            }
            names_.add_folder(name);
            return std::nullopt;
        } catch (const ConfigError& error) {
            refuse_archive(file_, error.what());
        }
    }

    static std::string name_of(::archive_entry* entry) {
        const char* path = ::archive_entry_pathname(entry);
        return path == nullptr ? "" : path;
    }

    void require_plain(::archive_entry* entry) const {
        const auto type = ::archive_entry_filetype(entry);
        const char* wrong = nullptr;
        if (::archive_entry_hardlink(entry) != nullptr || type == AE_IFLNK) {
            wrong = "a link";
        } else if (type != AE_IFREG && type != AE_IFDIR) {
            wrong = "a device or a pipe";
        } else if (::archive_entry_sparse_count(entry) > 0 || ::archive_entry_size(entry) < 0) {
            wrong = "a sparse file";
        }
        if (wrong != nullptr) {
            refuse_archive(file_,
                           fmt::format("{} is {}, expected whole files and folders only",
                                       quoted(name_of(entry)),
                                       wrong));
        }
    }

    bool copy_data(int descriptor, std::uintmax_t size) {
        std::vector<char> buffer(block);
        for (std::uintmax_t left = size; left > 0;) {
            const la_ssize_t got = ::archive_read_data(
                handle_.get(), buffer.data(), std::min<std::uintmax_t>(left, buffer.size()));
            if (got <= 0) {
                refuse_archive(file_, fmt::format("is damaged ({})", cause_of(handle_.get())));
            }
            for (la_ssize_t done = 0; done < got;) {
                const ssize_t written =
                    ::write(descriptor, buffer.data() + done, static_cast<std::size_t>(got - done));
                if (written < 0) {
                    return false;
                }
                done += written;
            }
            left -= static_cast<std::uintmax_t>(got);
        }
        return true;
    }

    void require(int status) {
        if (status != ARCHIVE_OK) {
            refuse_archive(file_,
                           fmt::format("is no .tar.gz of jennopt pack, or is damaged ({})",
                                       cause_of(handle_.get())));
        }
    }

    fs::path file_;
    ArchiveNames names_;
    std::unique_ptr<::archive, decltype(&::archive_read_free)> handle_;
};

/// A folder beside the one that is made; it goes where that cannot be finished.
class Workshop {
public:
    explicit Workshop(const fs::path& folder) {
        std::string name = folder.string() + ".part-XXXXXX";
        if (::mkdtemp(name.data()) == nullptr) {
            refuse_archive(folder, fmt::format("cannot be made ({})", std::strerror(errno)));
        }
        place_ = name;
        fs::permissions(place_, static_cast<fs::perms>(0755));
    }

    ~Workshop() {
        std::error_code gone;
        fs::remove_all(place_, gone);
    }

    Workshop(const Workshop&) = delete;
    Workshop& operator=(const Workshop&) = delete;
    Workshop(Workshop&&) = delete;
    Workshop& operator=(Workshop&&) = delete;

    [[nodiscard]] const fs::path& place() const { return place_; }

private:
    fs::path place_;
};

}  // namespace

void unpack_archive(const fs::path& file, const fs::path& folder) {
    if (!fs::is_regular_file(file)) {
        refuse_archive(file, fs::exists(file) ? "is no file, expected an archive" : "no such file");
    }
    if (fs::exists(fs::symlink_status(folder))) {
        refuse_archive(folder,
                       "is there already, expected a new folder for what the archive holds");
    }
    ArchiveReader(file).go_through([](const PackedFile& /*entry*/) {});
    if (folder.has_parent_path()) {
        make_folder(folder.parent_path());
    }
    const Workshop workshop(folder);
    ArchiveReader reader(file);
    reader.go_through([&](const PackedFile& entry) {
        const fs::path target = workshop.place() / entry.name;
        make_folder(target.parent_path());
        reader.read(entry, target);
    });
    fs::rename(workshop.place(), folder);
}

}  // namespace jennopt
