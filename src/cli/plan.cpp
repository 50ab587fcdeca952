#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cli/planned_studies.hpp"
#include "core/format.hpp"
#include "core/shell_word.hpp"
#include "jennopt/core/error.hpp"
#include "report/number_text.hpp"
#include "study/seal.hpp"
#include "study/task_scripts.hpp"
#include "study/units.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <regex>
#include <sstream>

namespace jennopt {

namespace {

namespace fs = std::filesystem;

/// "jennopt" where a shell finds this program by that name, else its path.
std::string program_word() {
    const fs::path self = fs::read_symlink("/proc/self/exe");
    const char* path = std::getenv("PATH");
    std::istringstream folders(path == nullptr ? "" : path);
    for (std::string folder; std::getline(folders, folder, ':');) {
        std::error_code absent;
        if (const fs::path found = fs::path(folder) / "jennopt"; fs::exists(found, absent)) {
            return fs::equivalent(found, self, absent) ? "jennopt" : shell_word(self.string());
        }
    }
    return shell_word(self.string());
}

TaskList task_list(const CommandLine& line, const Study& study) {
    const std::string output =
        line.output == CommandLine().output ? "" : " --output " + shell_word(line.output.string());
    const std::string words = shell_word(line.arguments.front()) + study_options(line) + output;
    const std::string program = program_word();
    const std::string jobs = line.jobs > 1 ? fmt::format(" --jobs {}", line.jobs) : "";
    TaskList tasks{.study = study.name,
                   .plan = fmt::format("{} plan {}{}", program, words, jobs),
                   .run = fmt::format("{} run {} --jobs {} --only", program, words, line.jobs),
                   .units = {},
                   .folder = fs::current_path().string(),
                   .jobs = line.jobs,
                   .at_once = line.at_once};
    for (const Unit& unit : all_units(study)) {
        tasks.units.push_back(to_text(study, unit));
    }
    return tasks;
}

void require_form(const char* option,
                  const std::string& text,
                  const char* pattern,
                  const char* expected) {
    if (!text.empty() && !std::regex_match(text, std::regex(pattern))) {
        throw ConfigError(fmt::format("{} is {}, expected {}", option, text, expected));
    }
}

void require_fitting_options(const CommandLine& line) {
    require_form("--time",
                 line.time,
                 R"((\d+-)?\d{1,4}(:\d{2}){0,2})",
                 "minutes, hours:minutes:seconds or days-hours, as in 2:00:00");
    require_form("--memory", line.memory, R"(\d+[KMGT]?)", "a number with K, M, G or T, as in 4G");
    if (!line.slurm && !(line.time.empty() && line.memory.empty() && line.array_limit == 0)) {
        throw ConfigError("--time, --memory and --array-limit are of --slurm, which is not given");
    }
    if (line.at_once > 0 && !line.slurm && !line.parallel) {
        throw ConfigError("--at-once is of --parallel and --slurm, of which none is given");
    }
    if (line.slurm && line.parallel) {
        throw ConfigError("--slurm and --parallel are both given, expected one of them");
    }
}

}  // namespace

void plan_command(const CommandLine& line) {
    require_fitting_options(line);
    const PlannedStudies all = plan_all(line);
    print_left_out(all);
    if (all.studies.empty()) {
        return;
    }
    const Study& study = all.studies.front().study;
    require_program(study);
    if (const std::string& sentence = all.studies.front().not_loaded; !sentence.empty()) {
        print_message("{}: {}\n", study.name, sentence);
    }
    const std::vector<Unit> units = all_units(study);
    const auto finished = std::ranges::count_if(units, [&](const Unit& unit) {
        return is_done(unit_folder(line.output / study.name, study, unit));
    });
    if (finished > 0) {
        print_message("finished already: {} of {}; their commands end at once\n",
                      finished,
                      plural(std::ssize(units), "replicate"));
    }
    const TaskList tasks = task_list(line, study);
    if (line.parallel) {
        print_result("{}", parallel_line(tasks));
    } else if (line.slurm) {
        SlurmRequest request{.time = line.time, .memory = line.memory};
        request.array_limit = line.array_limit > 0 ? line.array_limit : request.array_limit;
        print_result("{}", slurm_script(tasks, request));
    } else {
        print_result("{}", command_lines(tasks));
    }
}

}  // namespace jennopt
