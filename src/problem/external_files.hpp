#pragma once

#include "problem/external.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace jennopt {

/// The file that the first word of a command stands for, absolute: with a slash a path from the
/// study's folder, without one a program of PATH, or else a file of the study's folder.
/// @throws ConfigError if there is none, or it may not be executed
[[nodiscard]] std::filesystem::path find_program(const std::string& word,
                                                 const std::filesystem::path& study_folder);

/// A word that is named like a script must be one, beside the study file or by its whole path.
/// @throws ConfigError if there is no such file
void require_script(const std::string& word, const std::filesystem::path& study_folder);

/// Launcher and command as they are run: the programs found, and every further word that is the
/// relative path of a file of the study's folder made absolute.
/// @throws ConfigError as find_program
[[nodiscard]] std::vector<std::string> complete_words(const ExternalConfig& config,
                                                      const std::filesystem::path& study_folder);

/// The template with every {{input}} replaced by its number, in the fewest digits that read back
/// the same, and every {{input:format}} as {fmt} and Python format it, {{width:12.5e}}. Four braces
/// {{{{ stand for two of the text's own; {{{input}}} is a number in braces.
/// @param x  (n_x), raw units
/// @throws ConfigError naming the line for a name that is no input, a format that does not fit a
///         number, or braces that do not close
[[nodiscard]] std::string fill_template(std::string_view text,
                                        const std::vector<Input>& inputs,
                                        const ConstVectorRef& x);

/// The end of a text, for a message: its last lines, each indented; "" if it holds only spaces.
/// Letters that would control a terminal become question marks.
[[nodiscard]] std::string last_lines(std::string_view text);

/// A text of a program within a sentence: without letters that would control a terminal, but for
/// tabs and line breaks, and cut where it is long.
[[nodiscard]] std::string shown(std::string_view text, std::size_t most_letters = 60);

}  // namespace jennopt
