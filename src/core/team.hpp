#pragma once

#include "jennopt/core/types.hpp"

#include <atomic>
#include <functional>
#include <thread>
#include <vector>

namespace jennopt {

/// Threads that stay and run one short task together, again and again: from about a tenth of a
/// millisecond of work on it is worth their meeting.
class Team {
public:
    /// @param size  the caller and size - 1 others; >= 1
    explicit Team(Index size);
    ~Team();
    Team(const Team&) = delete;
    Team& operator=(const Team&) = delete;

    [[nodiscard]] Index size() const { return static_cast<Index>(others_.size()) + 1; }

    /// Runs task(0), ..., task(size() - 1) at the same time, task(0) in the calling thread; returns
    /// when all are done. The task must not throw.
    void run(const std::function<void(Index)>& task);

private:
    void serve(Index member);

    const std::function<void(Index)>* task_ = nullptr;
    std::atomic<unsigned> round_ = 0;
    std::atomic<unsigned> busy_ = 0;
    std::atomic<bool> over_ = false;
    std::vector<std::jthread> others_;
};

/// Waits until value is something else than `old`: awake at first, then asleep.
/// @return the new value
unsigned wait_for_change(const std::atomic<unsigned>& value, unsigned old);

}  // namespace jennopt
