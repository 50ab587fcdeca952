#pragma once

#include "cli/program.hpp"
#include "support/scratch_folder.hpp"

#include <filesystem>
#include <fstream>
#include <string>

namespace jennopt {

inline constexpr const char* small_study = R"(study: small
replicates: 2
problem: {name: sinusoid}
sampling: {plan: grid, levels: 5}
test: {plan: random, count: 20}
defaults: {hidden: [5], training: {max_iterations: 100}}
surrogates:
  nn: {kind: nn}
  jenn: {kind: jenn}
optimization: {starts: 3}
)";

/// A folder with a study file, and what the program writes beside it.
class Workplace {
public:
    explicit Workplace(const std::string& study = small_study) { std::ofstream(file()) << study; }

    [[nodiscard]] std::filesystem::path file() const { return folder_.path() / "study.yaml"; }

    [[nodiscard]] std::filesystem::path output() const { return folder_.path() / "out"; }

    [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }

    [[nodiscard]] ProgramOutcome run(const std::string& options = "") const {
        return jennopt_program("run " + file().string() + " --output " + output().string() + " " +
                               options);
    }

private:
    ScratchFolder folder_;
};

}  // namespace jennopt
