#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace jennopt {

/// A file that a program, which has ended, left in its folder. Programs leave anything there: a
/// named pipe, a device, a folder, a file without end, a symbolic link that leads elsewhere.
/// Nothing of that is read, or waited for.
class LeftFile {
public:
    /// Opens it; a symbolic link may lead to another file of the folder.
    /// @param name  relative to the folder
    /// @throws EvaluationError naming what is there instead, "its file result.json is a named pipe"
    LeftFile(const std::filesystem::path& folder, const std::filesystem::path& name);
    ~LeftFile();
    LeftFile(const LeftFile&) = delete;
    LeftFile& operator=(const LeftFile&) = delete;
    LeftFile(LeftFile&&) = delete;
    LeftFile& operator=(LeftFile&&) = delete;

    /// Bytes.
    [[nodiscard]] std::int64_t size() const { return size_; }

    /// The whole text. @throws EvaluationError if it is longer than that
    [[nodiscard]] std::string text(std::int64_t most_bytes) const;

    /// Its last bytes, or all where there are not so many.
    [[nodiscard]] std::string end(std::int64_t most_bytes) const;

    /// Calls the function for every line, without its end; lines that are longer are left out.
    /// @throws EvaluationError if the file is longer than 1 GB
    void each_line(std::size_t longest, const std::function<void(std::string_view)>& use) const;

private:
    [[nodiscard]] std::string part(std::int64_t begin, std::int64_t bytes) const;
    [[noreturn]] void refuse(const std::string& what) const;
    void require_at_most(std::int64_t bytes) const;

    std::string name_;
    int file_ = -1;
    std::int64_t size_ = 0;
};

/// Whether something is there under this name, be it a file or not.
[[nodiscard]] bool is_left(const std::filesystem::path& folder, const std::filesystem::path& name);

}  // namespace jennopt
