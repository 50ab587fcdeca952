#include "report/race.hpp"

#include "core/format.hpp"
#include "report/convergence.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <ranges>

namespace jennopt {

namespace {

constexpr double nothing_yet = std::numeric_limits<double>::infinity();

RaceRun run_of(const OptimizerRecord& record, double target, const ArmResults& arm) {
    RaceRun run{
        .evaluations = std::ssize(record.steps),
        .evaluations_to_target = evaluations_to(
            best_so_far(record, arm.arm.config.race.constraint_tolerance, arm.problem.sense()),
            target),
        .proposal_seconds = record.model.empty() ? std::nan("") : record.proposal_seconds};
    for (Index i = 0; i < run.evaluations_to_target; ++i) {
        const auto step = record.steps.begin() + i;
        run.rounds_to_target += i == 0 || step->round != std::prev(step)->round ? 1 : 0;
    }
    return run;
}

/// @param count  of a run to its target, 0 where it did not get there
std::vector<double> counts_of(const RaceEntry& entry, Index RaceRun::*count) {
    std::vector<double> counts;
    for (const RaceRun& run : entry.runs) {
        counts.push_back(run.*count > 0 ? static_cast<double>(run.*count) : nothing_yet);
    }
    return counts;
}

}  // namespace

std::string course_name(const ArmResults& arm) {
    const auto chosen = arm.arm.choices | std::views::values;
    return arm.arm.choices.empty() ? arm.problem.name : fmt::format("{}", fmt::join(chosen, ", "));
}

std::optional<double> optimum_of(const ArmResults& arm) {
    const std::optional<double>& stated = arm.arm.config.race.optimum;
    return stated                      ? stated
           : arm.problem.known_optimum ? std::optional(arm.problem.known_optimum->value)
                                       : std::nullopt;
}

std::optional<double> target_of(const ArmResults& arm) {
    const RaceConfig& race = arm.arm.config.race;
    const std::optional<double> optimum = optimum_of(arm);
    return optimum && race.scale
               ? std::optional(arm.problem.sense() * *optimum + race.tolerance * *race.scale)
               : std::nullopt;
}

std::optional<RaceCourse> race_course(const StudyResults& study, std::size_t number) {
    const ArmResults& arm = study.arms[number];
    const std::optional<double> target = target_of(arm);
    if (!target) {
        return std::nullopt;
    }
    RaceCourse course{number, course_name(arm), {}};
    for (const ReplicateRecord& replicate : arm.replicates) {
        for (const OptimizerRecord& record : replicate.optimizers) {
            auto entry = std::ranges::find(course.entries, record.name, &RaceEntry::optimizer);
            if (entry == course.entries.end()) {
                entry = course.entries.insert(entry, RaceEntry{record.name, {}});
            }
            entry->runs.push_back(run_of(record, *target, arm));
            entry->runs.back().replicate = replicate.replicate;
        }
    }
    return course.entries.empty() ? std::nullopt : std::optional(std::move(course));
}

std::vector<RaceCourse> race_courses(const StudyResults& study) {
    std::vector<RaceCourse> courses;
    for (std::size_t arm = 0; arm < study.arms.size(); ++arm) {
        if (std::optional<RaceCourse> course = race_course(study, arm)) {
            courses.push_back(std::move(*course));
        }
    }
    return courses;
}

std::vector<std::string> racers(std::span<const RaceCourse> courses) {
    std::vector<std::string> names;
    for (const RaceCourse& course : courses) {
        for (const RaceEntry& entry : course.entries) {
            append_once(names, entry.optimizer);
        }
    }
    return names;
}

const RaceEntry* find_entry(const RaceCourse& course, const std::string& optimizer) {
    const auto found = std::ranges::find(course.entries, optimizer, &RaceEntry::optimizer);
    return found == course.entries.end() ? nullptr : &*found;
}

std::vector<double> evaluations_of(const RaceEntry& entry) {
    return counts_of(entry, &RaceRun::evaluations_to_target);
}

RacePairs paired_evaluations(const RaceEntry& a, const RaceEntry& b) {
    const std::vector<double> all_a = evaluations_of(a);
    const std::vector<double> all_b = evaluations_of(b);
    RacePairs pairs;
    for (std::size_t i = 0; i < a.runs.size(); ++i) {
        const auto other = std::ranges::find(b.runs, a.runs[i].replicate, &RaceRun::replicate);
        if (other != b.runs.end()) {
            pairs.a.push_back(all_a[i]);
            pairs.b.push_back(all_b[static_cast<std::size_t>(other - b.runs.begin())]);
        }
    }
    return pairs;
}

std::vector<double> rounds_of(const RaceEntry& entry) {
    return counts_of(entry, &RaceRun::rounds_to_target);
}

Index longest_run(const RaceCourse& course) {
    Index longest = 0;
    for (const RaceEntry& entry : course.entries) {
        for (const RaceRun& run : entry.runs) {
            longest = std::max(longest, run.evaluations);
        }
    }
    return longest;
}

}  // namespace jennopt
