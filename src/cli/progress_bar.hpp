#pragma once

#include "study/study.hpp"

#include <chrono>
#include <string>

namespace jennopt {

/// Shows how far a study is on stderr: one line that redraws itself on a terminal, a line now and
/// then elsewhere.
class ProgressBar {
public:
    explicit ProgressBar(std::string study);
    ~ProgressBar();
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;
    ProgressBar(ProgressBar&&) = delete;
    ProgressBar& operator=(ProgressBar&&) = delete;

    void show(const StudyProgress& progress);

private:
    [[nodiscard]] std::string program_text(const StudyProgress& progress) const;
    void draw(std::string text);

    using Clock = std::chrono::steady_clock;

    std::string study_;
    bool on_terminal_;
    Clock::time_point start_ = Clock::now();
    Clock::time_point last_ = start_;
    double first_fraction_ = -1.0;
    bool drawn_ = false;
};

}  // namespace jennopt
