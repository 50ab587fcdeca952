#include "problem/external.hpp"

#include "core/format.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "problem/external_answer.hpp"
#include "problem/external_files.hpp"
#include "problem/process.hpp"
#include "problem/run_folder.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <exception>
#include <system_error>
#include <utility>

namespace jennopt {

namespace {

namespace fs = std::filesystem;

constexpr const char* printed_file = "stdout.txt";
constexpr const char* error_file = "stderr.txt";

/// A file's text; "" if it cannot be read. The program may have left anything there.
std::string text_of(const fs::path& file) {
    try {
        return read_text(file);
    } catch (const Error&) {
        return "";
    }
}

/// The last lines of a program, on standard error or else on standard output.
std::string last_words(const fs::path& folder) {
    for (const auto& [file, name] :
         {std::pair(error_file, "standard error"), std::pair(printed_file, "standard output")}) {
        if (const std::string lines = last_lines(text_of(folder / file)); !lines.empty()) {
            return fmt::format("; the end of its {}:{}", name, lines);
        }
    }
    return "; it printed nothing";
}

void require_success(const ProcessOutcome& outcome, const ExternalConfig& config) {
    if (outcome.timed_out) {
        throw EvaluationError(fmt::format(
            "it did not end within {} seconds and was killed (timeout)", config.timeout_seconds));
    }
    if (outcome.signal != 0) {
        throw EvaluationError(fmt::format(
            "it was ended by signal {} ({})", outcome.signal, ::strsignal(outcome.signal)));
    }
    if (outcome.exit_status != 0) {
        throw EvaluationError(fmt::format("it ended with exit status {}", outcome.exit_status));
    }
}

void require_numbers(const Evaluation& result, const ExternalConfig& config) {
    for (Index k = 0; k < result.value.size(); ++k) {
        if (!std::isfinite(result.value(k))) {
            throw EvaluationError(fmt::format("the output '{}' is {}, expected a finite number",
                                              config.outputs[static_cast<std::size_t>(k)].name,
                                              result.value(k)));
        }
    }
    if (result.jacobian.array().isInf().any()) {
        throw EvaluationError("a partial is infinite, expected finite numbers, or null if missing");
    }
}

class ExternalProblem final : public Problem {
public:
    ExternalProblem(const ExternalConfig& config, const fs::path& study_folder)
        : Problem(external_info(config)),
          config_(config),
          words_(complete_words(config, study_folder)),
          environment_(config.environment) {
        environment_.emplace("JENNOPT_STUDY_FOLDER",
                             fs::absolute(study_folder).lexically_normal().string());
        for (const auto& [target, source] : config.templates) {
            templates_[target] = read_text(study_folder / source);
        }
    }

private:
    [[nodiscard]] Evaluation do_evaluate(const ConstVectorRef& x,
                                         Derivatives wanted) const override {
        RunFolders folders(config_.name, config_.keep_folders);
        std::string first;
        for (Index attempt = 0; attempt <= config_.retries; ++attempt) {
            const fs::path folder = folders.add();
            try {
                Evaluation result = run(folder, x, wanted);
                folders.succeeded();
                return result;
            } catch (const Interrupted&) {
                folders.interrupted();
                throw;
            } catch (const DeclaredFailure& failure) {
                throw EvaluationError(
                    fmt::format("its status is failed: {}; {}", failure.what(), folders.place()));
            } catch (const Error& failure) {
                if (first.empty()) {
                    first = fmt::format(
                        "{}; {}{}", failure.what(), folders.place(), last_words(folder));
                }
            }
        }
        throw EvaluationError(first + (config_.retries == 0
                                           ? ""
                                           : fmt::format("\n(so did {} more attempt{})",
                                                         config_.retries,
                                                         config_.retries == 1 ? "" : "s")));
    }

    /// One attempt.
    [[nodiscard]] Evaluation run(const fs::path& folder,
                                 const ConstVectorRef& x,
                                 Derivatives wanted) const {
        const EvaluationScope* scope = EvaluationScope::current();
        write_passing_text(
            folder / "point.json",
            point_json(config_, scope == nullptr ? "" : scope->key(), folder, x, wanted));
        for (const auto& [target, text] : templates_) {
            fs::create_directories((folder / target).parent_path());
            write_passing_text(folder / target, fill_template(text, config_.inputs, x));
        }
        const ProcessOutcome outcome = run_process({.words = words_,
                                                    .environment = environment_,
                                                    .folder = folder,
                                                    .input = folder / "point.json",
                                                    .output = folder / printed_file,
                                                    .errors = folder / error_file,
                                                    .timeout_seconds = config_.timeout_seconds});
        require_success(outcome, config_);
        Evaluation result = answer(folder, wanted);
        require_numbers(result, config_);
        return result;
    }

    [[nodiscard]] Evaluation answer(const fs::path& folder, Derivatives wanted) const {
        if (!config_.results.empty()) {
            return read_results(folder, folder / printed_file, config_, wanted);
        }
        const fs::path file = folder / "result.json";
        return read_answer(
            read_text(fs::exists(file) ? file : folder / printed_file), config_, wanted);
    }

    ExternalConfig config_;
    std::vector<std::string> words_;
    std::map<std::string, std::string> environment_;
    std::map<std::string, std::string> templates_;  ///< file to write -> text with {{input}}
};

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
                                          const fs::path& study_folder) {
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

std::unique_ptr<Problem> external_problem(const ExternalConfig& config,
                                          const fs::path& study_folder) {
    std::string found;
    for (const ExternalObjection& objection : objections(config, study_folder)) {
        found +=
            fmt::format("{}{}: {}", found.empty() ? "" : "\n", objection.path, objection.message);
    }
    if (!found.empty()) {
        throw ConfigError(found);
    }
    return std::make_unique<ExternalProblem>(config, study_folder);
}

}  // namespace jennopt
