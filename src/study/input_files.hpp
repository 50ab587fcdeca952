#pragma once

#include "study/config.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace jennopt {

/// What a file of a study is for: what has to be made again when it changes.
enum class InputRole {
    data,        ///< rows of a table or of given data: an arm that uses them is another one
    evaluation,  ///< program, script, template, plugin: decides what an evaluation gives
    starts,      ///< first points of an optimizer
    module       ///< as evaluation: a plugin that lies elsewhere than the study, "rosenbrock.so"
};

/// A file that a study names.
struct InputFile {
    std::string name;  ///< from the study file's folder, "beam.py", or as the study has it
    InputRole role;
    std::filesystem::path place;  ///< absolute
};

/// The fingerprint of a file's content, or its size where it is very large.
[[nodiscard]] std::string content_of(const std::filesystem::path& file);

/// The files that a study names and that are there: tables, data, programs and scripts by their
/// path, templates, first points, and the module of each problem. In the order of their names.
/// @param plugin_path  where the problems are looked for
[[nodiscard]] std::vector<InputFile> input_files(
    const Study& study, const std::vector<std::filesystem::path>& plugin_path);

/// What has changed since the last run in the study's folder, a sentence for each file: which, when
/// it was written, and what is not made again for that.
[[nodiscard]] std::vector<std::string> input_changes(
    const std::filesystem::path& folder,
    const Study& study,
    const std::vector<std::filesystem::path>& plugin_path);

/// Keeps in the study's folder what it is made from: study.yaml, the study file as it was read, and
/// inputs.json, the values set on the command line and the fingerprint of each file.
void keep_inputs(const std::filesystem::path& folder,
                 const Study& study,
                 const std::vector<std::filesystem::path>& plugin_path);

/// A file of inputs.json.
struct KeptInput {
    std::string name;
    InputRole role;
    std::string content;               ///< fingerprint
    std::vector<std::string> earlier;  ///< fingerprints that evaluations in the folder may be of
};

/// What keep_inputs() left in a study's folder.
struct KeptInputs {
    std::string study;                ///< name of the study file; "": nothing was kept
    std::vector<Override> overrides;  ///< of the command line
    std::vector<KeptInput> files;
};

/// @throws ConfigError if inputs.json is damaged
[[nodiscard]] KeptInputs read_kept_inputs(const std::filesystem::path& folder);

/// inputs.json in a study's folder.
[[nodiscard]] std::filesystem::path inputs_file(const std::filesystem::path& folder);

/// The study file as it was read, in a study's folder.
[[nodiscard]] std::filesystem::path kept_study_file(const std::filesystem::path& folder);

}  // namespace jennopt
