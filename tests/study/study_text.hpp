#pragma once

#include "jennopt/core/error.hpp"
#include "study/config.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <unistd.h>
#include <vector>

namespace jennopt {

/// A study file that exists as long as the object.
class StudyText {
public:
    explicit StudyText(const std::string& text)
        : path_(std::filesystem::temp_directory_path() /
                ("jennopt_study_" + std::to_string(getpid()) + "_" + std::to_string(next_++) +
                 ".yaml")) {
        std::ofstream(path_) << text;
    }

    ~StudyText() { std::filesystem::remove(path_); }

    StudyText(const StudyText&) = delete;
    StudyText& operator=(const StudyText&) = delete;

    [[nodiscard]] Study read(const std::vector<Override>& overrides = {}) const {
        return read_study(path_, overrides);
    }

    /// The lines of the error that reading ends with, the file called study.yaml; none without an
    /// error.
    [[nodiscard]] std::vector<std::string> errors(
        const std::vector<Override>& overrides = {}) const {
        std::vector<std::string> lines;
        try {
            (void)read(overrides);
        } catch (const ConfigError& error) {
            std::istringstream text(error.what());
            for (std::string line; std::getline(text, line);) {
                const std::size_t at = line.find(path_.string());
                lines.push_back(at == std::string::npos
                                    ? line
                                    : line.replace(at, path_.string().size(), "study.yaml"));
            }
        }
        return lines;
    }

private:
    static inline int next_ = 0;
    std::filesystem::path path_;
};

/// A study without errors, in five lines; more can be appended from line 6 on.
inline const std::string small_study =
    "study: small\n"
    "problem: {name: rosenbrock}\n"
    "surrogates:\n"
    "  nn: {kind: nn}\n"
    "  jenn: {kind: jenn}\n";

}  // namespace jennopt
