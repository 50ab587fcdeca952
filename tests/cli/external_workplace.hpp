#pragma once

#include "core/text_file.hpp"
#include "support/scratch_folder.hpp"

#include <algorithm>
#include <filesystem>
#include <string>

namespace jennopt {

/// A study of a shell script, in a folder of its own.
class ExternalWorkplace {
public:
    explicit ExternalWorkplace(const std::string& script,
                               const std::string& command = "[sh, run.sh]") {
        write_text(folder() / "run.sh", script);
        write_text(file(),
                   "study: small\n"
                   "replicates: 1\n"
                   "problem:\n"
                   "  external:\n"
                   "    name: program\n"
                   "    command: " +
                       command +
                       "\n"
                       "    inputs: [{name: a, unit: m, lower: 0, upper: 1}]\n"
                       "    outputs: [{name: y, unit: kg}]\n"
                       "    partials: true\n"
                       "sampling: {plan: random, count: 12}\n"
                       "test: {plan: random, count: 12}\n"
                       "defaults: {hidden: [2], training: {max_iterations: 10}}\n"
                       "surrogates: {nn: {kind: nn, lambda: 0}}\n"
                       "optimization: {starts: 1, max_evaluations: 3}\n");
    }

    [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }

    [[nodiscard]] std::filesystem::path file() const { return folder() / "study.yaml"; }

    /// The end of a command line: the study, where results go, and what follows.
    [[nodiscard]] std::string arguments(const std::string& rest = "") const {
        return file().string() + " --output " + (folder() / "out").string() + " " + rest;
    }

    /// Lines of a file that the script wrote, or of evaluations.
    [[nodiscard]] long lines(const std::string& name) const {
        const std::string text = read_text(folder() / name);
        return std::count(text.begin(), text.end(), '\n');
    }

    /// Evaluations that are on disk.
    [[nodiscard]] long evaluations() const {
        long count = 0;
        for (const auto& entry : std::filesystem::directory_iterator(store())) {
            if (entry.path().extension() == ".jsonl") {
                count += lines(entry.path());
            }
        }
        return count;
    }

    [[nodiscard]] std::filesystem::path store() const {
        return folder() / "out" / "small" / "evaluations";
    }

private:
    ScratchFolder folder_;
};

inline const std::string answer = R"(echo '{"values": {"y": 1}, "partials": {"y": {"a": 0}}}')";

}  // namespace jennopt
