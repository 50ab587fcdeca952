#pragma once

#include "jennopt/core/types.hpp"

#include <string>
#include <vector>

namespace jennopt {

/// A study as tasks that a batch system or a person starts, one per replicate of an arm.
struct TaskList {
    std::string study;  ///< name
    std::string plan;   ///< shell command that prints one command per line
    std::string run;    ///< shell command that a unit follows: "jennopt run ... --only"
    std::vector<std::string> units;  ///< ARM/REPLICATE
    std::string folder;              ///< current one, absolute, that the commands start in
    Index jobs = 1;                  ///< processors of each task
    Index at_once = 0;               ///< tasks at once; 0: as many as there are processors, or
                                     ///< as the batch system lets run
};

/// What a batch system is asked for.
struct SlurmRequest {
    std::string time;          ///< of each task, as sbatch takes it; "": the partition's default
    std::string memory;        ///< of each task, as sbatch takes it; "": the partition's default
    Index array_limit = 1000;  ///< tasks of one array, at most
};

/// One command per line, which holds in any folder.
[[nodiscard]] std::string command_lines(const TaskList& tasks);

/// A line for a shell that runs them by GNU parallel. Given again it runs all of them again, of
/// which those that are finished end at once: GNU parallel's own --resume-failed knows tasks by
/// their place in the list, and leaves out what a changed study has there.
[[nodiscard]] std::string parallel_line(const TaskList& tasks);

/// A script for bash that submits itself to Slurm as job arrays, several where there are more units
/// than an array may have.
[[nodiscard]] std::string slurm_script(const TaskList& tasks, const SlurmRequest& request);

}  // namespace jennopt
