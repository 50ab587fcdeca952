#include "core/format.hpp"
#include "core/parallel.hpp"
#include "core/text_file.hpp"
#include "problem/process.hpp"
#include "report/plot_gnuplot.hpp"

#include <algorithm>
#include <thread>

namespace jennopt {

namespace {

constexpr int gnuplot_missing = 127;  // status of env(1) that does not find it

struct GnuplotOutcome {
    int status = 0;  ///< 0 where it drew the figure
    std::string printed;
};

/// Option -d: no start-up file of the user changes the figure.
GnuplotOutcome run_gnuplot(const std::filesystem::path& folder, const std::string& name) {
    const std::filesystem::path log = folder / (name + ".log");
    const ProcessOutcome outcome =
        run_process({.words = {"/usr/bin/env", "gnuplot", "-d", name + ".gp"},
                     .folder = folder,
                     .input = "/dev/null",
                     .output = "/dev/null",
                     .errors = log});
    const std::string printed = read_text(log);
    std::filesystem::remove(log);
    return {outcome.exit_status + outcome.signal, printed};
}

}  // namespace

std::vector<bool> draw_plots(const std::filesystem::path& folder,
                             std::span<const Plot> plots,
                             std::vector<std::string>& notes) {
    make_folder(folder);
    std::vector<GnuplotOutcome> outcomes(plots.size());
    const auto n_workers = std::max<Index>(1, std::thread::hardware_concurrency());
    parallel_for(std::ssize(plots), n_workers, [&](Index i) {
        const auto place = static_cast<std::size_t>(i);
        const Plot& plot = plots[place];
        write_passing_text(folder / (plot.name + ".csv"), plot_csv(plot));
        write_passing_text(folder / (plot.name + ".gp"), plot_script(plot));
        std::filesystem::remove(folder / (plot.name + ".svg"));
        outcomes[place] = run_gnuplot(folder, plot.name);
    });
    std::vector<bool> drawn;
    bool is_missing = false;
    for (const auto& [status, printed] : outcomes) {
        const std::string& name = plots[drawn.size()].name;
        drawn.push_back(status == 0);
        is_missing = is_missing || status == gnuplot_missing;
        if (status != 0 && status != gnuplot_missing) {
            notes.push_back(fmt::format("gnuplot could not draw {}: {}", name, printed));
        }
    }
    if (is_missing) {
        notes.push_back(fmt::format(
            "The figures are not drawn: gnuplot cannot be started, it is not installed. "
            "Install it and make the report again, or run the scripts in {}.",
            folder.string()));
    }
    return drawn;
}

}  // namespace jennopt
