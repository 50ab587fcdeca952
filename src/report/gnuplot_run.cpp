#include "core/format.hpp"
#include "core/parallel.hpp"
#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "problem/process.hpp"
#include "report/plot_gnuplot.hpp"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <thread>

namespace jennopt {

namespace {

namespace fs = std::filesystem;

constexpr int gnuplot_missing = 127;  // status of env(1) that does not find it
constexpr std::int64_t most_printed = 100000;

struct GnuplotOutcome {
    bool is_drawn = false;
    bool is_missing = false;
    bool timed_out = false;
    std::string why;  ///< it is not drawn, of this figure
};

/// Option -d: no start-up file of the user changes the figure.
ProcessOutcome run_gnuplot(const fs::path& folder, const std::string& name, double most_seconds) {
    return run_process({.words = {"/usr/bin/env", "gnuplot", "-d", name + ".gp"},
                        .folder = folder,
                        .input = "/dev/null",
                        .output = "/dev/null",
                        .errors = folder / (name + ".log"),
                        .timeout_seconds = most_seconds,
                        .most_printed = most_printed});
}

bool has_content(const fs::path& file) {
    std::error_code absent;
    const auto size = fs::file_size(file, absent);
    return !absent && size > 0;
}

/// Draws one figure; without success there is no picture, neither an old one nor a half of one.
GnuplotOutcome draw_plot(const fs::path& folder, const std::string& name, double most_seconds) {
    const fs::path picture = folder / (name + ".svg");
    const fs::path log = folder / (name + ".log");
    fs::remove(picture);
    GnuplotOutcome result;
    try {
        const ProcessOutcome outcome = run_gnuplot(folder, name, most_seconds);
        const std::string printed = read_text(log).substr(0, most_printed);
        result.timed_out = outcome.timed_out;
        result.is_missing = outcome.exit_status == gnuplot_missing;
        result.is_drawn = !outcome.timed_out && outcome.exit_status == 0 && outcome.signal == 0 &&
                          has_content(picture);
        result.why = outcome.signal == 0 ? printed
                                         : fmt::format("it was ended by signal {} ({}) {}",
                                                       outcome.signal,
                                                       ::strsignal(outcome.signal),
                                                       printed);
    } catch (const MachineFailure& failure) {
        result.why = failure.what();
    }
    fs::remove(log);
    if (!result.is_drawn) {
        fs::remove(picture);
    }
    return result;
}

}  // namespace

std::vector<bool> draw_plots(const fs::path& folder,
                             std::span<const Plot> plots,
                             std::vector<std::string>& notes,
                             double most_seconds) {
    make_folder(folder);
    std::vector<GnuplotOutcome> outcomes(plots.size());
    const auto n_workers = std::max<Index>(1, std::thread::hardware_concurrency());
    std::atomic<bool> hangs = false;
    parallel_for(std::ssize(plots), n_workers, [&](Index i) {
        const auto place = static_cast<std::size_t>(i);
        const Plot& plot = plots[place];
        write_passing_text(folder / (plot.name + ".csv"), plot_csv(plot));
        write_passing_text(folder / (plot.name + ".gp"), plot_script(plot));
        if (hangs) {
            fs::remove(folder / (plot.name + ".svg"));
            outcomes[place].timed_out = true;
        } else {
            outcomes[place] = draw_plot(folder, plot.name, most_seconds);
            hangs = hangs || outcomes[place].timed_out;
        }
    });
    std::vector<bool> drawn;
    for (const GnuplotOutcome& outcome : outcomes) {
        const std::string& name = plots[drawn.size()].name;
        drawn.push_back(outcome.is_drawn);
        if (!outcome.is_drawn && !outcome.is_missing && !outcome.timed_out) {
            notes.push_back(fmt::format("gnuplot could not draw {}: {}", name, outcome.why));
        }
    }
    const std::string again =
        fmt::format("make the report again, or run the scripts in {}.", folder.string());
    if (std::ranges::any_of(outcomes, &GnuplotOutcome::timed_out)) {
        notes.push_back(fmt::format(
            "{} of {} figures are not drawn: gnuplot did not end within {} seconds and was killed. "
            "Look why it hangs and {}",
            std::ranges::count(outcomes, true, &GnuplotOutcome::timed_out),
            plots.size(),
            most_seconds,
            again));
    }
    if (std::ranges::any_of(outcomes, &GnuplotOutcome::is_missing)) {
        notes.push_back(fmt::format(
            "The figures are not drawn: gnuplot cannot be started, it is not installed. "
            "Install it and {}",
            again));
    }
    return drawn;
}

}  // namespace jennopt
