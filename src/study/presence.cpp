#include "study/presence.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"
#include "study/worker_identity.hpp"

#include <atomic>
#include <optional>
#include <set>
#include <utility>

namespace jennopt {

namespace {

constexpr const char* presence = "process-";

WorkClaim announce(const std::filesystem::path& folder, const std::string& name) {
    std::optional<WorkClaim> claim = WorkClaim::try_take(folder, name);
    if (!claim) {
        throw Error(fmt::format("{}: is claimed by another process", (folder / name).string()));
    }
    return std::move(*claim);
}

/// One process may be at work in a folder twice, by two objects.
std::string presence_name() {
    static std::atomic<int> number = 0;
    const WorkerIdentity& self = this_worker();
    return fmt::format("{}{}-{}-{}", presence, self.host, self.pid, ++number);
}

}  // namespace

Presence::Presence(const std::filesystem::path& folder)
    : folder_(folder), name_(presence_name()), claim_(announce(folder, name_)) {}

std::vector<Worker> Presence::others() const {
    std::set<std::string> names;
    for (const std::filesystem::directory_entry& entry :
         std::filesystem::directory_iterator(folder_)) {
        const std::string name = entry.path().stem().string();
        if (name.starts_with(presence) && name != name_) {
            names.insert(name);
        }
    }
    std::vector<Worker> workers;
    for (const std::string& name : names) {
        if (const std::optional<Worker> worker = WorkClaim::holder(folder_, name)) {
            workers.push_back(*worker);
        }
    }
    return workers;
}

}  // namespace jennopt
