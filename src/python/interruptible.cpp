#include "python/interruptible.hpp"

#include "jennopt/core/error.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace jennopt {

namespace {

constexpr std::chrono::milliseconds between_looks{50};

/// What the two threads tell each other.
class Exchange {
public:
    // The worker's side.

    void note(double fraction, std::string_view activity) {
        if (stop_) {
            throw Interrupted("interrupted");
        }
        const std::lock_guard lock(mutex_);
        fraction_ = std::max(fraction_, fraction);
        activity_ = activity;
        is_news_ = true;
    }

    void end(std::exception_ptr error) {
        const std::lock_guard lock(mutex_);
        error_ = std::move(error);
        is_done_ = true;
        ended_.notify_all();
    }

    // The caller's side.

    [[nodiscard]] bool wait() {
        std::unique_lock lock(mutex_);
        return ended_.wait_for(lock, between_looks, [this] { return is_done_; });
    }

    void request_stop() { stop_ = true; }

    [[nodiscard]] std::optional<std::pair<double, std::string>> news() {
        const std::lock_guard lock(mutex_);
        if (!is_news_) {
            return std::nullopt;
        }
        is_news_ = false;
        return std::pair(fraction_, activity_);
    }

    [[nodiscard]] const std::exception_ptr& error() const { return error_; }

private:
    std::mutex mutex_;
    std::condition_variable ended_;
    bool is_done_ = false;
    bool is_news_ = false;
    std::atomic<bool> stop_ = false;
    double fraction_ = 0.0;
    std::string activity_;
    std::exception_ptr error_;
};

/// Lets Python's signal handlers and the progress callback run; both may raise.
void look(Exchange& exchange, const nb::object& progress) {
    if (PyErr_CheckSignals() != 0) {
        throw nb::python_error();
    }
    const auto news = progress.is_none() ? std::nullopt : exchange.news();
    if (news) {
        progress(news->first, news->second);
    }
}

}  // namespace

void run_interruptibly(const std::function<void(const ActivityObserver&)>& work,
                       const nb::object& progress) {
    Exchange exchange;
    std::exception_ptr raised;
    {
        const nb::gil_scoped_release unlocked;
        const std::jthread thread([&] {
            std::exception_ptr error;
            try {
                work([&](double fraction, std::string_view activity) {
                    exchange.note(fraction, activity);
                });
            } catch (...) {
                error = std::current_exception();
            }
            exchange.end(std::move(error));
        });
        while (!exchange.wait()) {
            const nb::gil_scoped_acquire locked;
            try {
                if (!raised) {
                    look(exchange, progress);
                }
            } catch (...) {
                raised = std::current_exception();
                exchange.request_stop();
            }
        }
    }
    if (raised) {
        std::rethrow_exception(raised);
    }
    if (exchange.error()) {
        std::rethrow_exception(exchange.error());
    }
    if (!progress.is_none()) {
        progress(1.0, "done");
    }
}

}  // namespace jennopt
