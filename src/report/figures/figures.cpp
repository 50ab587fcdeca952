#include "report/figures/figures.hpp"

#include "core/format.hpp"
#include "core/json.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "report/gnuplot_run.hpp"

#include <algorithm>
#include <iterator>

namespace jennopt {

namespace {

void append_plots(std::vector<Plot>& plots, std::vector<Plot> more) {
    std::move(more.begin(), more.end(), std::back_inserter(plots));
}

/// The figures of one replicate of an arm: the first one that has a surrogate to show.
void append_arm(std::vector<Plot>& plots,
                const StudyResults& study,
                const ArmResults& arm,
                const ContenderColors& colors) {
    const auto shown = std::find_if(
        arm.replicates.begin(), arm.replicates.end(), [](const ReplicateRecord& record) {
            return !record.surrogates.empty();
        });
    if (shown == arm.replicates.end()) {
        return;
    }
    const ReplicateFiles files = read_files(study, arm, *shown);
    const bool single = study.arms.size() == 1;
    const ArmView view{arm,
                       *shown,
                       files,
                       colors,
                       single ? std::string() : "_" + arm.arm.id,
                       single ? std::string() : fmt::format(" ({})", arm.arm.label)};
    for (const auto& figure : arm_figures) {
        append_plots(plots, figure(view));
    }
}

/// With many arms only the first one is shown on its own.
void append_arm_figures(std::vector<Plot>& plots,
                        const StudyResults& study,
                        const ContenderColors& colors,
                        std::vector<std::string>& notes) {
    const std::size_t n_shown = has_many_arms(study) ? 1 : study.arms.size();
    for (std::size_t i = 0; i < n_shown; ++i) {
        const ArmResults& arm = study.arms[i];
        try {
            append_arm(plots, study, arm, colors);
        } catch (const Error& error) {
            notes.push_back(
                fmt::format("Figures of {} are left out: {}", arm.arm.label, error.what()));
        }
    }
    if (n_shown < study.arms.size()) {
        notes.push_back(
            fmt::format("Figures of single arms are drawn for the first of {} only: {}.",
                        study.arms.size(),
                        study.arms.front().arm.label));
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
    append_arm_figures(plots, study, colors, result.notes);
    const std::vector<bool> drawn = draw_plots(study.folder / "figures", plots, result.notes);
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

std::string with_unit(const std::string& name, const std::string& unit) {
    return unit.empty() ? name : fmt::format("{} [{}]", name, unit);
}

}  // namespace jennopt
