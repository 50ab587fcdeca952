#include "report/race.hpp"

#include "core/format.hpp"
#include "report/figures/figures.hpp"
#include "report/words.hpp"

#include <algorithm>
#include <iterator>

namespace jennopt {

namespace {

/// Share of an optimizer's runs that found the optimum within so many evaluations.
Layer share_layer(const std::vector<RaceCourse>& courses,
                  const std::string& name,
                  Index longest,
                  const std::string& color) {
    std::vector<double> counts;
    for (const RaceCourse& course : courses) {
        if (const RaceEntry* entry = find_entry(course, name)) {
            std::ranges::copy(evaluations_of(*entry), std::back_inserter(counts));
        }
    }
    Layer line{.kind = LayerKind::line, .name = name, .style = {.color = color, .width = 2.0}};
    double last = 0.0;
    for (Index n = 1; n <= longest; ++n) {
        const auto found = std::ranges::count_if(
            counts, [n](double count) { return count <= static_cast<double>(n); });
        const double share = static_cast<double>(found) / static_cast<double>(counts.size());
        if (share != last || n == 1 || n == longest) {
            line.x.insert(line.x.end(), 2, static_cast<double>(n));  // a stair
            line.y.push_back(last);
            line.y.push_back(share);
        }
        last = share;
    }
    return line;
}

}  // namespace

std::vector<Plot> plot_race(const StudyResults& study,
                            const MetricTable& /*table*/,
                            const ContenderColors& colors,
                            std::vector<std::string>& /*notes*/) {
    const std::vector<RaceCourse> courses = race_courses(study);
    if (courses.empty()) {
        return {};
    }
    const std::vector<std::string> names = racers(courses);
    Plot shares{.name = "race_share",
                .title = "Share of runs that found the optimum",
                .caption =
                    "Runs that had found the optimum within so many evaluations of the true "
                    "function, as a share of all replicates of all problems that the "
                    "optimizer ran on. Further up and to the left is better.",
                .columns = 1,
                .aspect = 0.5};
    Panel& panel = shares.panels.emplace_back(
        Panel{.x = {.label = "evaluations", .logarithmic = true, .lower = 1.0},
              .y = {.label = "share of runs", .lower = 0.0, .upper = 1.0}});
    Index longest = 1;
    for (const RaceCourse& course : courses) {
        longest = std::max(longest, longest_run(course));
    }
    for (const std::string& name : names) {
        panel.layers.push_back(share_layer(courses, name, longest, colors.of(name)));
        shares.legend.push_back(
            {contender_words(name), LayerKind::line, {.color = colors.of(name), .width = 2.0}});
    }
    return {shares};
}

}  // namespace jennopt
