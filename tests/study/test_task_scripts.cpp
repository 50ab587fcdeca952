#include "core/shell_word.hpp"
#include "core/text_file.hpp"
#include "study/task_scripts.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"
#include "support/shell.hpp"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

using namespace jennopt;

namespace {

TaskList five_tasks() {
    return {.study = "wing",
            .plan = "jennopt plan wing.yaml",
            .run = "echo run",
            .units = {"a/0", "a/1", "a/2", "b/0", "b 'x'/1"},
            .folder = "/",
            .jobs = 2,
            .at_once = 3};
}

}  // namespace

TEST_CASE("task scripts: a word of a shell comes back as it is, whatever is in it", "[study]") {
    for (const std::string text : {"plain-1.2/x=3",
                                   "",
                                   "two words",
                                   "it's",
                                   "$(touch x) `y` $HOME",
                                   "a;b&c|d>e<f*?[x]!#~{1..3}",
                                   R"(back\slash "quotes")",
                                   "line\nbreak"}) {
        INFO(text);
        CHECK(shell_output("printf %s " + shell_word(text)) == text);
    }
    CHECK(shell_word("plain-1.2/x=3") == "plain-1.2/x=3");
}

TEST_CASE(
    "task scripts: the line for GNU parallel and the script for Slurm hold what was asked for",
    "[study]") {
    CHECK(parallel_line(five_tasks()) ==
          "jennopt plan wing.yaml | parallel --jobs 3 --joblog wing.joblog\n");
    const std::string script =
        slurm_script(five_tasks(), {.time = "2:00:00", .memory = "4G", .array_limit = 2});
    for (const char* words : {"#SBATCH --array=0-1%3\n",
                              "#SBATCH --cpus-per-task=2\n",
                              "#SBATCH --time=2:00:00\n",
                              "#SBATCH --mem=4G\n"}) {
        CHECK_THAT(script, Catch::Contains(words));
    }
    CHECK(slurm_script(five_tasks(), {}).find("--time") == std::string::npos);

    // Every unit is run by one task of the arrays that the script submits.
    const ScratchFolder folder;
    const std::filesystem::path file = folder.path() / "wing.sbatch";
    write_text(file, script);
    const std::filesystem::path submissions = folder.path() / "submissions";
    write_text(folder.path() / "sbatch",
               "#!/bin/sh\necho \"$@\" >>" + submissions.string() + "\necho '7;cluster'\n");
    std::filesystem::permissions(folder.path() / "sbatch", std::filesystem::perms::owner_all);
    CHECK(shell_output("PATH=" + folder.path().string() + ":$PATH bash " + file.string()) ==
          "Submitted batch job 7\nSubmitted batch job 7\nSubmitted batch job 7\n");
    const std::string name = " " + file.string() + "\n";
    const std::string after = " --dependency=afterany:7" + name;
    CHECK(read_text(submissions) ==
          "--parsable --array=0-1%3 --export=ALL,FIRST_UNIT=0" + name +
              "--parsable --array=0-1%3 --export=ALL,FIRST_UNIT=2" + after +
              "--parsable --array=0-0%3 --export=ALL,FIRST_UNIT=4" + after);
    CHECK_THAT(script, Catch::Contains("#SBATCH --signal=B:TERM@30\n"));
    CHECK(command_lines(five_tasks()).starts_with("cd / && echo run a/0\n"));
    std::string ran;
    for (const auto& [first, task] :
         std::vector<std::pair<int, int>>{{0, 0}, {0, 1}, {2, 0}, {2, 1}, {4, 0}}) {
        ran += shell_output("FIRST_UNIT=" + std::to_string(first) + " SLURM_ARRAY_TASK_ID=" +
                            std::to_string(task) + " bash " + file.string());
    }
    CHECK(ran == "run a/0\nrun a/1\nrun a/2\nrun b/0\nrun b 'x'/1\n");
}
