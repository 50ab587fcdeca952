#include "study/seal.hpp"

#include "core/checksum.hpp"
#include "core/format.hpp"
#include "core/json_text.hpp"
#include "core/output_file.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "jennopt/surrogate/model_file.hpp"
#include "record/record.hpp"
#include "study/config.hpp"

#include <algorithm>
#include <array>
#include <sstream>
#include <vector>

namespace jennopt {

namespace {

namespace fs = std::filesystem;

constexpr const char* seal_name = "DONE";
constexpr std::string_view seal_end = "end";

constexpr std::array sealed_files{
    "config.resolved.yaml", "training.csv", "test.csv", "optima.csv", "record.json"};
constexpr std::array sealed_folders{"models", "held_out"};

/// Names of the files that a seal is about, relative to the replicate.
std::vector<std::string> names_to_seal(const fs::path& replicate) {
    std::vector<std::string> names;
    for (const char* name : sealed_files) {
        if (fs::exists(replicate / name)) {
            names.emplace_back(name);
        }
    }
    for (const char* folder : sealed_folders) {
        if (!fs::is_directory(replicate / folder)) {
            continue;
        }
        for (const auto& entry : fs::directory_iterator(replicate / folder)) {
            if (entry.is_regular_file() && !is_unfinished(entry.path())) {
                names.push_back(fmt::format("{}/{}", folder, entry.path().filename().string()));
            }
        }
    }
    std::ranges::sort(names);
    return names;
}

/// Of a file whose checksum is known.
std::string damage_of_file(const fs::path& replicate,
                           const std::string& name,
                           const std::string& sum) {
    const fs::path file = replicate / name;
    if (!fs::exists(file)) {
        return name + " is missing";
    }
    const std::string text = read_own_text(file);
    return checksum(text) == sum ? ""
           : text.empty()        ? name + " is empty"
                                 : name + " is not as it was written";
}

/// @param seal  text of DONE, not empty
std::string damage_by_seal(const fs::path& replicate, const std::string& seal) {
    const std::size_t last = seal.rfind('\n', seal.size() - 2) + 1;  // 0 where there is none
    const std::string_view all(seal);
    if (all.substr(last) != fmt::format("{} {}\n", checksum(all.substr(0, last)), seal_end)) {
        return fmt::format("{} is damaged", seal_name);
    }
    std::istringstream lines(seal.substr(0, last));
    for (std::string line; std::getline(lines, line);) {
        const std::size_t blank = line.find(' ');
        std::string damage =
            damage_of_file(replicate, line.substr(blank + 1), line.substr(0, blank));
        if (!damage.empty()) {
            return damage;
        }
    }
    return "";
}

/// Before there were seals a record could only be read or not.
std::string damage_without_seal(const fs::path& replicate) {
    const ReplicateRecord record = read_record(replicate);
    if (record.is_sealed) {
        return fmt::format("{} is empty", seal_name);
    }
    for (const std::string& name : names_to_seal(replicate)) {
        if (read_own_text(replicate / name).empty()) {
            return name + " is empty";
        }
    }
    (void)read_study(replicate / "config.resolved.yaml");
    for (const SurrogateRecord& surrogate : record.surrogates) {
        (void)load(replicate / "models" / (surrogate.name + ".json"));
    }
    return "";
}

}  // namespace

void seal(const fs::path& replicate) {
    std::string text;
    for (const std::string& name : names_to_seal(replicate)) {
        text += fmt::format("{} {}\n", checksum(read_own_text(replicate / name)), name);
    }
    write_text(replicate / seal_name, text + fmt::format("{} {}\n", checksum(text), seal_end));
}

std::optional<fs::file_time_type> done_at(const fs::path& replicate) {
    std::error_code absent;
    const fs::file_time_type time = fs::last_write_time(replicate / seal_name, absent);
    return absent ? std::nullopt : std::optional(time);
}

bool is_done(const fs::path& replicate) {
    return fs::exists(replicate / seal_name);
}

std::string damage_of(const fs::path& replicate) {
    try {
        const std::string seal = read_own_text(replicate / seal_name);
        if (seal.empty()) {
            return damage_without_seal(replicate);
        }
        // The measured times differ from run to run: no more can be said than whether it is JSON.
        const bool has_times = json_in(read_own_text(replicate / "timing.json")).has_value();
        return has_times ? damage_by_seal(replicate, seal) : "timing.json is damaged";
    } catch (const Error& error) {
        return error.what();
    } catch (const fs::filesystem_error& error) {
        return fmt::format(
            "{} cannot be read ({})", error.path1().string(), error.code().message());
    }
}

void break_seal(const fs::path& replicate) {
    fs::remove(replicate / seal_name);
    if (const std::error_code error = sync_folder(replicate)) {
        throw Error(fmt::format("{}: cannot be written ({})", replicate.string(), error.message()));
    }
}

}  // namespace jennopt
