#include "data/open_columns.hpp"

#include "core/at.hpp"

namespace jennopt {

namespace {

constexpr Index fewest_levels = 3;
constexpr double fewest_rows = 2.5;

}  // namespace

std::vector<std::string> open_reasons(const OutputPartials& partials) {
    const Differences& differences = partials.differences();
    const Vector separate = differences.separate();
    std::vector<std::string> open(at(separate.size()));
    for (const auto& [output, input, along] : partials.given()) {
        if (differences.rows_bearing(differences.made_by(output, input, along)) < fewest_rows) {
            open[at(along)] = "few rows have most of it";
        }
    }
    for (Index j = 0; j < separate.size(); ++j) {
        if (differences.levels(j) < fewest_levels) {
            open[at(j)] = "the rows have fewer than three values of it";
        } else if (separate(j) < least_separate) {
            open[at(j)] = dependent_input;
        }
    }
    return open;
}

}  // namespace jennopt
