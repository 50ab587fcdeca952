#pragma once

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>

namespace jennopt {

/// The names and sizes of an archive's entries, as they come: refuses those that a folder of its
/// own cannot hold.
class ArchiveNames {
public:
    /// @param bytes  of the archive itself
    explicit ArchiveNames(std::uintmax_t bytes);

    /// @throws ConfigError if the name is absolute, leads upwards, is no name of a file on any
    /// system, or has another first folder than those before
    void require_good(const std::string& name);

    /// Takes a file in. @return its name below the archive's one folder
    /// @throws ConfigError if the name came before, or there is too much
    std::string add_file(const std::string& name, std::uintmax_t size);

    void add_folder(const std::string& name);

    [[nodiscard]] bool empty() const { return files_.empty(); }

private:
    void add_folders(const std::string& name);

    std::uintmax_t most_;
    std::uintmax_t sum_ = 0;
    std::string top_;
    std::set<std::string> files_;
    std::set<std::string> folders_;
};

/// @throws ConfigError "file: what is wrong with it"
[[noreturn]] void refuse_archive(const std::filesystem::path& file, const std::string& what);

/// A name in quotes, cut where it is long, with a ? for what is not printed.
[[nodiscard]] std::string quoted(const std::string& name);

}  // namespace jennopt
