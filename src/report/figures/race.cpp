#include "report/race.hpp"

#include "core/format.hpp"
#include "report/figures/figures.hpp"
#include "report/statistics.hpp"
#include "report/words.hpp"

#include <algorithm>
#include <cmath>

namespace jennopt {

namespace {

/// What is nearer the optimum than this times the target is drawn there.
constexpr double least_of_target = 1e-3;

/// Median and quartiles of the gaps after each number of evaluations, a line and a band. Infinite
/// gaps, before a feasible point, are not drawn.
std::vector<Layer> gap_layers(const RaceEntry& entry,
                              Index longest,
                              double least,
                              const std::string& color) {
    Layer band{.kind = LayerKind::band,
               .name = entry.optimizer,
               .style = {.color = color, .opacity = 0.15}};
    Layer line{
        .kind = LayerKind::line, .name = entry.optimizer, .style = {.color = color, .width = 1.8}};
    for (Index n = 1; n <= longest; ++n) {
        std::vector<double> gaps;
        for (const RaceRun& run : entry.runs) {
            gaps.push_back(std::max(gap_after(run, n), least));
        }
        std::ranges::sort(gaps);
        // Between ranks nothing is interpolated: next to an infinite gap it could not be.
        const auto at = [&gaps](double p) {
            return gaps[static_cast<std::size_t>(p * static_cast<double>(gaps.size() - 1) + 0.5)];
        };
        if (!std::isfinite(at(0.5))) {
            continue;
        }
        line.x.push_back(static_cast<double>(n));
        line.y.push_back(at(0.5));
        if (std::isfinite(at(0.75))) {
            band.x.push_back(static_cast<double>(n));
            band.lower.push_back(at(0.25));
            band.upper.push_back(at(0.75));
        }
    }
    return {band, line};
}

Panel gap_panel(const RaceCourse& course, const ContenderColors& colors) {
    Panel panel{.title = course.name,
                .x = {.label = "evaluations", .lower = 0.0},
                .y = {.label = "above the optimum", .logarithmic = true}};
    const Index longest = longest_run(course);
    for (const RaceEntry& entry : course.entries) {
        for (Layer& layer : gap_layers(
                 entry, longest, least_of_target * course.target, colors.of(entry.optimizer))) {
            panel.layers.push_back(std::move(layer));
        }
    }
    panel.layers.push_back({.kind = LayerKind::line,
                            .name = "target",
                            .x = {0.0, static_cast<double>(longest)},
                            .y = {course.target, course.target},
                            .style = {.color = "#777777", .width = 1.0, .dash = 2}});
    return panel;
}

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
    Plot gaps{.name = "race",
              .title = "Best value against evaluations",
              .caption =
                  "Objective of the best feasible point above the optimum, by evaluations of "
                  "the true function: median over the replicates, and quartiles as a band. A "
                  "run that has ended keeps its last value; dashed the gap that counts as "
                  "found, below a thousandth of it nothing is drawn.",
              .columns = 3,
              .aspect = 0.85};
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
        gaps.panels.push_back(gap_panel(course, colors));
        longest = std::max(longest, longest_run(course));
    }
    for (const std::string& name : names) {
        panel.layers.push_back(share_layer(courses, name, longest, colors.of(name)));
        const LegendEntry entry{
            contender_words(name), LayerKind::line, {.color = colors.of(name), .width = 2.0}};
        gaps.legend.push_back(entry);
        shares.legend.push_back(entry);
    }
    return {shares, gaps};
}

}  // namespace jennopt
