#include "problem/external_files.hpp"

#include "core/format.hpp"
#include "core/nearest.hpp"
#include "jennopt/core/error.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <optional>
#include <sstream>
#include <system_error>
#include <unistd.h>

namespace jennopt {

namespace {

namespace fs = std::filesystem;

/// Two braces that are the text's own.
constexpr std::string_view escaped_braces = "{{{{";

bool is_file(const fs::path& path) {
    std::error_code ignored;
    return fs::is_regular_file(path, ignored);
}

bool is_program(const fs::path& path) {
    return is_file(path) && ::access(path.c_str(), X_OK) == 0;
}

std::optional<fs::path> on_path(const std::string& word) {
    const char* places = std::getenv("PATH");
    std::istringstream stream(places == nullptr ? "/usr/bin:/bin" : places);
    for (std::string place; std::getline(stream, place, ':');) {
        const fs::path candidate = fs::path(place.empty() ? "." : place) / word;
        if (is_program(candidate)) {
            return fs::absolute(candidate);
        }
    }
    return std::nullopt;
}

/// A name of an input, and how to write its number.
std::string formatted(std::string_view field,
                      const std::vector<Input>& inputs,
                      const ConstVectorRef& x) {
    const std::size_t colon = std::min(field.find(':'), field.size());
    const std::string_view name = field.substr(0, colon);
    const auto input = std::find_if(
        inputs.begin(), inputs.end(), [&](const Input& other) { return other.name == name; });
    if (input == inputs.end()) {
        std::vector<std::string> names;
        std::transform(inputs.begin(), inputs.end(), std::back_inserter(names), [](const Input& i) {
            return i.name;
        });
        throw ConfigError(
            fmt::format("{{{{{}}}}} is no input, expected one of {}{}; {} stands for {{{{",
                        field,
                        fmt::join(names, ", "),
                        did_you_mean(name, names),
                        escaped_braces));
    }
    const double value = x(std::distance(inputs.begin(), input));
    const std::string format = fmt::format("{{{}}}", field.substr(colon));
    try {
        return input->integer ? fmt::format(fmt::runtime(format), static_cast<std::int64_t>(value))
                              : fmt::format(fmt::runtime(format), value);
    } catch (const fmt::format_error& error) {
        throw ConfigError(
            fmt::format("{{{{{}}}}} has no format of a number, expected one like "
                        "{{{{{}:12.5e}}}} ({})",
                        field,
                        name,
                        error.what()));
    }
}

}  // namespace

fs::path find_program(const std::string& word, const fs::path& study_folder) {
    fs::path beside = fs::absolute(study_folder / word).lexically_normal();
    if (word.find('/') == std::string::npos) {
        if (const std::optional<fs::path> found = on_path(word)) {
            return *found;
        }
    }
    if (is_program(beside)) {
        return beside;
    }
    if (is_file(beside)) {
        throw ConfigError(fmt::format(
            "is '{}', and {} may not be executed, expected a program (chmod +x), or its "
            "interpreter before it",
            word,
            beside.string()));
    }
    throw ConfigError(
        fmt::format("is '{}': command not found, expected a program of PATH or a file in {}",
                    word,
                    fs::absolute(study_folder).lexically_normal().string()));
}

void require_script(const std::string& word, const fs::path& study_folder) {
    static constexpr std::array endings{".py", ".sh", ".R", ".jl", ".pl", ".rb", ".m"};
    const bool is_named_so =
        std::ranges::find(endings, fs::path(word).extension()) != endings.end();
    if (is_named_so && word.front() != '-' && !is_file(study_folder / word)) {
        throw ConfigError(fmt::format("is '{}': no such file in {}",
                                      word,
                                      fs::absolute(study_folder).lexically_normal().string()));
    }
}

std::vector<std::string> complete_words(const ExternalConfig& config, const fs::path& folder) {
    std::vector<std::string> words;
    for (const std::vector<std::string>* part : {&config.launcher, &config.command}) {
        for (std::size_t i = 0; i < part->size(); ++i) {
            const std::string& word = (*part)[i];
            const fs::path beside = folder / word;
            if (i == 0) {
                words.push_back(find_program(word, folder).string());
            } else if (is_file(beside)) {
                words.push_back(fs::absolute(beside).lexically_normal().string());
            } else {
                words.push_back(word);
            }
        }
    }
    return words;
}

std::string fill_template(std::string_view text,
                          const std::vector<Input>& inputs,
                          const ConstVectorRef& x) {
    std::string filled;
    std::size_t at = 0;
    for (std::size_t open = text.find("{{"); open != std::string_view::npos;
         open = text.find("{{", at)) {
        filled += text.substr(at, open - at);
        if (text.substr(open).starts_with(escaped_braces)) {
            filled += "{{";
            at = open + escaped_braces.size();
            continue;
        }
        if (text.substr(open).starts_with("{{{")) {  // a brace of the text's own before the number
            filled += '{';
            ++open;
        }
        const auto line =
            1 + std::count(text.begin(), text.begin() + static_cast<long>(open), '\n');
        const std::size_t close = text.find("}}", open);
        if (close == std::string_view::npos ||
            text.substr(open, close - open).find('\n') < std::string_view::npos) {
            throw ConfigError(fmt::format(
                "line {}: {{{{ has no }}}} in its line; {} stands for {{{{", line, escaped_braces));
        }
        try {
            filled += formatted(text.substr(open + 2, close - open - 2), inputs, x);
        } catch (const ConfigError& error) {
            throw ConfigError(fmt::format("line {}: {}", line, error.what()));
        }
        at = close + 2;
    }
    filled += text.substr(at);
    return filled;
}

std::string last_lines(std::string_view text) {
    constexpr std::size_t most_lines = 8;
    constexpr std::size_t longest = 300;
    constexpr const char* spaces = " \t\r\n";
    std::vector<std::string> lines;
    while (lines.size() < most_lines) {
        const std::size_t last = text.find_last_not_of(spaces);
        if (last == std::string_view::npos) {
            break;
        }
        text = text.substr(0, last + 1);
        const std::size_t before = text.rfind('\n');
        const std::size_t first = before == std::string_view::npos ? 0 : before + 1;
        lines.push_back(shown(text.substr(first), longest));
        text = text.substr(0, first);
    }
    std::string joined;
    for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
        joined += "\n  " + *line;
    }
    return joined;
}

std::string shown(std::string_view text, std::size_t most_letters) {
    std::string letters(text.substr(0, most_letters));
    std::ranges::replace_if(
        letters,
        [](unsigned char letter) {
            return (letter < ' ' && letter != '\t' && letter != '\n') || letter == 127;
        },
        '?');
    return letters + (text.size() > most_letters ? "..." : "");
}

}  // namespace jennopt
