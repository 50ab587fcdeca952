#include "cli/command_line.hpp"

#include "cli/option_list.hpp"
#include "core/format.hpp"
#include "jennopt/core/error.hpp"

#include <algorithm>
#include <charconv>
#include <sstream>
#include <thread>

namespace jennopt {

namespace {

namespace po = boost::program_options;

constexpr Index most_points = 10000;
constexpr Index most_jobs = 10000;
constexpr Index most_tasks = 4000000;  // Slurm's own limit

Override parse_override(const std::string& text) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || text.find_first_not_of(' ') == equals) {
        throw ConfigError(
            fmt::format("--set {}: expected KEY=VALUE, as in --set sampling.count=50", text));
    }
    const std::size_t end = text.find_last_not_of(' ', equals - 1);
    return {.path = text.substr(0, end + 1), .value = text.substr(equals + 1)};
}

/// @param most  >= 1
Index whole_number(const char* option, const std::string& text, Index most) {
    Index number = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || stop != end || number < 1 || number > most) {
        throw ConfigError(
            fmt::format("{} is {}, expected a whole number from 1 to {}", option, text, most));
    }
    return number;
}

/// @return  > 0
double hours_of(const std::string& text) {
    constexpr double most = 1e6;
    double hours = 0.0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, hours);
    if (error != std::errc{} || stop != end || !(hours > 0.0) || hours > most) {
        throw ConfigError(
            fmt::format("--hours is {}, expected a number of hours > 0, as in 11.5", text));
    }
    return hours;
}

void read_suggest_values(const po::variables_map& values, CommandLine& line) {
    if (values.contains("optimizer")) {
        line.optimizer = values["optimizer"].as<std::string>();
    }
    if (values.contains("data")) {
        line.data = values["data"].as<std::string>();
    } else if (!line.help) {
        throw ConfigError(
            "jennopt suggest needs --data FILE, the table of what was run; the file "
            "need not be there yet");
    }
    if (values.contains("count")) {
        line.count = whole_number("--count", values["count"].as<std::string>(), most_points);
    }
}

void read_export_values(const po::variables_map& values, CommandLine& line) {
    int given = 0;
    for (const auto& [name, file] :
         {std::pair("c", &line.c), std::pair("jenn", &line.jenn), std::pair("onnx", &line.onnx)}) {
        if (values.contains(name)) {
            *file = values[name].as<std::string>();
            ++given;
        }
    }
    if (!line.help && given != 1) {
        throw ConfigError(
            "jennopt export needs one of --c FILE.c, --onnx FILE.onnx and --jenn FILE.json, what "
            "to "
            "write");
    }
}

void read_plan_values(const po::variables_map& values, CommandLine& line) {
    line.parallel = values.contains("parallel");
    line.slurm = values.contains("slurm");
    const auto text = [&values](const char* option) {
        return values.contains(option) ? values[option].as<std::string>() : std::string();
    };
    line.time = text("time");
    line.memory = text("memory");
    if (values.contains("at-once")) {
        line.at_once = whole_number("--at-once", text("at-once"), most_jobs);
    }
    if (values.contains("array-limit")) {
        line.array_limit = whole_number("--array-limit", text("array-limit"), most_tasks);
    }
}

void read_values(const po::variables_map& values, CommandLine& line) {
    line.help = values.contains("help");
    line.quiet = values.contains("quiet");
    line.force = values.contains("force");
    line.retry_failed = values.contains("retry-failed");
    line.partials = values.contains("partials");
    line.strict = values.contains("strict");
    if (values.contains("set")) {
        for (const std::string& text : values["set"].as<std::vector<std::string>>()) {
            line.overrides.push_back(parse_override(text));
        }
    }
    if (values.contains("plugin-path")) {
        const auto& places = values["plugin-path"].as<std::vector<std::string>>();
        line.plugin_path.assign(places.begin(), places.end());
    }
    if (values.contains("simd")) {
        line.simd = values["simd"].as<std::string>();
    }
    line.has_output = values.contains("output");
    if (line.has_output) {
        line.output = values["output"].as<std::string>();
    } else if (line.command == "suggest" || line.command == "pack") {
        line.output.clear();
    }
    if (values.contains("with")) {
        line.with = values["with"].as<std::vector<std::string>>();
    }
    if (line.command == "suggest") {
        read_suggest_values(values, line);
    }
    if (line.command == "export") {
        read_export_values(values, line);
    }
    if (values.contains("only")) {
        line.only = values["only"].as<std::vector<std::string>>();
    }
    if (line.force && !line.only.empty()) {
        throw ConfigError("--force discards all results of the study, expected it without --only");
    }
    if (values.contains("hours")) {
        line.hours = hours_of(values["hours"].as<std::string>());
    }
    if (line.command == "plan") {
        read_plan_values(values, line);
    } else {
        line.jobs = std::max(1U, std::thread::hardware_concurrency());
    }
    if (values.contains("jobs")) {
        line.jobs = whole_number("--jobs", values["jobs"].as<std::string>(), most_jobs);
    }
}

