#pragma once

#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "problem/external.hpp"
#include "support/scratch_folder.hpp"

#include <filesystem>
#include <memory>
#include <string>

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

    [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }

    jennopt::ExternalConfig config;

private:
    ScratchFolder folder_;
};
