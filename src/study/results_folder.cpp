#include "study/results_folder.hpp"

#include "core/format.hpp"
#include "core/json.hpp"
#include "core/text_file.hpp"
#include "data/csv.hpp"
#include "jennopt/core/error.hpp"

#include <sys/file.h>
#include <sys/utsname.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <set>
#include <sstream>
#include <unistd.h>
#include <vector>

namespace jennopt {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t hash_length = 9;  // "-" and eight digits
constexpr std::size_t shown_lines = 12;

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
        lines.push_back(line);
    }
    return lines;
}

/// Lines of the one that the other does not have. Both come from the same writer, in the same order
/// of keys.
std::string difference(const std::string& before, const std::string& now) {
    const std::vector<std::string> old_lines = lines_of(before);
    const std::vector<std::string> new_lines = lines_of(now);
    const std::multiset<std::string> old_set(old_lines.begin(), old_lines.end());
    const std::multiset<std::string> new_set(new_lines.begin(), new_lines.end());
    std::string text;
    std::size_t shown = 0;
    const auto show = [&](const std::vector<std::string>& lines,
                          const std::multiset<std::string>& other,
                          char sign) {
        for (const std::string& line : lines) {
            if (!other.contains(line) && shown++ < shown_lines) {
                text += fmt::format("\n  {} {}", sign, line);
            }
        }
    };
    show(old_lines, new_set, '-');
    show(new_lines, old_set, '+');
    return shown > shown_lines ? fmt::format("{}\n  and {} more lines", text, shown - shown_lines)
                               : text;
}

bool is_arm_folder(const fs::path& folder) {
    return fs::exists(folder / "r0" / "config.resolved.yaml");
}

std::string without_hash(const std::string& id) {
    return id.size() > hash_length ? id.substr(0, id.size() - hash_length) : id;
}

std::string row(const std::string& name, const OptimumRecord& optimum) {
    const SearchRun& best = optimum.search.runs.at(static_cast<std::size_t>(optimum.search.best));
    return fmt::format("{},{},{},{},{},{},{},{},{}\n",
                       name,
                       fmt::join(optimum.x.begin(), optimum.x.end(), ","),
                       csv_cell(optimum.predicted),
                       csv_cell(optimum.verdict.true_value),
                       csv_cell(optimum.verdict.violation),
                       csv_cell(optimum.verdict.gradient_norm),
                       csv_cell(optimum.verdict.distance),
                       optimum.search.evaluations,
                       name_of(best.termination));
}

std::string row(const OptimizerRecord& optimizer) {
    const auto& [origin, x, verdict] = *optimizer.best;
    return fmt::format("{},{},,{},{},{},{},{},{}\n",
                       optimizer.name,
                       fmt::join(x.begin(), x.end(), ","),
                       csv_cell(verdict.true_value),
                       csv_cell(verdict.violation),
                       csv_cell(verdict.gradient_norm),
                       csv_cell(verdict.distance),
                       optimizer.steps.size(),
                       optimizer.termination);
}

}  // namespace

fs::path replicate_folder(const fs::path& folder, const Arm& arm, Index replicate) {
    return folder / arm.id / fmt::format("r{}", replicate);
}

void refuse_foreign_folder(const fs::path& folder) {
    if (!fs::exists(folder) || fs::exists(folder / "study.json")) {
        return;
    }
    for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
        if (entry.path().filename() != ".lock") {
            throw ConfigError(
                fmt::format("{}: is not empty and holds no study of jennopt; give another --output",
                            folder.string()));
        }
    }
}

void refuse_other_configuration(const fs::path& folder, const Study& study) {
    if (!fs::exists(folder)) {
        return;
    }
    std::string others;
    bool shared = false;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
        const std::string id = entry.path().filename().string();
        if (!entry.is_directory() || !is_arm_folder(entry.path())) {
            continue;
        }
        const auto changed = std::ranges::find_if(study.arms, [&](const Arm& arm) {
            return arm.id != id && without_hash(arm.id) == without_hash(id);
        });
        const bool current = std::ranges::find(study.arms, id, &Arm::id) != study.arms.end();
        shared = shared || current;
        others += fmt::format("{}{}", others.empty() ? "" : ", ", id);
        if (changed != study.arms.end() && !current) {
            throw ConfigError(
                fmt::format("{}: holds results of another configuration of arm {}; give another "
                            "--output, or --force to discard them. The difference:{}",
                            folder.string(),
                            changed->label,
                            difference(read_text(entry.path() / "r0" / "config.resolved.yaml"),
                                       changed->resolved)));
        }
    }
    if (!others.empty() && !shared) {
        throw ConfigError(
            fmt::format("{}: holds another study of this name, with the arms {}; give another "
                        "--output, or --force to discard them",
                        folder.string(),
                        others));
    }
}

void discard_results(const fs::path& folder) {
    for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
        if (entry.is_directory() && is_arm_folder(entry.path())) {
            fs::remove_all(entry.path());
        }
    }
    // study.json, by which a folder is recognized as ours, goes last: a kill on the way leaves it
    // so.
    for (const char* made : {"metrics.csv",
                             "summary.csv",
                             "summary.json",
                             "best.json",
                             "report.html",
                             "report.md",
                             "figures",
                             "timing.json",
                             "study.json"}) {
        fs::remove_all(folder / made);
    }
}

FolderLock::FolderLock(const fs::path& folder)
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

WallTime read_wall_time(const fs::path& folder) {
    const fs::path file = folder / "timing.json";
    if (!fs::exists(file)) {
        return {};
    }
    try {
        const Json json = Json::parse(read_text(file));
        return {.seconds = json.at("seconds").get<double>(), .jobs = json.at("jobs").get<Index>()};
    } catch (const Json::exception& error) {
        throw ConfigError(fmt::format("{}: is damaged: {}", file.string(), error.what()));
    }
}

void write_wall_time(const fs::path& folder, const WallTime& time) {
    const Json json{{"seconds", time.seconds}, {"jobs", time.jobs}};
    write_text(folder / "timing.json", json.dump(2) + '\n');
}

std::string environment() {
    utsname machine{};
    uname(&machine);
    const Json json{
        {"jennopt", JENNOPT_VERSION},
        {"compiler", JENNOPT_COMPILER},
        {"build_type", JENNOPT_BUILD_TYPE},
        {"eigen",
         fmt::format("{}.{}.{}", EIGEN_WORLD_VERSION, EIGEN_MAJOR_VERSION, EIGEN_MINOR_VERSION)},
        {"system", machine.sysname},
        {"machine", machine.machine}};
    return json.dump(2) + '\n';
}

void write_optima(const std::filesystem::path& file,
                  const ProblemInfo& problem,
                  const ReplicateRecord& record) {
    std::string text = "surrogate";
    for (const Input& input : problem.inputs) {
        text += ',' + csv_cell(input.name);
    }
    text += ",predicted,true_value,violation,gradient_norm,distance,evaluations,termination\n";
    for (const SurrogateRecord& surrogate : record.surrogates) {
        text += row(surrogate.name, surrogate.optimum);
    }
    if (record.truth) {
        text += row("truth", *record.truth);
    }
    for (const OptimizerRecord& optimizer : record.optimizers) {
        text += row(optimizer);
    }
    write_text(file, text);
}

}  // namespace jennopt
