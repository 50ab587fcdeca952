#pragma once

#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <set>
#include <stop_token>
#include <thread>

namespace jennopt {

/// Renews the times of the claims that this process holds, every quarter of a minute.
class ClaimRenewal {
public:
    static ClaimRenewal& get();

    void add(const std::filesystem::path& file);
    void remove(const std::filesystem::path& file);

private:
    void renew(const std::stop_token& stop);

    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::set<std::filesystem::path> files_;
    std::jthread thread_;  // last: it ends before what it uses
};

}  // namespace jennopt
