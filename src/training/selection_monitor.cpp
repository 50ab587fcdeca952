#include "training/selection_monitor.hpp"

#include <cmath>

namespace jennopt {

namespace {

constexpr double usual_work = 6.0;  // how much it will be shows only on the way

}  // namespace

void SelectionMonitor::see(double work) {
    const std::scoped_lock lock(mutex_);
    const double fraction = 1.0 - std::exp(-work_ / usual_work);
    if (observer_ && observer_({.fraction = fraction, .trainings = trainings_}) == Control::stop) {
        throw SelectionStopped{};
    }
    work_ += work;
}

void SelectionMonitor::finish(double work) {
    const std::scoped_lock lock(mutex_);
    ++trainings_;
    work_ += work;
}

}  // namespace jennopt
