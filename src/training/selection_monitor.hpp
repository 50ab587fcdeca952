#pragma once

#include "jennopt/training/selection.hpp"

#include <mutex>

namespace jennopt {

/// Thrown where the observer returns stop.
struct SelectionStopped {};

/// Tells the observer of a choice what its trainings, of several threads, have done.
class SelectionMonitor {
public:
    /// @param observer  must outlive this object
    explicit SelectionMonitor(const SelectionObserver& observer) : observer_(observer) {}

    /// Before so much work is done: 1 is a pair of lambda and gamma judged on all samples.
    /// @throws SelectionStopped if the observer returns stop, and what it throws
    void see(double work);

    /// A training has ended with so much work left that need not be done.
    void finish(double work);

private:
    const SelectionObserver& observer_;
    std::mutex mutex_;
    Index trainings_ = 0;  // finished
    double work_ = 0.0;
};

}  // namespace jennopt
