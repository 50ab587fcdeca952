#include "problem/external.hpp"

#include "core/format.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "problem/external_answer.hpp"
#include "problem/external_files.hpp"
#include "problem/left_file.hpp"
#include "problem/process.hpp"
#include "problem/program_failure.hpp"
#include "problem/run_folder.hpp"
#include "problem/run_mark.hpp"

#include <cmath>
#include <optional>
#include <utility>

namespace jennopt {

namespace {

namespace fs = std::filesystem;

constexpr const char* printed_file = "stdout.txt";
constexpr const char* error_file = "stderr.txt";
constexpr const char* answer_file = "result.json";
constexpr double bytes_per_gigabyte = 1e9;

/// The end of a file; "" if it cannot be read. The program may have left anything there.
std::string end_of(const fs::path& folder, const char* file) {
    constexpr std::int64_t enough = 20000;
    try {
        return LeftFile(folder, file).end(enough);
    } catch (const Error&) {
        return "";
    }
}

/// The last lines of a program, on standard error or else on standard output.
std::string last_words(const fs::path& folder) {
    for (const auto& [file, name] :
         {std::pair(error_file, "standard error"), std::pair(printed_file, "standard output")}) {
        if (const std::string lines = last_lines(end_of(folder, file)); !lines.empty()) {
            return fmt::format("; the end of its {}:{}", name, lines);
        }
    }
    return "; it printed nothing";
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

/// What the attempts at a point ended with: the last one says whether it was the machine.
class Failures {
public:
    void note_of_machine(const std::string& text) { note(text, true); }

    void note_of_point(const std::string& text) { note(text, false); }

    /// Tells the first one of that kind.
    [[noreturn]] void raise(Index retries) const {
        const std::string text =
            first_ +
            (retries == 0
                 ? ""
                 : fmt::format("\n(so did {} more attempt{})", retries, retries == 1 ? "" : "s"));
        if (is_of_machine_) {
            throw MachineFailure(text);
        }
        throw EvaluationError(text);
    }

private:
    void note(const std::string& text, bool is_of_machine) {
        if (first_.empty() || is_of_machine != is_of_machine_) {
            first_ = text;
        }
        is_of_machine_ = is_of_machine;
    }

    std::string first_;
    bool is_of_machine_ = false;
};

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
        if (std::optional<Evaluation> ready = answer_before(folders, x, wanted)) {
            return std::move(*ready);
        }
        Failures failures;
        for (Index attempt = 0; attempt <= config_.retries; ++attempt) {
            try {
                if (attempt > 0) {
                    pause_unless_stopped(config_.pause_seconds);
                }
                Evaluation result = try_once(folders, x, wanted);
                folders.succeeded();
                return result;
            } catch (const Interrupted&) {
                folders.discard();
                throw;
            } catch (const DeclaredFailure& failure) {
                throw EvaluationError(
                    fmt::format("its status is failed: {}; {}", failure.what(), folders.place()));
            } catch (const MachineFailure& failure) {
                failures.note_of_machine(failure.what());
            } catch (const EvaluationError& failure) {
                failures.note_of_point(failure.what());
            }
        }
        failures.raise(config_.retries);
    }

    /// One attempt. What it throws tells the program's last words and its folder.
    [[nodiscard]] Evaluation try_once(RunFolders& folders,
                                      const ConstVectorRef& x,
                                      Derivatives wanted) const {
        const fs::path folder = folders.add();
        try {
            return run(folder, x, wanted);
        } catch (const Interrupted&) {
            throw;
        } catch (const Error& failure) {
            if (const std::string full = disk_failure(folder); !full.empty()) {
                const std::string words = last_words(folder);
                folders.discard();
                throw MachineFailure(
                    fmt::format("{}; the program's folder was removed{}", full, words));
            }
            const std::string text =
                fmt::format("{}; {}{}", failure.what(), folders.place(), last_words(folder));
            if (dynamic_cast<const MachineFailure*>(&failure) != nullptr) {
                throw MachineFailure(text);
            }
            throw EvaluationError(text);
        }
    }

    /// The answer that a run before was killed with, before it could be kept.
    [[nodiscard]] std::optional<Evaluation> answer_before(RunFolders& folders,
                                                          const ConstVectorRef& x,
                                                          Derivatives wanted) const {
        const EvaluationScope* scope = EvaluationScope::current();
        for (int attempt = 1; scope != nullptr && attempt <= config_.retries + 1; ++attempt) {
            const fs::path folder = fs::absolute(scope->folder(attempt));
            if (has_finished(folder, input_of(folder, x, wanted))) {
                try {
                    Evaluation result = answer(folder, wanted);
                    folders.succeeded_before(folder);
                    return result;
                } catch (const std::runtime_error&) {
                    // a failure: it is run again, and told then
                }
            }
        }
        return std::nullopt;
    }

    [[nodiscard]] ProgramInput input_of(const fs::path& folder,
                                        const ConstVectorRef& x,
                                        Derivatives wanted) const {
        const EvaluationScope* scope = EvaluationScope::current();
        ProgramInput input{
            .words = words_,
            .environment = environment_,
            .point = point_json(config_, scope == nullptr ? "" : scope->key(), folder, x, wanted),
            .files = {}};
        for (const auto& [target, text] : templates_) {
            input.files[target] = fill_template(text, config_.inputs, x);
        }
        return input;
    }

    [[nodiscard]] Evaluation run(const fs::path& folder,
                                 const ConstVectorRef& x,
                                 Derivatives wanted) const {
        const ProgramInput input = input_of(folder, x, wanted);
        try {
            write_passing_text(folder / "point.json", input.point);
            for (const auto& [target, text] : input.files) {
                make_folder((folder / target).parent_path());
                write_passing_text(folder / target, text);
            }
        } catch (const Error& failure) {
            throw MachineFailure(failure.what());
        }
        const std::string mark = EvaluationScope::current() == nullptr ? "" : mark_text(input);
        const ProcessOutcome outcome =
            run_process({.words = words_,
                         .environment = environment_,
                         .folder = folder,
                         .input = folder / "point.json",
                         .output = folder / printed_file,
                         .errors = folder / error_file,
                         .timeout_seconds = config_.timeout_seconds,
                         .memory_bytes = static_cast<std::uint64_t>(config_.memory_gigabytes *
                                                                    bytes_per_gigabyte),
                         .most_printed = most_printed_bytes,
                         .mark = mark.empty() ? fs::path() : folder / mark_file,
                         .mark_text = mark});
        require_success(outcome, config_);
        if (const std::string full = disk_failure(folder); !full.empty()) {
            throw MachineFailure(full);
        }
        return answer(folder, wanted);
    }

    [[nodiscard]] Evaluation answer(const fs::path& folder, Derivatives wanted) const {
        Evaluation result;
        if (!config_.results.empty()) {
            result = read_results(folder, printed_file, config_, wanted);
        } else if (is_left(folder, answer_file)) {
            result =
                read_answer(LeftFile(folder, answer_file).text(longest_answer), config_, wanted);
        } else {  // the last object counts
            result =
                read_answer(LeftFile(folder, printed_file).end(longest_answer), config_, wanted);
        }
        require_numbers(result, config_);
        return result;
    }

    ExternalConfig config_;
    std::vector<std::string> words_;
    std::map<std::string, std::string> environment_;
    std::map<std::string, std::string> templates_;  ///< file to write -> text with {{input}}
};

}  // namespace

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
