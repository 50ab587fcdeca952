#include "study/claim_renewal.hpp"

#include <sys/stat.h>

#include <chrono>
#include <fcntl.h>

namespace jennopt {

ClaimRenewal& ClaimRenewal::get() {
    static ClaimRenewal renewal;
    return renewal;
}

void ClaimRenewal::add(const std::filesystem::path& file) {
    const std::scoped_lock lock(mutex_);
    files_.insert(file);
    if (!thread_.joinable()) {
        thread_ = std::jthread([this](const std::stop_token& stop) { renew(stop); });
    }
}

void ClaimRenewal::remove(const std::filesystem::path& file) {
    const std::scoped_lock lock(mutex_);
    files_.erase(file);
}

void ClaimRenewal::renew(const std::stop_token& stop) {
    constexpr auto pause = std::chrono::seconds(15);
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, stop, pause, [&stop] { return stop.stop_requested(); })) {
        const std::set<std::filesystem::path> files = files_;
        lock.unlock();  // a file server that does not answer must not hold up the work
        for (const std::filesystem::path& file : files) {
            ::utimensat(AT_FDCWD, file.c_str(), nullptr, 0);
        }
        lock.lock();
    }
}

}  // namespace jennopt
