#include "cli/command_list.hpp"

#include "core/format.hpp"
#include "core/nearest.hpp"
#include "jennopt/core/error.hpp"

#include <algorithm>
#include <limits>

namespace jennopt {

namespace {

/// "--jobs" of "-j" and "--jobs=3".
std::string long_name_of(const std::string& word) {
    const std::string name = word.substr(0, word.find('='));
    return name.starts_with("--") ? name : "--" + name.substr(name.find_first_not_of('-'));
}

}  // namespace

const std::vector<Command>& commands() {
    constexpr std::size_t any_number = std::numeric_limits<std::size_t>::max();
    static const std::vector<Command> list{
        {"run",
         "STUDY.yaml...",
         1,
         any_number,
         "run a study, or an archive of one, or continue it, and write its report",
         {"set",
          "output",
          "jobs",
          "only",
          "quiet",
          "force",
          "retry-failed",
          "hours",
          "plugin-path",
          "simd"}},
        {"check",
         "STUDY.yaml...",
         1,
         any_number,
         "check a study and print its plan; run nothing",
         {"set", "output", "plugin-path", "partials"}},
        {"plan",
         "STUDY.yaml",
         1,
         1,
         "print a command per replicate, for many machines: as a list, for GNU parallel or Slurm",
         {"set",
          "output",
          "jobs",
          "parallel",
          "slurm",
          "at-once",
          "time",
          "memory",
          "array-limit",
          "plugin-path",
          "simd"}},
        {"problems", "[NAME]", 0, 1, "list the problems, or describe one", {"plugin-path"}},
        {"describe",
         "study|man|completion",
         1,
         1,
         "every key of a study file; the manual page; completion for bash",
         {}},
        {"report", "FOLDER", 1, 1, "write the report of a study's folder again", {"plugin-path"}},
        {"pack",
         "FOLDER",
         1,
         1,
         "make one archive of a study and its results, which jennopt run takes",
         {"output", "with"}},
        {"predict",
         "MODEL.json POINTS.csv",
         2,
         2,
         "print a surrogate's values at the points of a table, as CSV",
         {"partials", "strict", "simd"}},
        {"export",
         "MODEL.json",
         1,
         1,
         "write a surrogate for other programs; its own file is plain JSON, too",
         {"c", "jenn", "onnx"}},
        {"suggest",
         "STUDY.yaml",
         1,
         1,
         "print the points to run next, as CSV, from the table of what was run",
         {"data", "count", "optimizer", "output", "set", "plugin-path", "simd"}},
    };
    return list;
}

const Command& find_command(const std::string& name) {
    std::vector<std::string> names;
    for (const Command& command : commands()) {
        if (command.name == name) {
            return command;
        }
        names.emplace_back(command.name);
    }
    const bool is_study = name.ends_with(".yaml") || name.ends_with(".yml");
    const std::string hint =
        is_study ? fmt::format("; did you mean 'run {}'?", name) : did_you_mean(name, names);
    throw ConfigError(fmt::format("unknown command {}{}{} {}",
                                  name,
                                  hint,
                                  hint.empty() ? "; the commands are" : " The commands are",
                                  fmt::join(names, ", ")));
}

std::string unknown_option(const Command& command, const std::string& word) {
    const std::string name = long_name_of(word);
    std::vector<std::string> own{"--help"};
    for (const char* option : command.options) {
        own.push_back(std::string("--") + option);
    }
    for (const Command& other : commands()) {
        const bool has = std::ranges::any_of(
            other.options, [&](const char* option) { return name.substr(2) == option; });
        if (has && std::string(other.name) != command.name) {
            return fmt::format(
                "jennopt {} has no option {} (jennopt {} has)", command.name, word, other.name);
        }
    }
    return fmt::format(
        "jennopt {} has no option {}{}", command.name, word, did_you_mean(name, own));
}

void require_arguments(const Command& command, const std::vector<std::string>& arguments) {
    if (arguments.size() >= command.fewest && arguments.size() <= command.most) {
        return;
    }
    throw ConfigError(
        fmt::format("jennopt {} takes {}, found {} argument{}: {}",
                    command.name,
                    command.arguments,
                    arguments.size(),
                    arguments.size() == 1 ? "" : "s",
                    arguments.empty() ? "none" : fmt::format("{}", fmt::join(arguments, " "))));
}

}  // namespace jennopt
