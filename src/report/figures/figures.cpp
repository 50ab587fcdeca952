#include "report/figures/figures.hpp"

#include "core/format.hpp"
#include "core/json.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "report/plot_gnuplot.hpp"

#include <algorithm>
#include <iterator>

namespace jennopt {

namespace {

void append_plots(std::vector<Plot>& plots, std::vector<Plot> more) {
    std::ranges::move(more, std::back_inserter(plots));
}

void append_notes(std::vector<std::string>& notes, std::vector<std::string> more) {
    std::ranges::move(more, std::back_inserter(notes));
}

/// The figures of one replicate of an arm: the first one that has a surrogate to show.
void append_arm(std::vector<Plot>& plots,
                const StudyResults& study,
                const ArmResults& arm,
                const ContenderColors& colors) {
    const auto shown = std::ranges::find_if(
        arm.replicates, [](const ReplicateRecord& record) { return !record.surrogates.empty(); });
    if (shown == arm.replicates.end()) {
        return;
    }
    const ReplicateFiles files = read_files(study, arm, *shown);
    ArmView view{arm, *shown, files, colors, "", ""};
    if (study.arms.size() > 1) {
        view.suffix = "_" + arm.arm.id;
        view.where = fmt::format(" ({})", arm.arm.label);
    }
    for (const auto& figure : arm_figures) {
        append_plots(plots, figure(view));
    }
}

}  // namespace

Figures write_figures(const StudyResults& study, const MetricTable& table) {
    Figures result;
    const ContenderColors colors(study);
    std::vector<Plot> plots;
    for (const auto& figure : study_figures) {
        append_plots(plots, figure(study, table, colors, result.notes));
    }
    const std::size_t n_shown = has_many_arms(study) ? 1 : study.arms.size();
    for (const ArmResults& arm : std::span(study.arms).first(n_shown)) {
        try {
            append_arm(plots, study, arm, colors);
        } catch (const Error& error) {
            result.notes.push_back(
                fmt::format("Figures of {} are left out: {}", arm.arm.label, error.what()));
        }
    }
    if (n_shown < study.arms.size()) {
        result.notes.push_back(
            fmt::format("Figures of single arms are drawn for the first of {} only: {}.",
                        study.arms.size(),
                        study.arms.front().arm.label));
    }
    const std::vector<bool> drawn = draw_plots(study.folder / "figures", plots, result.notes);
    append_notes(result.notes, truth_notes(study));
    Json list = Json::array();
    for (std::size_t i = 0; i < plots.size(); ++i) {
        const Plot& plot = plots[i];
        result.figures.push_back({plot.name, plot.title, plot.caption, drawn[i]});
        list.push_back({{"name", plot.name}, {"title", plot.title}, {"caption", plot.caption}});
    }
    write_text(study.folder / "figures" / "figures.json",
               list.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
    return result;
}

}  // namespace jennopt
