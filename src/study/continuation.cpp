#include "study/continuation.hpp"

#include "core/format.hpp"
#include "core/json_text.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "study/fingerprint.hpp"
#include "study/input_files.hpp"
#include "study/study_log.hpp"

#include <algorithm>
#include <optional>
#include <set>

namespace jennopt {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view way_out = "give another --output, or --force to discard its results";

/// The configuration of an arm, in its first replicate that has one: r0 may be another process's.
std::optional<fs::path> arm_configuration(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code unreadable;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, unreadable)) {
        const fs::path file = entry.path() / "config.resolved.yaml";
        if (entry.path().filename().string().starts_with('r') &&
            fs::is_regular_file(file, unreadable)) {
            files.push_back(file);
        }
    }
    const auto first = std::ranges::min_element(files);
    return first == files.end() ? std::nullopt : std::optional(*first);
}

/// Those that the folder was last run with: earlier ones have been spoken of. Nothing if the list is
/// damaged.
std::optional<std::set<std::string>> listed_arms(const fs::path& folder) {
    std::set<std::string> ids;
    const Json json = json_in(read_own_text(folder / "study.json")).value_or(Json());
    const Json arms = json.is_object() ? json.value("arms", Json()) : Json();
    if (!arms.is_array()) {
        return std::nullopt;
    }
    for (const Json& arm : arms) {
        const Json id = arm.is_object() ? arm.value("id", Json()) : Json();
        if (id.is_string()) {
            ids.insert(id.get<std::string>());
        }
    }
    return ids;
}

/// An arm in the folder, or of the study.
struct KnownArm {
    std::string id;
    StudyConfig config;
    std::string problem;  ///< fingerprint
};

KnownArm known_arm(std::string id, const StudyConfig& config) {
    return {std::move(id), config, problem_fingerprint(config.problem)};
}

std::vector<KnownArm> arms_of(const Study& study) {
    std::vector<KnownArm> arms;
    for (const Arm& arm : study.arms) {
        arms.push_back(known_arm(arm.id, arm.config));
    }
    return arms;
}

/// Those in the folder that the study does not have.
std::vector<KnownArm> old_arms(const fs::path& folder, const Study& study) {
    std::vector<KnownArm> old;
    const std::optional<std::set<std::string>> listed = listed_arms(folder);
    for (const fs::path& place : arm_folders(folder)) {
        const std::string id = place.filename().string();
        if ((listed && !listed->contains(id)) ||
            std::ranges::find(study.arms, id, &Arm::id) != study.arms.end()) {
            continue;
        }
        try {
            const Study resolved = read_study(*arm_configuration(place));
            old.push_back(known_arm(id, resolved.arms.front().config));
        } catch (const ConfigError&) {
            continue;  // of another version: nothing can be said of it
        }
    }
    return old;
}

bool has_current_arm(const fs::path& folder, const Study& study) {
    return std::ranges::any_of(
        study.arms, [&](const Arm& arm) { return arm_configuration(folder / arm.id).has_value(); });
}

/// Whether any old arm and any of the study's agree in something.
template <typename Agree>
bool any_pair(const std::vector<KnownArm>& old, const std::vector<KnownArm>& now, Agree agree) {
    return std::ranges::any_of(old, [&](const KnownArm& before) {
        return std::ranges::any_of(now, [&](const KnownArm& arm) { return agree(before, arm); });
    });
}

bool has_same_problem(const KnownArm& a, const KnownArm& b) {
    return a.problem == b.problem;
}

bool has_same_seed(const KnownArm& a, const KnownArm& b) {
    return a.config.seed == b.config.seed;
}

