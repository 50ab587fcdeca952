#include "report/study_folder.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"
#include "record/record_check.hpp"
#include "report/missing_replicates.hpp"
#include "report/partials_error.hpp"
#include "study/config/figures_block.hpp"
#include "study/lost_replicates.hpp"
#include "study/results_folder.hpp"
#include "study/seal.hpp"
#include "study/study_contents.hpp"

#include <algorithm>
#include <utility>

namespace jennopt {

namespace {

namespace fs = std::filesystem;

void note_lost(StudyResults& study,
               const std::string& arm,
               const std::vector<std::pair<Index, std::string>>& lost,
               Index replicates) {
    if (std::ssize(lost) == replicates) {
        study.lost.push_back(fmt::format("{} has no results: {}", arm, lost.front().second));
        return;
    }
    for (const auto& [replicate, reason] : lost) {
        study.lost.push_back(
            fmt::format("{}, replicate {}, has no results: {}", arm, replicate, reason));
    }
}

/// The arm with its finished replicates; without any where none is.
ArmResults read_arm(StudyResults& study, ListedArm listed, Index replicates) {
    ArmResults result{.arm = {.label = std::move(listed.label), .id = std::move(listed.id)}};
    result.arm.choices = std::move(listed.choices);
    const fs::path folder = study.folder / result.arm.id;
    std::vector<std::pair<Index, std::string>> lost;  // replicate, why
    for (const Index r : begun_replicates(folder, replicates)) {
        const fs::path place = folder / fmt::format("r{}", r);
        if (!is_done(place)) {
            if (const std::string reason = why_lost(place); !reason.empty()) {
                lost.emplace_back(r, reason);
            }
            continue;
        }
        try {
            if (const std::string damage = damage_of(place); !damage.empty()) {
                throw ConfigError(damage);
            }
            ReplicateRecord record = read_record(place);
            if (result.replicates.empty()) {
                Study resolved = read_study(place / "config.resolved.yaml");
                result.arm.config = std::move(resolved.arms.front().config);
                // More may be wanted now than when r0 was made.
                result.arm.config.replicates = replicates;
                result.arm.resolved = std::move(resolved.arms.front().resolved);
            }
            record.replicate = r;
            result.replicates.push_back(std::move(record));
        } catch (const Error& error) {
            study.left_out.push_back(fmt::format(
                "{}, replicate {}, is left out: {}; the same jennopt run makes it again",
                result.arm.label,
                r,
                error.what()));
        }
    }
    note_lost(study, result.arm.label, lost, replicates);
    return result;
}

void read_arms(StudyResults& study, StudyContents contents) {
    study.missing = missing_replicates(study.folder, contents);
    for (ListedArm& listed : contents.arms) {
        ArmResults arm = read_arm(study, std::move(listed), contents.replicates);
        if (!arm.replicates.empty()) {
            study.arms.push_back(std::move(arm));
        }
    }
    study.study = std::move(contents.study);
    study.command = std::move(contents.command);
    study.version = std::move(contents.version);
    study.figures = figures_from(contents.figures, (study.folder / "study.json").string());
}

/// Records that a problem of another size made, or nobody: what they lack would be missed later.
void leave_out_misfits(StudyResults& study) {
    for (ArmResults& arm : study.arms) {
        std::erase_if(arm.replicates, [&](const ReplicateRecord& record) {
            const std::string misfit = misfit_of(record, arm.problem);
            if (!misfit.empty()) {
                study.left_out.push_back(fmt::format(
                    "{}, replicate {}, is left out: its record does not fit the problem "
                    "({}); remove its folder {} and run the study again",
                    arm.arm.label,
                    record.replicate,
                    misfit,
                    (study.folder / arm.arm.id).string()));
            }
            return !misfit.empty();
        });
    }
    std::erase_if(study.arms, [](const ArmResults& arm) { return arm.replicates.empty(); });
}

void require_arms(const StudyResults& study) {
    if (study.arms.empty()) {
        throw ConfigError(study.left_out.empty()
                              ? study.folder.string() + ": no replicate is finished yet"
                              : fmt::format("{}: no replicate can be read: {}",
                                            study.folder.string(),
                                            study.left_out.front()));
    }
}

}  // namespace

StudyResults read_study_folder(const fs::path& folder, const TruthSources& sources) {
    StudyResults study{.folder = folder};
    const StudyContents contents = read_contents(folder);
    read_arms(study, contents);
    const WallTime time = read_wall_time(folder);
    study.seconds = time.seconds;
    study.jobs = time.jobs;
    require_arms(study);
    // Of an archive it is relative.
    attach_truths(study,
                  sources,
                  {contents.plugins.begin(), contents.plugins.end()},
                  folder / contents.file_folder);
    leave_out_misfits(study);
    require_arms(study);
    study.partials_errors = partials_errors(study);
    return study;
}

void append_once(std::vector<std::string>& names, const std::string& name) {
    if (std::ranges::find(names, name) == names.end()) {
        names.push_back(name);
    }
}

std::vector<std::string> problem_names(const StudyResults& study) {
    std::vector<std::string> names;
    for (const ArmResults& arm : study.arms) {
        append_once(names, arm.problem.name);
    }
    return names;
}

std::vector<std::string> surrogate_names(const ArmResults& arm) {
    std::vector<std::string> names;
    for (const ReplicateRecord& replicate : arm.replicates) {
        for (const SurrogateRecord& record : replicate.surrogates) {
            append_once(names, record.name);
        }
    }
    return names;
}

std::vector<std::string> surrogate_names(const StudyResults& study) {
    std::vector<std::string> names;
    for (const ArmResults& arm : study.arms) {
        for (const std::string& name : surrogate_names(arm)) {
            append_once(names, name);
        }
    }
    return names;
}

std::vector<std::string> optimizer_names(const ArmResults& arm) {
    std::vector<std::string> names;
    for (const ReplicateRecord& replicate : arm.replicates) {
        for (const OptimizerRecord& record : replicate.optimizers) {
            append_once(names, record.name);
        }
    }
    return names;
}

std::vector<std::string> optimizer_names(const StudyResults& study) {
    std::vector<std::string> names;
    for (const ArmResults& arm : study.arms) {
        for (const std::string& name : optimizer_names(arm)) {
            append_once(names, name);
        }
    }
    return names;
}

bool has_only_optimizers(const StudyResults& study) {
    return std::ranges::all_of(study.arms, [](const ArmResults& arm) {
        return arm.arm.config.surrogates.empty() && !arm.arm.config.optimizers.empty();
    });
}

const SurrogateConfig* find_config(const StudyResults& study, std::string_view surrogate) {
    for (const ArmResults& arm : study.arms) {
        for (const SurrogateConfig& config : arm.arm.config.surrogates) {
            if (config.name == surrogate) {
                return &config;
            }
        }
    }
    return nullptr;
}

bool has_many_arms(const StudyResults& study) {
    constexpr std::size_t most = 8;
    return study.arms.size() > most;
}

bool maximizes(const StudyResults& study) {
    return std::ranges::all_of(study.arms,
                               [](const ArmResults& arm) { return arm.problem.sense() < 0.0; });
}

}  // namespace jennopt