/// What is wrong, in our words.
std::string words_of(const po::error& error, const Command& command) {
    if (const auto* unknown = dynamic_cast<const po::unknown_option*>(&error)) {
        return unknown_option(command, unknown->get_option_name());
    }
    const auto* named = dynamic_cast<const po::error_with_option_name*>(&error);
    const std::string name = named == nullptr ? "" : named->get_option_name();
    if (dynamic_cast<const po::multiple_occurrences*>(&error) != nullptr) {
        return fmt::format("{} is given several times, expected once", name);
    }
    if (const auto* syntax = dynamic_cast<const po::invalid_syntax*>(&error)) {
        return syntax->kind() == po::invalid_syntax::missing_parameter
                   ? fmt::format("{} is given without its value", name)
                   : fmt::format("{} is given with a value or in a way that it does not take",
                                 name);
    }
    return error.what();
}

}  // namespace

CommandLine parse_command_line(std::span<const char* const> words) {
    CommandLine line;
    if (words.empty()) {
        line.help = true;
        return line;
    }
    const std::string first = words.front();
    if (first == "--help" || first == "-h" || first == "help") {
        line.help = true;
        line.command = words.size() > 1 ? find_command(words[1]).name : "";
        return line;
    }
    if (first == "--version") {
        line.version = true;
        return line;
    }
    const Command& command = find_command(first);
    line.command = command.name;
    po::options_description options = options_of(command);
    options.add_options()("argument", po::value<std::vector<std::string>>());
    po::positional_options_description positions;
    positions.add("argument", -1);
    po::variables_map values;
    try {
        // Without guessing: "--se 3" must not set the seed of something.
        po::store(
            po::command_line_parser(std::vector<std::string>(words.begin() + 1, words.end()))
                .options(options)
                .positional(positions)
                .style(po::command_line_style::unix_style & ~po::command_line_style::allow_guessing)
                .run(),
            values);
    } catch (const po::error& error) {
        throw ConfigError(
            fmt::format("{}; see jennopt {} --help", words_of(error, command), command.name));
    }
    if (values.contains("argument")) {
        line.arguments = values["argument"].as<std::vector<std::string>>();
    }
    read_values(values, line);
    if (!line.help) {
        require_arguments(command, line.arguments);
    }
    return line;
}

const char* exit_code_help() {
    return "0 done; 1 done, but no surrogate of a study can be used, or a replicate failed "
           "and has none;\n2 bad input, nothing was run; 3 too many evaluations failed, or the "
           "machine failed in one;\n4 it could not go on: a full disk, too little memory, an "
           "internal "
           "error;\n130 interrupted, the same command goes on.\n";
}

std::string help_text(const std::string& name) {
    std::ostringstream text;
    if (!name.empty()) {
        const Command& command = find_command(name);
        text << fmt::format("jennopt {} {}{}: {}\n\n",
                            command.name,
                            command.options.empty() ? "" : "[OPTIONS] ",
                            command.arguments,
                            command.summary)
             << options_of(command);
        return text.str();
    }
    text << "jennopt: surrogate-based optimization with Jacobian-enhanced neural networks\n\n";
    for (const Command& command : commands()) {
        text << fmt::format("  jennopt {:<32} {}\n",
                            fmt::format("{} {}", command.name, command.arguments),
                            command.summary);
    }
    text << "\njennopt COMMAND --help lists a command's options; jennopt --version prints the "
            "version.\n"
            "Exit codes: "
         << exit_code_help() << "Begin with: jennopt run configs/quickstart.yaml\n";
    return text.str();
}

}  // namespace jennopt
