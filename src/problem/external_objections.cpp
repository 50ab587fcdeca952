#include "core/format.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "problem/external.hpp"
#include "problem/external_files.hpp"

#include <utility>

namespace jennopt {

namespace {

/// Runs the check; what it throws becomes an objection.
template <typename Check>
void collect(std::vector<ExternalObjection>& all, const std::string& path, Check&& check) {
    try {
        check();
    } catch (const ConfigError& error) {
        all.push_back({path, error.what()});
    }
}

}  // namespace

std::vector<ExternalObjection> objections(const ExternalConfig& config,
                                          const std::filesystem::path& study_folder) {
    std::vector<ExternalObjection> all;
    for (const auto& [key, words] :
         {std::pair("launcher", &config.launcher), std::pair("command", &config.command)}) {
        if (!words->empty()) {
            collect(all, fmt::format("{}.0", key), [&, first = words->front()] {
                (void)find_program(first, study_folder);
            });
        }
    }
    for (std::size_t i = 1; i < config.command.size(); ++i) {
        collect(all, fmt::format("command.{}", i), [&, &word = config.command[i]] {
            if (!config.templates.contains(word)) {
                require_script(word, study_folder);
            }
        });
    }
    const Bounds bounds = external_info(config).bounds();
    for (const auto& [target, source] : config.templates) {
        collect(all, "templates." + target, [&, file = study_folder / source] {
            const std::string text = read_text(file);
            try {
                (void)fill_template(text, config.inputs, bounds.lower);
            } catch (const ConfigError& error) {
                throw ConfigError(fmt::format("{}, {}", file.string(), error.what()));
            }
        });
    }
    return all;
}

ProblemInfo external_info(const ExternalConfig& config) {
    std::vector<std::string> words = config.launcher;
    words.insert(words.end(), config.command.begin(), config.command.end());
    return {.name = config.name,
            .summary = fmt::format("the program {}", fmt::join(words, " ")),
            .inputs = config.inputs,
            .outputs = config.outputs,
            .has_partials = !config.partials.empty(),
            .gradient_price = config.gradient_price};
}

}  // namespace jennopt
