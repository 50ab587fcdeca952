#include "report/race.hpp"

#include "core/format.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <ranges>

namespace jennopt {

namespace {

constexpr double nothing_yet = std::numeric_limits<double>::infinity();

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

RaceRun run_of(const OptimizerRecord& record, const RaceConfig& race, double optimum) {
    const double target = race.tolerance * *race.scale;
    RaceRun run{.proposal_seconds = record.model.empty() ? std::nan("") : record.proposal_seconds};
    double best = nothing_yet;
    Index rounds = 0;
    Index last_round = -1;
    for (const StepRecord& step : record.steps) {
        rounds += step.round == last_round ? 0 : 1;
        last_round = step.round;
        if (step.violation <= race.constraint_tolerance && step.value - optimum < best) {
            best = step.value - optimum;
        }
        run.gaps.push_back(best);
        if (best <= target && run.evaluations_to_target == 0) {
            run.evaluations_to_target = std::ssize(run.gaps);
            run.rounds_to_target = rounds;
        }
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

std::vector<RaceCourse> race_courses(const StudyResults& study) {
    std::vector<RaceCourse> courses;
    for (std::size_t a = 0; a < study.arms.size(); ++a) {
        const ArmResults& arm = study.arms[a];
        const RaceConfig& race = arm.arm.config.race;
        const std::optional<double> optimum = optimum_of(arm);
        if (!race.scale || !optimum) {
            continue;
        }
        RaceCourse course{a, course_name(arm), race.tolerance * *race.scale, {}};
        for (const ReplicateRecord& replicate : arm.replicates) {
            for (const OptimizerRecord& record : replicate.optimizers) {
                auto entry = std::ranges::find(course.entries, record.name, &RaceEntry::optimizer);
                if (entry == course.entries.end()) {
                    entry = course.entries.insert(entry, RaceEntry{record.name, {}});
                }
                entry->runs.push_back(run_of(record, race, *optimum));
                entry->runs.back().replicate = replicate.replicate;
            }
        }
        if (!course.entries.empty()) {
            courses.push_back(std::move(course));
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

double gap_after(const RaceRun& run, Index evaluations) {
    if (run.gaps.empty()) {
        return nothing_yet;
    }
    const auto place = std::min(static_cast<std::size_t>(evaluations), run.gaps.size());
    return run.gaps[place - 1];
}

Index longest_run(const RaceCourse& course) {
    std::size_t longest = 0;
    for (const RaceEntry& entry : course.entries) {
        for (const RaceRun& run : entry.runs) {
            longest = std::max(longest, run.gaps.size());
        }
    }
    return static_cast<Index>(longest);
}

}  // namespace jennopt
