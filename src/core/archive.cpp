#include "core/archive.hpp"

#include "core/archive_names.hpp"
#include "core/format.hpp"
#include "jennopt/core/error.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <archive.h>
#include <archive_entry.h>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <fstream>
#include <memory>
#include <set>
#include <system_error>
#include <utility>
#include <vector>

namespace jennopt {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t chunk = 1U << 20U;

/// What the library says; "" becomes words.
std::string words_of(::archive* handle) {
    const char* text = ::archive_error_string(handle);
    return text == nullptr ? "unknown cause" : text;
}

class ArchiveWriter {
public:
    /// @param part  what is written to
    /// @param file  what it will be, for errors
    ArchiveWriter(const fs::path& part, fs::path file)
        : file_(std::move(file)), handle_(::archive_write_new(), ::archive_write_free) {
        // Without the time of packing: the same files make the same archive.
        require(::archive_write_add_filter_gzip(handle_.get()));
        require(::archive_write_set_format_pax_restricted(handle_.get()));
        require(::archive_write_set_options(handle_.get(), "gzip:!timestamp"));
        require(::archive_write_open_filename(handle_.get(), part.c_str()));
    }

    void add(const ArchiveFile& each) {
        if (each.source.empty()) {
            begin(each.name, each.text.size(), false, 0);
            write(each.text.data(), each.text.size());
            return;
        }

        struct stat status {};

        std::ifstream stream(each.source, std::ios::binary);
        if (!stream || ::stat(each.source.c_str(), &status) != 0) {
            refuse_archive(each.source, fmt::format("cannot be read ({})", std::strerror(errno)));
        }
        const auto size = static_cast<std::size_t>(status.st_size);
        begin(each.name, size, (status.st_mode & S_IXUSR) != 0, status.st_mtim.tv_sec);
        std::vector<char> buffer(chunk);
        for (std::size_t left = size; left > 0;) {
            stream.read(buffer.data(), static_cast<std::streamsize>(std::min(left, chunk)));
            const auto got = static_cast<std::size_t>(stream.gcount());
            if (got == 0) {
                refuse_archive(each.source, "became shorter while it was packed");
            }
            write(buffer.data(), got);
            left -= got;
        }
    }

    void close() { require(::archive_write_close(handle_.get())); }

private:
    void begin(const std::string& name, std::size_t size, bool can_run, std::time_t changed) {
        const std::unique_ptr<::archive_entry, decltype(&::archive_entry_free)> entry(
            ::archive_entry_new(), ::archive_entry_free);
        ::archive_entry_set_pathname(entry.get(), name.c_str());
        ::archive_entry_set_size(entry.get(), static_cast<la_int64_t>(size));
        ::archive_entry_set_filetype(entry.get(), AE_IFREG);
        ::archive_entry_set_perm(entry.get(), can_run ? 0755 : 0644);
        ::archive_entry_set_mtime(entry.get(), changed, 0);
        require(::archive_write_header(handle_.get(), entry.get()));
    }

    void write(const char* data, std::size_t size) {
        if (::archive_write_data(handle_.get(), data, size) != static_cast<la_ssize_t>(size)) {
            refuse_archive(file_, fmt::format("cannot be written ({})", words_of(handle_.get())));
        }
    }

    void require(int status) {
        if (status < ARCHIVE_WARN) {
            refuse_archive(file_, fmt::format("cannot be written ({})", words_of(handle_.get())));
        }
    }

    fs::path file_;
    std::unique_ptr<::archive, decltype(&::archive_write_free)> handle_;
};

}  // namespace

void write_archive(const fs::path& file, std::span<const ArchiveFile> files) {
    if (fs::exists(fs::symlink_status(file))) {
        refuse_archive(file,
                       "is there already, expected a new file; remove it or give another name");
    }
    std::set<std::string> names;
    ArchiveNames checked(0);
    for (const ArchiveFile& each : files) {
        checked.require_good(each.name);
        if (!names.insert(each.name).second) {
            refuse_archive(file, fmt::format("two files would be {} in it", each.name));
        }
    }
    fs::path part = file;
    part += ".part";
    try {
        ArchiveWriter writer(part, file);
        for (const ArchiveFile& each : files) {
            writer.add(each);
        }
        writer.close();
        fs::rename(part, file);
    } catch (...) {
        std::error_code gone;
        fs::remove(part, gone);
        throw;
    }
}

bool is_archive_name(const fs::path& file) {
    const std::string name = file.filename().string();
    return name.ends_with(".tar.gz") || name.ends_with(".tgz");
}

}  // namespace jennopt