/// The names of plans whose count changed and that do not keep their points then.
std::set<std::string> plans_without_growth(const std::vector<KnownArm>& old,
                                           const std::vector<KnownArm>& now) {
    std::set<std::string> names;
    const auto compare = [&](const std::vector<SamplingOptions>& before,
                             const std::vector<SamplingOptions>& after) {
        for (std::size_t i = 0; i < std::min(before.size(), after.size()); ++i) {
            if (before[i].plan == after[i].plan && before[i] != after[i] && !grows(after[i].plan)) {
                names.insert(name_of(after[i].plan));
            }
        }
    };
    for (const KnownArm& before : old) {
        for (const KnownArm& after : now) {
            if (has_same_problem(before, after)) {
                compare(before.config.sampling, after.config.sampling);
                compare(before.config.test, after.config.test);
            }
        }
    }
    return names;
}

void refuse_other_study(const fs::path& folder,
                        const std::vector<KnownArm>& old,
                        const std::vector<KnownArm>& now) {
    const auto name_of_problem = [](const KnownArm& arm) {
        return arm.problem.substr(0, arm.problem.rfind('-'));
    };
    if (!any_pair(old, now, has_same_problem)) {
        const std::string name = name_of_problem(old.front());
        const bool same_name = name == name_of_problem(now.front());
        throw ConfigError(fmt::format(
            "{}: holds a study of {}, of which nothing can be used again; {}",
            folder.string(),
            same_name ? fmt::format("{} with other options, or as another program", name)
                      : fmt::format("another problem, {}", name),
            way_out));
    }
    if (!now.front().config.problem.is_table() && !any_pair(old, now, has_same_seed)) {
        throw ConfigError(fmt::format(
            "{}: holds results of seed {}, now it is {}: other points, of which nothing "
            "can be used again; {}",
            folder.string(),
            old.front().config.seed,
            now.front().config.seed,
            way_out));
    }
}

/// What stays where results are discarded: evaluations, what they were made with, and the log.
bool outlasts_results(const fs::path& folder, const fs::path& place) {
    return place == claims_folder(folder) || place == evaluations_folder(folder) ||
           place == log_file(folder) || place == inputs_file(folder) || is_unfinished(place);
}

}  // namespace

std::vector<fs::path> arm_folders(const fs::path& folder) {
    std::vector<fs::path> arms;
    if (fs::exists(folder)) {
        for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
            if (entry.is_directory() && arm_configuration(entry.path())) {
                arms.push_back(entry.path());
            }
        }
    }
    std::ranges::sort(arms);
    return arms;
}

fs::path evaluations_folder(const fs::path& folder) {
    return folder / "evaluations";
}

void refuse_foreign_folder(const fs::path& folder) {
    if (!fs::exists(folder) || fs::exists(folder / "study.json")) {
        return;
    }
    if (!fs::is_directory(folder)) {
        throw ConfigError(
            fmt::format("{}: is a file, expected the folder of the study; give another "
                        "--output",
                        folder.string()));
    }
    for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
        if (!outlasts_results(folder, entry.path())) {
            throw ConfigError(
                fmt::format("{}: is not empty and holds no study of jennopt; give another --output",
                            folder.string()));
        }
    }
}

std::vector<std::string> check_continuation(const fs::path& folder, const Study& study) {
    if (!fs::exists(folder / "study.json")) {
        return {};
    }
    const std::vector<KnownArm> old = old_arms(folder, study);
    if (old.empty()) {
        return {};
    }
    const std::vector<KnownArm> now = arms_of(study);
    if (!has_current_arm(folder, study)) {
        refuse_other_study(folder, old, now);
    }
    std::vector<std::string> ids;
    for (const KnownArm& arm : old) {
        ids.push_back(arm.id);
    }
    std::vector<std::string> sentences{
        fmt::format("{}: goes on with other arms than before; what was evaluated is used again, "
                    "the results of {} "
                    "stay in the folder and are left out of the report",
                    study.name,
                    ids.size() > 3 ? fmt::format("{} earlier arms", ids.size())
                                   : fmt::format("{}", fmt::join(ids, ", ")))};
    for (const std::string& plan : plans_without_growth(old, now)) {
        sentences.push_back(fmt::format(
            "{}: another {} shares no points with the one before: only sobol, halton and "
            "random keep theirs when the count grows",
            study.name,
            plan));
    }
    return sentences;
}

}  // namespace jennopt
