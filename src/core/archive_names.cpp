#include "core/archive_names.hpp"

#include "core/control.hpp"
#include "core/format.hpp"
#include "jennopt/core/error.hpp"

#include <algorithm>
#include <limits>
#include <string_view>
#include <vector>

namespace jennopt {

namespace {

constexpr std::size_t longest_name = 4000;
constexpr std::size_t longest_part = 255;
constexpr std::size_t most_entries = 2000000;

// Text of numbers is packed to a third or a tenth; what has one value throughout to a hundredth.
constexpr std::uintmax_t most_ratio = 200;
constexpr std::uintmax_t always_fine = 64U << 20U;

bool is_plain(char letter) {
    return !is_control(letter) && letter != '\\';
}

std::vector<std::string_view> parts_of(std::string_view name) {
    std::vector<std::string_view> parts;
    for (std::size_t begin = 0; begin <= name.size();) {
        const std::size_t end = std::min(name.find('/', begin), name.size());
        parts.push_back(name.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

std::string without_slash(std::string name) {
    if (name.ends_with('/')) {
        name.pop_back();
    }
    return name;
}

[[noreturn]] void refuse_name(const std::string& name, const std::string& what) {
    throw ConfigError(fmt::format("{} {}", quoted(name), what));
}

}  // namespace

ArchiveNames::ArchiveNames(std::uintmax_t bytes)
    : most_(bytes > (std::numeric_limits<std::uintmax_t>::max() - always_fine) / most_ratio
                ? std::numeric_limits<std::uintmax_t>::max()
                : bytes * most_ratio + always_fine) {}

void ArchiveNames::require_good(const std::string& name) {
    if (name.starts_with('/')) {
        refuse_name(name, "is an absolute name, expected one below the archive's folder");
    }
    if (name.empty() || name.size() > longest_name || !std::ranges::all_of(name, is_plain)) {
        refuse_name(name, "is no name of a file");
    }
    const std::string plain = without_slash(name);
    const std::vector<std::string_view> parts = parts_of(plain);
    for (const std::string_view part : parts) {
        if (part == "..") {
            refuse_name(name, "leads out of its folder");
        }
        if (part.empty() || part == "." || part.size() > longest_part) {
            refuse_name(name, "is no name of a file");
        }
    }
    if (top_.empty()) {
        top_ = parts.front();
    }
    if (parts.front() != top_) {
        refuse_name(name, fmt::format("is beside {}, expected one folder with everything", top_));
    }
}

std::string ArchiveNames::add_file(const std::string& name, std::uintmax_t size) {
    if (name.size() <= top_.size() + 1 || name.ends_with('/')) {
        refuse_name(name, "is a file, expected a folder with everything");
    }
    if (folders_.contains(name) || !files_.insert(name).second) {
        refuse_name(name, "comes twice");
    }
    add_folders(name);
    if (size > most_ - sum_ || files_.size() > most_entries) {
        throw ConfigError(fmt::format(
            "holds more than an archive of this size should, {} MB or {} files: out of proportion",
            most_ >> 20U,
            most_entries));
    }
    sum_ += size;
    return name.substr(top_.size() + 1);
}

void ArchiveNames::add_folder(const std::string& name) {
    add_folders(without_slash(name) + "/");
}

/// All folders that a name lies in.
void ArchiveNames::add_folders(const std::string& name) {
    for (std::size_t slash = name.find('/'); slash != std::string::npos;
         slash = name.find('/', slash + 1)) {
        const std::string folder = name.substr(0, slash);
        if (files_.contains(folder)) {
            refuse_name(folder, "is a file and a folder");
        }
        folders_.insert(folder);
    }
}

void refuse_archive(const std::filesystem::path& file, const std::string& what) {
    throw ConfigError(fmt::format("{}: {}", file.string(), what));
}

std::string quoted(const std::string& name) {
    constexpr std::size_t shown = 100;
    std::string text = name.substr(0, shown);
    std::ranges::replace_if(
        text, [](char letter) { return !is_plain(letter); }, '?');
    return fmt::format("'{}{}'", text, name.size() > shown ? "..." : "");
}

}  // namespace jennopt
