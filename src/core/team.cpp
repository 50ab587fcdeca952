#include "core/team.hpp"

namespace jennopt {

namespace {

/// Looks before a thread gives way to others, and ways given before it sleeps: some 100 us in all,
/// longer than what lies between two iterations of a trainer.
constexpr int looks = 2000;
constexpr int yields = 200;

/// A last round, after which members end.
void dismiss(std::atomic<bool>& over, std::atomic<unsigned>& round) {
    over = true;
    round.fetch_add(1, std::memory_order_release);
    round.notify_all();
}

}  // namespace

unsigned wait_for_change(const std::atomic<unsigned>& value, unsigned old) {
    unsigned now = old;
    for (int i = 0; i < looks + yields; ++i) {
        now = value.load(std::memory_order_acquire);
        if (now != old) {
            return now;
        }
        if (i >= looks) {
            std::this_thread::yield();
        }
    }
    while (now == old) {
        value.wait(old, std::memory_order_acquire);
        now = value.load(std::memory_order_acquire);
    }
    return now;
}

Team::Team(Index size) {
    try {
        for (Index member = 1; member < size; ++member) {
            others_.emplace_back([this, member] { serve(member); });
        }
    } catch (...) {
        dismiss(over_, round_);  // those that have started wait for a round
        throw;
    }
}

Team::~Team() {
    dismiss(over_, round_);
}

void Team::run(const std::function<void(Index)>& task) {
    if (others_.empty()) {
        task(0);
        return;
    }
    task_ = &task;
    busy_ = static_cast<unsigned>(others_.size());
    round_.fetch_add(1, std::memory_order_release);
    round_.notify_all();
    task(0);
    for (unsigned busy = busy_.load(std::memory_order_acquire); busy != 0;) {
        busy = wait_for_change(busy_, busy);
    }
}

void Team::serve(Index member) {
    for (unsigned round = 0;;) {
        round = wait_for_change(round_, round);
        if (over_) {
            return;
        }
        (*task_)(member);
        if (busy_.fetch_sub(1, std::memory_order_acq_rel) == 1) {
            busy_.notify_all();
        }
    }
}

}  // namespace jennopt
