#pragma once

#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "problem/external.hpp"
#include "support/scratch_folder.hpp"

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

/// What a script says that gives values and partials.
inline const std::string good_answer =
    R"(echo '{"values": {"y": 1.5, "g": -2}, "partials": {"y": {"a": 3, "b": null}, "g": {"b": 4}}}')";

/// A shell script as a problem of two inputs, a and b on [0, 1], and two outputs, y and g.
class ExternalProgram {
public:
    explicit ExternalProgram(const std::string& script) {
        jennopt::write_text(folder_.path() / "run.sh", script);
        config.name = "two";
        config.command = {"sh", "run.sh"};
        config.inputs = {{"a", "", 0.0, 1.0}, {"b", "", 0.0, 1.0}};
        config.outputs = {{"y", "", jennopt::OutputRole::objective},
                          {"g", "", jennopt::OutputRole::constraint}};
        config.partials = {"a", "b"};
        config.keep_folders = jennopt::KeepFolders::none;
    }

    [[nodiscard]] std::unique_ptr<jennopt::Problem> problem() const {
        return jennopt::external_problem(config, folder_.path());
    }

    [[nodiscard]] jennopt::Evaluation evaluate(
        jennopt::Derivatives wanted = jennopt::Derivatives::first) const {
        return problem()->evaluate(jennopt::Vector{{0.25, 0.1}}, wanted);
    }

    /// What the evaluation throws; "" if it throws nothing.
    [[nodiscard]] std::string failure() const {
        try {
            (void)evaluate();
        } catch (const jennopt::EvaluationError& error) {
            return error.what();
        }
        return "";
    }

    /// Whether the evaluation throws a failure of the machine.
    [[nodiscard]] bool fails_by_machine() const {
        try {
            (void)evaluate();
        } catch (const jennopt::MachineFailure&) {
            return true;
        } catch (const jennopt::EvaluationError&) {
        }
        return false;
    }

    /// How many evaluations the script counted in the file `count` beside it.
    [[nodiscard]] std::size_t counted() const {
        std::ifstream stream(folder() / "count");
        std::size_t lines = 0;
        for (std::string line; std::getline(stream, line);) {
            ++lines;
        }
        return lines;
    }

    [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }

    jennopt::ExternalConfig config;

private:
    ScratchFolder folder_;
};
