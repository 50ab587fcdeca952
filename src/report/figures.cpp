#include "jennopt/report/figures.hpp"

#include "core/format.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "report/figure_plan.hpp"
#include "report/gnuplot_run.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace jennopt {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_learning = 4;       // figures of one page
constexpr std::size_t most_side_by_side = 24;  // arms along one axis

void append(std::vector<FigurePlan>& plans, std::vector<FigurePlan> more) {
    for (FigurePlan& plan : more) {
        plans.push_back(std::move(plan));
    }
}

/// The figures of one replicate of an arm: the first one that has a surrogate to show.
std::vector<FigurePlan> plan_arm(const ReportInput& input, const ReportArm& arm) {
    const auto shown = std::find_if(
        arm.replicates.begin(), arm.replicates.end(), [](const ReplicateRecord& record) {
            return !record.surrogates.empty();
        });
    if (shown == arm.replicates.end()) {
        return {};
    }
    const ReplicateRecord& replicate = *shown;
    const ReplicateFiles files = read_files(input, arm, replicate);
    const bool single = input.arms.size() == 1;
    const ArmView view{input,
                       arm,
                       replicate,
                       files,
                       single ? std::string() : "_" + arm.arm.id,
                       single ? std::string() : fmt::format(" ({})", arm.arm.label)};
    std::vector<FigurePlan> plans;
    append(plans, plan_drawings(view));
    append(plans, plan_contours(view));
    append(plans, plan_profiles(view));
    append(plans, plan_scatter(view));
    append(plans, plan_training(view));
    return plans;
}

void append_sweeps(std::vector<FigurePlan>& plans, Figures& result, const ReportInput& input) {
    for (const SweepFigure& figure : input.page.figures) {
        try {
            plans.push_back(plan_sweep(input, figure));
        } catch (const Error& error) {
            result.notes.push_back(
                fmt::format("The figure {} is left out: {}", figure.name, error.what()));
        }
    }
}

/// With many arms only the first one is shown on its own.
void append_arms(std::vector<FigurePlan>& plans, Figures& result, const ReportInput& input) {
    const std::size_t n_shown = has_many_arms(input) ? 1 : input.arms.size();
    for (std::size_t i = 0; i < n_shown; ++i) {
        const ReportArm& arm = input.arms[i];
        try {
            append(plans, plan_arm(input, arm));
        } catch (const Error& error) {
            result.notes.push_back(
                fmt::format("Figures of {} are left out: {}", arm.arm.label, error.what()));
        }
    }
    if (n_shown < input.arms.size()) {
        result.notes.push_back(
            fmt::format("Figures of single arms are drawn for the first of {} only: {}.",
                        input.arms.size(),
                        input.arms.front().arm.label));
    }
}

/// Learning curves and spreads over the arms, as far as a reader can take them in.
void append_overviews(std::vector<FigurePlan>& plans, Figures& result, const ReportInput& input) {
    std::vector<FigurePlan> learning = plan_learning(input);
    if (learning.size() > most_learning) {
        result.notes.push_back(fmt::format(
            "Errors by number of training samples are drawn for the first {} of {} combinations "
            "of what else is swept.",
            most_learning,
            learning.size()));
        learning.resize(most_learning);
    }
    append(plans, std::move(learning));
    if (input.arms.size() <= most_side_by_side) {
        append(plans, plan_spread(input));
    }
}

/// Draws what has been written.
void draw(const fs::path& folder, std::vector<FigurePlan>& plans, Figures& result) {
    std::vector<std::string> scripts;
    for (const FigurePlan& plan : plans) {
        scripts.push_back(plan.figure.name + ".gp");
    }
    const std::vector<Outcome> outcomes = run_gnuplot(folder, scripts);
    for (std::size_t i = 0; i < plans.size(); ++i) {
        const Outcome& outcome = outcomes[i];
        plans[i].figure.drawn = outcome.found && outcome.status == 0;
        if (outcome.found && outcome.status != 0) {
            result.notes.push_back(
                fmt::format("gnuplot could not draw {}: {}", plans[i].figure.name, outcome.said));
        }
    }
    const auto lost = std::find_if(
        outcomes.begin(), outcomes.end(), [](const Outcome& outcome) { return !outcome.found; });
    if (lost != outcomes.end()) {
        result.notes.push_back(
            fmt::format("The figures are not drawn: gnuplot cannot be started ({}). Install it and "
                        "make the report again, or run the scripts in {}.",
                        lost->said,
                        folder.string()));
    }
}

}  // namespace

Figures write_figures(const ReportInput& input) {
    Figures result;
    std::vector<FigurePlan> plans;
    append_sweeps(plans, result, input);
    append_overviews(plans, result, input);
    append_arms(plans, result, input);
    const fs::path folder = input.folder / "figures";
    fs::create_directories(folder);
    for (const FigurePlan& plan : plans) {
        for (const FigureData& data : plan.data) {
            write_text(folder / data.file, data.text);
        }
        write_text(folder / (plan.figure.name + ".gp"), plan.script);
        fs::remove(folder / (plan.figure.name + ".svg"));
    }
    draw(folder, plans, result);
    for (const FigurePlan& plan : plans) {
        result.figures.push_back(plan.figure);
    }
    return result;
}

}  // namespace jennopt
