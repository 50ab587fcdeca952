#include "study/evaluation_remarks.hpp"

#include "core/format.hpp"

#include <algorithm>

namespace jennopt {

std::vector<std::string> remarks_on(const EvaluationsRead& read,
                                    const std::filesystem::path& folder) {
    constexpr Index most_named = 3;
    std::vector<std::string> remarks;
    if (read.torn > 0) {
        remarks.emplace_back(
            "an evaluation that was being written when a run was killed is made again");
    }
    for (Index i = 0; i < std::min(most_named, std::ssize(read.damaged)); ++i) {
        const DamagedLine& line = read.damaged[static_cast<std::size_t>(i)];
        remarks.push_back(
            line.text.empty()
                ? fmt::format("{}: {}, it is left out; remove it", line.place, line.reason)
                : fmt::format("{}: is no evaluation, {}; it is left out, and made again if it is "
                              "asked for",
                              line.place,
                              line.reason));
    }
    if (read.n_damaged > most_named) {
        remarks.push_back(fmt::format("{}: {} more lines are damaged and left out",
                                      folder.string(),
                                      read.n_damaged - most_named));
    }
    if (!read.has_all_damaged) {
        remarks.push_back(
            fmt::format("{}: holds more than evaluations, its files stay as they are; "
                        "remove what does not belong there",
                        folder.string()));
    }
    return remarks;
}

/// What of a known evaluation does not fit the problem, "" if all does.
std::string misfit_of(const EvaluationResult& known, const ProblemInfo& problem) {
    if (!known.failure.empty() || known.y.value.size() == problem.n_y()) {
        return "";
    }
    return fmt::format("the evaluation of {} at x = {} has {} outputs, now they are {}",
                       problem.name,
                       to_text(known.x),
                       known.y.value.size(),
                       problem.n_y());
}

}  // namespace jennopt
