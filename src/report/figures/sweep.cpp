#include "report/figures/sweep.hpp"

#include "core/format.hpp"

#include <array>

namespace jennopt {

Index panel_columns(std::size_t n_panels) {
    return n_panels <= 3 ? static_cast<Index>(n_panels) : n_panels == 4 ? 2 : n_panels <= 9 ? 3 : 4;
}

std::vector<Plot> plot_sweeps(const StudyResults& study,
                              const MetricTable& table,
                              const ContenderColors& colors,
                              std::vector<std::string>& notes) {
    constexpr std::size_t most_drawn = 16;
    std::vector<Plot> plots;
    for (const SweepFigure& figure : sweep_figures(study)) {
        const SweepData data = sweep_data(study, table, figure);
        Plot plot = figure.color.empty() ? plot_sweep_lines(figure, data, colors)
                                         : plot_sweep_map(figure, data);
        if (plot.panels.empty()) {
            notes.push_back("The figure " + figure.name + " is left out: " +
                            (data.fault.empty() ? "nothing is to be compared with " + figure.against
                                                : data.fault) +
                            ".");
            continue;
        }
        if (const std::size_t n = plot.panels.size(); n > most_drawn) {
            const char* text = "The figure {} shows the first {} of {} panels.";
            notes.push_back(fmt::format(fmt::runtime(text), figure.name, most_drawn, n));
            plot.panels.resize(most_drawn);
        }
        plot.name = figure.name;
        plot.title = figure.title;
        plot.shares_x = true;
        plot.shares_y = true;
        plot.columns = panel_columns(plot.panels.size());
        constexpr std::array aspects{0.45, 0.75, 0.9, 1.0};
        plot.aspect = aspects.at(static_cast<std::size_t>(plot.columns - 1));
        plots.push_back(std::move(plot));
    }
    return plots;
}

}  // namespace jennopt
