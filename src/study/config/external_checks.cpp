#include "core/control.hpp"
#include "jennopt/core/error.hpp"
#include "problem/line_pattern.hpp"
#include "problem/names.hpp"
#include "study/config/blocks.hpp"
#include "study/config/settings.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <set>

namespace jennopt {

namespace {

void check_letters(const std::string& name, const Cursor& at) {
    if (!is_name(name, true)) {
        at.complain(fmt::format("is '{}', expected letters, digits, -, _ and .", name));
    }
}

void check_names(const std::vector<std::string>& names,
                 const Cursor& list,
                 std::set<std::string>& seen) {
    for (std::size_t i = 0; i < names.size(); ++i) {
        const Cursor at = list[i]["name"];
        if (!is_name(names[i], true)) {
            check_letters(names[i], at);
        } else if (!seen.insert(names[i]).second) {
            at.complain(fmt::format("is '{}' again, expected a name of its own", names[i]));
        }
    }
}

void check_bounds(const std::vector<Input>& inputs, const Cursor& list) {
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        if (inputs[i].lower >= inputs[i].upper) {
            list[i]["upper"].complain(fmt::format(
                "is {}, expected more than lower, {}", inputs[i].upper, inputs[i].lower));
        }
        if (inputs[i].scale == InputScale::log && inputs[i].lower <= 0.0) {
            list[i]["lower"].refuse("a number > 0, as the scale is log");
        }
        for (const auto& [key, bound] :
             {std::pair("lower", inputs[i].lower), std::pair("upper", inputs[i].upper)}) {
            if (inputs[i].integer && bound != std::floor(bound)) {
                list[i][key].refuse("a whole number, as the input is an integer");
            }
        }
    }
}

void check_roles(const std::vector<Output>& outputs, const Cursor& list) {
    Index objectives = 0;
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        if (is_objective(outputs[i]) && ++objectives == 2) {
            list[i]["role"].complain("is objective again, expected at most one objective");
        }
    }
}

bool check_input(const std::string& name,
                 const std::vector<std::string>& inputs,
                 const Cursor& at) {
    const bool is_input = contains(inputs, name);
    if (!is_input) {
        at.complain(fmt::format("'{}' is no input, expected {}", name, one_of(inputs, name)));
    }
    return is_input;
}

/// Whether every system could keep a file of this name: a program gets the whole of it.
bool is_nameable(const std::filesystem::path& path) {
    constexpr std::size_t longest = 255;
    return std::ranges::all_of(path, [](const std::filesystem::path& part) {
        const std::string name = part.string();
        return name.size() <= longest && std::ranges::none_of(name, is_control);
    });
}

bool is_in_folder(const std::filesystem::path& file) {
    return file.is_relative() && file.has_filename() && std::ranges::find(file, "..") == file.end();
}

/// A file inside the evaluation's folder that is not one of ours.
void check_target(const std::string& target, const Cursor& at) {
    static const std::vector<std::string> ours = {
        "point.json", "result.json", "stdout.txt", "stderr.txt", "finished"};
    const std::filesystem::path path(target);
    if (!is_in_folder(path) || !is_nameable(path) ||
        contains(ours, path.lexically_normal().string())) {
        at.complain(
            fmt::format("is no file of the evaluation's folder, expected a relative path "
                        "other than {}",
                        fmt::join(ours, ", ")));
    }
}

void check_environment(const std::map<std::string, std::string>& variables, const Cursor& at) {
    const auto is_cut = [](const std::string& text) { return text.find('\0') < text.size(); };
    for (const auto& [name, value] : variables) {
        if (name.empty() || name.find('=') < name.size() || is_cut(name) || is_cut(value)) {
            at[name].complain("is no variable, expected a name without = and a text");
        }
    }
}

void check_pattern(const ResultPattern& where, const Cursor& at) {
    try {
        (void)LinePattern(where.pattern);
    } catch (const ConfigError& error) {
        at.complain(error.what());
    }
    if (!where.file.empty() && !is_in_folder(where.file)) {
        at.complain(fmt::format(
            "is in the file '{}', expected one of the evaluation's folder by its relative path",
            where.file));
    }
}

void check_result(const ExternalConfig& external,
                  const std::vector<std::string>& inputs,
                  const ExternalResult& result,
                  const Cursor& at) {
    check_pattern(result.value, at["pattern"]);
    for (const auto& [input, where] : result.partials) {
        const Cursor partial = at["partials"][input];
        if (check_input(input, inputs, partial) && !contains(external.partials, input)) {
            partial.complain("is not among the inputs of external.partials, expected it there");
        }
        check_pattern(where, partial);
    }
}

void check_results(const ExternalConfig& external,
                   const std::vector<std::string>& inputs,
                   const std::vector<std::string>& outputs,
                   const Cursor& at) {
    for (const std::string& output : outputs) {
        if (!external.results.empty() && !external.results.contains(output)) {
            at.complain(fmt::format("has no output '{}', expected every output", output));
        }
    }
    for (const auto& [output, result] : external.results) {
        if (!contains(outputs, output)) {
            at[output].complain("is no output, expected " + one_of(outputs, output));
        }
        check_result(external, inputs, result, at[output]);
    }
}

}  // namespace

void check_program_less(const ProblemConfig& problem, const Cursor& block) {
    for (const char* key : {"inputs", "outputs"}) {
        if (block.node.find(key) == nullptr) {
            block[key].complain("is missing, expected both inputs and outputs");
        }
    }
    std::set<std::string> seen;
    check_names(names_of(problem.inputs), block["inputs"], seen);
    check_names(names_of(problem.outputs), block["outputs"], seen);
    check_bounds(problem.inputs, block["inputs"]);
    check_roles(problem.outputs, block["outputs"]);
    if (!problem.options.empty()) {
        block.refuse_key("options", "none: there is no program that could take them");
    }
}

void check_external(const ExternalConfig& external, const Cursor& block) {
    const std::vector<std::string> inputs = names_of(external.inputs);
    const std::vector<std::string> outputs = names_of(external.outputs);
    check_letters(external.name, block["name"]);
    if (external.command.empty() || external.command.front().empty()) {
        block["command"].complain("names no program, expected one, as in [python3, beam.py]");
    }
    std::set<std::string> seen;
    check_names(inputs, block["inputs"], seen);
    check_names(outputs, block["outputs"], seen);
    check_bounds(external.inputs, block["inputs"]);
    check_roles(external.outputs, block["outputs"]);
    for (std::size_t i = 0; i < external.partials.size(); ++i) {
        const Cursor list = block["partials"];  // true stands for all inputs, which are right
        check_input(
            external.partials[i], inputs, list.node.kind == Document::Kind::list ? list[i] : list);
    }
    check_environment(external.environment, block["environment"]);
    for (const auto& [target, source] : external.templates) {
        check_target(target, block["templates"][target]);
    }
    check_results(external, inputs, outputs, block["results"]);
}

}  // namespace jennopt
