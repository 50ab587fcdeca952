#include "cli/option_list.hpp"

#include "core/format.hpp"

#include <algorithm>

namespace jennopt {

namespace {

namespace po = boost::program_options;

/// @param command  that they are described for
po::options_description all_options(std::string_view command) {
    const std::string output =
        command == "suggest" ? "file for the points, default the terminal"
        : command == "pack"  ? "the archive, default STUDY.tar.gz"
                            : "folder for results, default results; the study gets a folder of its "
                              "own in it (an archive: beside it)";
    const std::string jobs =
        command == "plan"
            ? "processors of each task, default 1"
            : "replicates to run at once, default one per core; results do not depend on it";
    const std::string partials = command == "check" ? "compare partial derivatives with differences"
                                                    : "print the partial derivatives too";
    po::options_description options;
    options.add_options()                     //
        ("help,h", "this text")               //
        ("version", "the program's version")  //
        ("set",
         po::value<std::vector<std::string>>()->value_name("KEY=VALUE"),
         "set a key of the study file, as in --set sampling.count=50; may be repeated")  //
        ("output,o",
         po::value<std::string>()->value_name("DIR"),
         output.c_str())  //
        ("jobs,j",
         po::value<std::string>()->value_name("N"),
         jobs.c_str())  //
        ("only",
         po::value<std::vector<std::string>>()->value_name("ARM/REPLICATE"),
         "run this replicate only, or all of ARM; may be repeated; jennopt plan lists them")   //
        ("quiet,q", "no progress, only the result")                                            //
        ("force", "discard the results in the study's folder; its evaluations are kept")       //
        ("retry-failed", "ask again where an evaluation failed, and make what used it again")  //
        ("hours",
         po::value<std::string>()->value_name("H"),
         "end in order after so many hours, as in --hours 11.5 of a queue's 12; the same command "
         "goes on (exit code 130)")  //
        ("plugin-path",
         po::value<std::vector<std::string>>()->value_name("PATH"),
         "folder or file with problem plugins to load; may be repeated; report needs none")  //
        ("partials", partials.c_str())                                                       //
        ("simd",
         po::value<std::string>()->value_name("NAME"),
         "instruction set to compute with, default the best one of the processor: avx512, avx2, "
         "baseline; the same one on all machines rounds alike")                   //
        ("strict", "refuse points outside of the range of the training samples")  //
        ("jenn",
         po::value<std::string>()->value_name("FILE.json"),
         "new file to write: parameters.json of the Python package JENN 2.1.1")  //
        ("c",
         po::value<std::string>()->value_name("FILE.c"),
         "new file to write: C99 that evaluates values and partials, with a self-test")  //
        ("onnx",
         po::value<std::string>()->value_name("FILE.onnx"),
         "new file to write: an ONNX graph of values and partials")  //
        ("data",
         po::value<std::string>()->value_name("FILE"),
         "table of what was run: a column per input and output, d_<output>_d_<input> for partials; "
         "empty outputs: a failed run; need not be there yet")  //
        ("count",
         po::value<std::string>()->value_name("N"),
         "points to propose, default what is left of a batch of the optimizer")  //
        ("optimizer",
         po::value<std::string>()->value_name("NAME"),
         "which one of the study, if it has several")  //
        ("parallel",
         "print a line for GNU parallel instead, which keeps STUDY.joblog in the current "
         "folder")                                                                           //
        ("slurm", "print a script for Slurm instead: job arrays, submitted by bash SCRIPT")  //
        ("at-once",
         po::value<std::string>()->value_name("N"),
         "tasks at once, default one per core (parallel), or what the batch system lets run")  //
        ("time",
         po::value<std::string>()->value_name("H:MM:SS"),
         "slurm: limit of each task, default the partition's")  //
        ("memory",
         po::value<std::string>()->value_name("SIZE"),
         "slurm: of each task, as in 4G, default the partition's")  //
        ("array-limit",
         po::value<std::string>()->value_name("N"),
         "slurm: tasks of one array at most, default 1000 (MaxArraySize less one)")  //
        ("with",
         po::value<std::vector<std::string>>()->value_name("PATH"),
         "further file or folder, from the study file's folder, that its programs need; may be "
         "repeated");
    return options;
}

/// "--output": what help shows of an option is "-o [ --output ] DIR".
std::string spelled(const po::option_description& option) {
    const std::string shown = option.format_name();
    const std::string brief = shown.starts_with("--") ? "" : shown.substr(0, 2) + ", ";
    const std::string value = option.format_parameter();
    return fmt::format("{}--{}{}{}", brief, option.long_name(), value.empty() ? "" : " ", value);
}

}  // namespace

boost::program_options::options_description options_of(const Command& command) {
    po::options_description options("Options");
    const po::options_description all = all_options(command.name);
    for (const auto& option : all.options()) {
        const std::string name = option->long_name();
        if (name == "help" || std::find(command.options.begin(), command.options.end(), name) !=
                                  command.options.end()) {
            options.add(option);
        }
    }
    return options;
}

std::vector<OptionHelp> option_help(const Command& command) {
    std::vector<OptionHelp> all;
    const po::options_description options = options_of(command);
    for (const auto& option : options.options()) {
        all.push_back({"--" + option->long_name(), spelled(*option), option->description()});
    }
    return all;
}

}  // namespace jennopt
