#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>
#include <system_error>

namespace jennopt {

/// A file that is written to, of which it can be told when its bytes are on the disk: what is only
/// written is lost when the power fails.
class OutputFile {
public:
    OutputFile() = default;

    /// Opens it for writing; is_open() says whether that went well, errno why not.
    /// @param flags  of open(2) besides O_WRONLY
    OutputFile(const std::filesystem::path& file, int flags);
    ~OutputFile();
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;
    OutputFile(OutputFile&& other) noexcept;
    OutputFile& operator=(OutputFile&& other) noexcept;

    [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }

    /// All of the text, or an error.
    [[nodiscard]] std::error_code write(std::string_view text) const;

    /// What was written is on the disk when this returns without an error.
    [[nodiscard]] std::error_code sync() const;

    /// Cuts it off after so many bytes.
    [[nodiscard]] std::error_code truncate(std::uintmax_t size) const;

    [[nodiscard]] std::error_code close();

private:
    int descriptor_ = -1;
};

/// New, renamed and removed files of the folder are on the disk when this returns without an error.
[[nodiscard]] std::error_code sync_folder(const std::filesystem::path& folder);

}  // namespace jennopt
