#include "cli/planned_studies.hpp"

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "core/archive.hpp"
#include "core/format.hpp"
#include "core/shell_word.hpp"
#include "jennopt/core/error.hpp"
#include "study/memory.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace jennopt {

namespace {

/// The command that makes the study again, without what changes no result: jobs, output, quiet,
/// force.
std::string reproduction(const std::string& file, const CommandLine& line) {
    return fmt::format("jennopt run {}{}", shell_word(file), study_options(line));
}

/// The study that a word of the command names: a file, or what an archive holds.
PlannedStudy read_argument(const std::string& argument, const CommandLine& line) {
    PlannedStudy next;
    next.options = {.output = line.output,
                    .jobs = line.jobs,
                    .force = line.force,
                    .retry_failed = line.retry_failed,
                    .only = line.only,
                    .command = reproduction(argument, line)};
    std::filesystem::path file = argument;
    std::vector<Override> overrides;
    if (is_archive_name(argument)) {
        if (line.command != "run") {
            throw ConfigError(fmt::format(
                "{}: is an archive, expected a study file; jennopt run unpacks it", argument));
        }
        next.unpacked = unpack_study(argument, line.has_output ? line.output : file.parent_path());
        file = next.unpacked->file;
        overrides = next.unpacked->overrides;
        next.options.output = next.unpacked->output;
    }
    overrides.insert(overrides.end(), line.overrides.begin(), line.overrides.end());
    next.study = read_study(file, overrides);
    return next;
}

bool offers_problem(const std::vector<std::filesystem::path>& places, const std::string& name) {
    const std::vector<std::string> names = ProblemRegistry(places).names();
    return std::ranges::find(names, name) != names.end();
}

/// Where problems are looked for: what the study file names only where it is run.
std::vector<std::filesystem::path> places_for(const Study& study, const CommandLine& line) {
    std::vector<std::filesystem::path> places;
    if (line.command == "run") {
        places = plugin_places(study);
    }
    std::ranges::copy(plugin_places(line), std::back_inserter(places));
    return places;
}

}  // namespace

std::string study_options(const CommandLine& line) {
    std::string text;
    for (const Override& override : line.overrides) {
        text += " --set " + shell_word(override.path + "=" + override.value);
    }
    for (const std::filesystem::path& place : line.plugin_path) {
        text += " --plugin-path " + shell_word(place.string());
    }
    return line.simd.empty() ? text : text + " --simd " + shell_word(line.simd);
}

void require_program(const Study& study) {
    for (const Arm& arm : study.arms) {
        if (arm.config.problem.has_no_program()) {
            throw ConfigError(
                fmt::format("{}: problem: has inputs and outputs and no program to run; jennopt "
                            "suggest {} --data runs.csv proposes what to evaluate",
                            place_of(arm, "problem"),
                            study.file.string()));
        }
    }
}

std::vector<std::filesystem::path> built_in_places() {
    const std::filesystem::path program =
        std::filesystem::read_symlink("/proc/self/exe").parent_path();
    for (const char* built_in : {"problems", JENNOPT_INSTALLED_PROBLEMS}) {
        if (std::filesystem::is_directory(program / built_in)) {
            return {program / built_in};
        }
    }
    return {};
}

std::vector<std::filesystem::path> plugin_places(const CommandLine& line) {
    std::vector<std::filesystem::path> places = line.plugin_path;
    std::ranges::copy(built_in_places(), std::back_inserter(places));
    return places;
}

std::string unloaded_problem(const Study& study, const CommandLine& line) {
    for (const std::filesystem::path& place : plugin_places(study)) {
        for (const Arm& arm : study.arms) {
            const std::string& name = arm.config.problem.name;
            if (offers_problem({place}, name) && !offers_problem(line.plugin_path, name)) {
                return fmt::format(
                    "problem {} is not looked at: its module is named by the study file alone, and "
                    "loading it runs its code. jennopt {} {} --plugin-path {} loads it, as does "
                    "jennopt run.",
                    name,
                    line.command,
                    study.file.string(),
                    place.string());
            }
        }
    }
    return "";
}

PlannedStudies plan_all(const CommandLine& line) {
    PlannedStudies all;
    std::vector<PlannedStudy>& planned = all.studies;
    planned.reserve(line.arguments.size());
    std::string errors;
    if (line.hours > 0.0) {
        using Clock = std::chrono::steady_clock;
        const std::chrono::duration<double, std::ratio<3600>> hours(line.hours);
        all.end = Clock::now() + std::chrono::duration_cast<Clock::duration>(hours);
    }
    for (const std::string& file : line.arguments) {
        try {
            PlannedStudy next = read_argument(file, line);
            if (const auto table = missing_table(next.study)) {
                all.left_out.push_back(
                    fmt::format("{}: left out, {} is not there; see the head of {}",
                                next.study.name,
                                table->string(),
                                file));
                continue;
            }
            next.options.end = all.end;
            next.options.plugin_path = places_for(next.study, line);
            if (line.command != "run") {
                next.not_loaded = unloaded_problem(next.study, line);
            }
            planned.push_back(std::move(next));
            PlannedStudy& last = planned.back();  // arms point into its study
            if (!last.not_loaded.empty()) {
                continue;
            }
            last.arms = plan(last.study, ProblemRegistry(last.options.plugin_path));
            require_memory(last.arms);
        } catch (const ConfigError& error) {
            errors += fmt::format("{}{}", errors.empty() ? "" : "\n", error.what());
        }
    }
    if (!errors.empty()) {
        throw ConfigError(errors);
    }
    return all;
}

void print_left_out(const PlannedStudies& planned) {
    for (const std::string& sentence : planned.left_out) {
        print_message("{}\n", sentence);
    }
}

void print_left_out_again(const PlannedStudies& planned) {
    if (!planned.studies.empty()) {
        print_left_out(planned);
    }
}

}  // namespace jennopt
