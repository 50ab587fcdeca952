#include "study/task_scripts.hpp"

#include "core/format.hpp"
#include "core/shell_word.hpp"

#include <algorithm>

namespace jennopt {

namespace {

/// "0-199%50"
std::string array_of(Index count, Index at_once) {
    return fmt::format("0-{}{}", count - 1, at_once > 0 ? fmt::format("%{}", at_once) : "");
}

std::string directive(const std::string& option, const std::string& value) {
    return value.empty() ? "" : fmt::format("#SBATCH --{}={}\n", option, value);
}

}  // namespace

std::string command_lines(const TaskList& tasks) {
    std::string text;
    for (const std::string& unit : tasks.units) {
        text +=
            fmt::format("cd {} && {} {}\n", shell_word(tasks.folder), tasks.run, shell_word(unit));
    }
    return text;
}

std::string parallel_line(const TaskList& tasks) {
    return fmt::format("{} | parallel {}--joblog {}\n",
                       tasks.plan,
                       tasks.at_once > 0 ? fmt::format("--jobs {} ", tasks.at_once) : "",
                       shell_word(tasks.study + ".joblog"));
}

std::string slurm_script(const TaskList& tasks, const SlurmRequest& request) {
    const Index count = std::ssize(tasks.units);
    const Index first = std::min(count, request.array_limit);
    std::string units;
    for (const std::string& unit : tasks.units) {
        units += fmt::format("    {}\n", shell_word(unit));
    }
    std::string submissions;
    for (Index begin = 0; begin < count; begin += request.array_limit) {
        const Index size = std::min(count - begin, request.array_limit);
        // The limit is of one array: the next one waits for it.
        const bool waits = begin > 0 && tasks.at_once > 0;
        submissions += fmt::format(
            "    last=$(sbatch --parsable --array={} --export=ALL,FIRST_UNIT={}{} \"$0\") || exit\n"
            "    echo \"Submitted batch job ${{last%%;*}}\"\n",
            array_of(size, tasks.at_once),
            begin,
            waits ? " --dependency=afterany:${last%%;*}" : "");
    }
    return fmt::format(
        R"(#!/bin/bash
# {count} replicates of the study {study} as Slurm job array{plural}; submit {all} with: bash THIS_FILE
# A task that failed, or ran out of time, goes on where it was when it is submitted again; one that
# is finished ends at once.
#SBATCH --job-name={study}
#SBATCH --array={array}
#SBATCH --cpus-per-task={jobs}
{time}{memory}#SBATCH --signal=B:TERM@30
#SBATCH --output={study}-%A_%a.out
if [[ -z ${{SLURM_ARRAY_TASK_ID:-}} ]]; then
{submissions}    exit
fi
units=(
{units})
cd {folder} || exit
exec {run} "${{units[${{FIRST_UNIT:-0}} + SLURM_ARRAY_TASK_ID]}}"
)",
        fmt::arg("count", count),
        fmt::arg("study", tasks.study),
        fmt::arg("plural", count > first ? "s" : ""),
        fmt::arg("all", count > first ? "all" : "it"),
        fmt::arg("array", array_of(first, tasks.at_once)),
        fmt::arg("jobs", tasks.jobs),
        fmt::arg("time", directive("time", request.time)),
        fmt::arg("memory", directive("mem", request.memory)),
        fmt::arg("submissions", submissions),
        fmt::arg("units", units),
        fmt::arg("folder", shell_word(tasks.folder)),
        fmt::arg("run", tasks.run));
}

}  // namespace jennopt
