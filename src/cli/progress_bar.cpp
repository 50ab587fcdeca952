#include "cli/progress_bar.hpp"

#include "cli/output.hpp"
#include "core/format.hpp"
#include "study/evaluation_plan.hpp"

#include <sys/ioctl.h>

#include <algorithm>
#include <cmath>
#include <unistd.h>
#include <utility>

namespace jennopt {

namespace {

constexpr auto redraw_interval = std::chrono::milliseconds(100);
constexpr auto line_interval = std::chrono::seconds(10);
constexpr int bar_width = 24;

std::string duration(double seconds) {
    const auto whole = static_cast<long>(std::ceil(seconds));
    return whole >= 3600 ? fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60)
                         : fmt::format("{}:{:02}", whole / 60, whole % 60);
}

std::size_t terminal_width() {
    winsize size{};
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20 ? size.ws_col : 80;
}

}  // namespace

/// An evaluation may take hours: how many there are says more than a bar.
std::string ProgressBar::program_text(const StudyProgress& progress) const {
    const auto& [evaluations, planned, at_once] = *progress.program;
    const double each = evaluations.seconds_each();
    const Index left = std::max<Index>(0, planned - evaluations.answered);
    return fmt::format(
        "{}: {} of at most {} evaluations{}{}, {}/{} replicates  {}",
        study_,
        evaluations.answered,
        planned,
        evaluations.failed == 0 ? "" : fmt::format(", {} failed", evaluations.failed),
        each == 0.0 || left == 0 ? "" : ", the rest " + time_text(left, each, at_once),
        progress.finished,
        progress.replicates,
        progress.activity);
}

ProgressBar::ProgressBar(std::string study)
    : study_(std::move(study)), on_terminal_(isatty(STDERR_FILENO) != 0) {}

ProgressBar::~ProgressBar() {
    if (drawn_) {
        print_message("\r\x1b[K");
    }
}

void ProgressBar::show(const StudyProgress& progress) {
    if (!progress.remark.empty()) {
        print_message("{}{}: {}\n", drawn_ ? "\r\x1b[K" : "", study_, progress.remark);
        return;
    }
    const auto now = Clock::now();
    if (first_fraction_ < 0.0) {
        first_fraction_ =
            progress
                .fraction;  // what an earlier run finished is no measure of the speed of this one
    } else if (now - last_ < redraw_interval || (!on_terminal_ && now - last_ < line_interval)) {
        return;
    }
    last_ = now;
    const double elapsed = std::chrono::duration<double>(now - start_).count();
    const double gained = progress.fraction - first_fraction_;
    if (progress.program) {
        draw(program_text(progress));
        return;
    }
    const std::string eta = gained > 0.01
                                ? "ETA " + duration(elapsed * (1.0 - progress.fraction) / gained)
                                : "ETA -:--";
    const auto filled = static_cast<int>(std::lround(progress.fraction * bar_width));
    std::string text = fmt::format("{} [{}{}] {:3.0f} %  {}/{} replicates  {}  {}",
                                   study_,
                                   std::string(static_cast<std::size_t>(filled), '#'),
                                   std::string(static_cast<std::size_t>(bar_width - filled), '.'),
                                   100.0 * progress.fraction,
                                   progress.finished,
                                   progress.replicates,
                                   eta,
                                   progress.activity);
    draw(std::move(text));
}

void ProgressBar::draw(std::string text) {
    if (!on_terminal_) {
        print_message("{}\n", text);
        return;
    }
    text.resize(std::min(text.size(), terminal_width() - 1));
    print_message("\r\x1b[K{}", text);
    drawn_ = true;
}

}  // namespace jennopt
