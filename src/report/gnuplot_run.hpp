#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace jennopt {

/// What gnuplot said on standard error, and how it ended.
struct Outcome {
    bool found = true;  // false: it could not be started, and `said` is why
    int status = 0;
    std::string said;
};

/// Runs `gnuplot -d <script>` in the folder for each script, several at the same time; -d: no
/// start-up file of the user changes the figure.
/// @return one outcome per script, in their order
/// @throws Error if no pipe can be made
[[nodiscard]] std::vector<Outcome> run_gnuplot(const std::filesystem::path& folder,
                                               const std::vector<std::string>& scripts);

}  // namespace jennopt
