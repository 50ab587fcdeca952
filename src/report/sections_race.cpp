#include "core/format.hpp"
#include "report/number_text.hpp"
#include "report/race.hpp"
#include "report/sections.hpp"

#include <algorithm>
#include <cmath>

namespace jennopt {

namespace {

/// "7.5": a median between two counts is one.
std::string count_or_half(double count) {
    return std::isfinite(count) ? fmt::format("{:g}", count) : "-";
}

/// "12 / 14", median and worst, and how many found it where not all did.
TableCell counts_cell(const std::vector<double>& counts) {
    const auto n_found =
        std::ranges::count_if(counts, [](double count) { return std::isfinite(count); });
    if (n_found == std::ssize(counts)) {
        return {.text = fmt::format("{} / {}",
                                    count_or_half(*median_of(counts)),
                                    count_or_half(std::ranges::max(counts)))};
    }
    return {.text = count_or_half(median_of(counts).value_or(INFINITY)),
            .detail = fmt::format("{} of {}", n_found, counts.size())};
}

/// One row per problem, one column per optimizer.
template <typename Cell>
TableBlock course_table(const std::vector<RaceCourse>& courses, const Cell& cell) {
    TableBlock table{{{"", false}}, {}};
    const std::vector<std::string> names = racers(courses);
    for (const std::string& name : names) {
        table.columns.push_back({name});
    }
    for (const RaceCourse& course : courses) {
        std::vector<TableCell> row{{.text = course.name}};
        for (const std::string& name : names) {
            const RaceEntry* entry = find_entry(course, name);
            row.push_back(entry == nullptr ? TableCell{} : cell(*entry));
        }
        table.rows.push_back(std::move(row));
    }
    return table;
}

bool has_batches(const std::vector<RaceCourse>& courses) {
    return std::ranges::any_of(courses, [](const RaceCourse& course) {
        return std::ranges::any_of(course.entries, [](const RaceEntry& entry) {
            return evaluations_of(entry) != rounds_of(entry);
        });
    });
}

TableCell seconds_cell(const RaceEntry& entry) {
    std::vector<double> seconds;
    for (const RaceRun& run : entry.runs) {
        seconds.push_back(run.proposal_seconds);
    }
    const std::optional<double> median = median_of(seconds);
    return median ? TableCell{.text = short_number(1e3 * *median)} : TableCell{};
}

/// On how many problems the row's optimizer needs significantly fewer and more evaluations than the
/// column's.
TableBlock duels_table(const ReportView& view, const std::vector<RaceCourse>& courses) {
    const std::vector<std::string> names = racers(courses);
    TableBlock table{{{"", false}}, {}};
    for (const std::string& name : names) {
        table.columns.push_back({name});
    }
    for (const std::string& own : names) {
        std::vector<TableCell> row{{.text = own, .color = view.colors.of(own)}};
        for (const std::string& other : names) {
            Index fewer = 0;
            Index more = 0;
            for (const RaceCourse& course : courses) {
                const RaceEntry* a = find_entry(course, own);
                const RaceEntry* b = find_entry(course, other);
                if (a != nullptr && b != nullptr && a != b) {
                    const RacePairs pairs = paired_evaluations(*a, *b);
                    const PairVerdict verdict = compare_pairs(pairs.a, pairs.b);
                    fewer += verdict == PairVerdict::better ? 1 : 0;
                    more += verdict == PairVerdict::worse ? 1 : 0;
                }
            }
            row.push_back(own == other ? TableCell{}
                                       : TableCell{.text = fmt::format("{} : {}", fewer, more)});
        }
        table.rows.push_back(std::move(row));
    }
    return table;
}

}  // namespace

std::vector<Block> race_table(const ReportView& view) {
    const std::vector<RaceCourse> courses = race_courses(view.study);
    if (courses.empty()) {
        return {};
    }
    const RaceConfig& race = view.study.arms[courses.front().arm].arm.config.race;
    return {
        {course_table(courses,
                      [](const RaceEntry& entry) { return counts_cell(evaluations_of(entry)); })},
        {Paragraph{fmt::format("Evaluations until the optimum was found: median / worst over "
                               "the replicates, and how many found it where not all did; a "
                               "replicate that did not counts as infinite. Found: at most {:g} "
                               "of the problem's scale {} the optimum, constraints at most "
                               "{:g}.",
                               race.tolerance,
                               maximizes(view.study) ? "below" : "above",
                               race.constraint_tolerance),
                   true}}};
}

std::vector<Block> race_section(const ReportView& view) {
    const std::vector<RaceCourse> courses = race_courses(view.study);
    if (courses.empty()) {
        return {};
    }
    std::vector<Block> blocks{
        {Heading{"Race"}},
        {Paragraph{"On how many problems the optimizer of a row needs significantly fewer and more "
                   "evaluations than that of a column: one-sided sign tests over the replicates at "
                   "the level 0.05, a replicate that did not find the optimum as the worse one."}},
        {duels_table(view, courses)}};
    if (has_batches(courses)) {
        blocks.push_back(
            {Paragraph{"Rounds until the optimum was found, of evaluations that were "
                       "proposed together: median / worst."}});
        blocks.push_back({course_table(
            courses, [](const RaceEntry& entry) { return counts_cell(rounds_of(entry)); })});
    }
    blocks.push_back(
        {Paragraph{"CPU time per proposal, ms: median over the replicates; measured, "
                   "hence different in each run."}});
    blocks.push_back({course_table(courses, seconds_cell)});
    return blocks;
}

}  // namespace jennopt
