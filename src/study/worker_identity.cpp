#include "study/worker_identity.hpp"

#include "core/json_text.hpp"
#include "core/process_state.hpp"

#include <array>
#include <fstream>
#include <string>
#include <system_error>
#include <unistd.h>

namespace jennopt {

namespace {

namespace fs = std::filesystem;

/// First line of a file of the system; "" where there is none.
std::string line_of(const fs::path& file) {
    std::ifstream stream(file);
    std::string line;
    std::getline(stream, line);
    return line;
}

std::string host_name() {
    std::array<char, 256> name{};
    return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "unknown";
}

std::string process_namespace() {
    std::error_code unknown;
    return fs::read_symlink("/proc/self/ns/pid", unknown).string();
}

}  // namespace

const WorkerIdentity& this_worker() {
    static const WorkerIdentity worker{.host = host_name(),
                                       .machine = line_of("/etc/machine-id"),
                                       .boot = line_of("/proc/sys/kernel/random/boot_id"),
                                       .processes = process_namespace(),
                                       .pid = ::getpid(),
                                       .start = process_state(::getpid()).start};
    return worker;
}

std::string to_text(const WorkerIdentity& worker) {
    return Json{{"host", worker.host},
                {"machine", worker.machine},
                {"boot", worker.boot},
                {"processes", worker.processes},
                {"pid", worker.pid},
                {"start", worker.start}}
               .dump() +
           '\n';
}

std::optional<WorkerIdentity> worker_from(const std::string& text) {
    const Json json = json_in(text).value_or(Json());
    const auto word = [&json](const char* key) { return json.at(key).get<std::string>(); };
    try {
        return WorkerIdentity{.host = word("host"),
                              .machine = word("machine"),
                              .boot = word("boot"),
                              .processes = word("processes"),
                              .pid = json.at("pid").get<long>(),
                              .start = word("start")};
    } catch (const Json::exception&) {
        return std::nullopt;
    }
}

std::optional<bool> is_alive(const WorkerIdentity& worker) {
    const WorkerIdentity& self = this_worker();
    const bool is_same_machine =
        !self.machine.empty() && worker.machine == self.machine && worker.host == self.host;
    if (worker.boot.empty() || worker.boot != self.boot) {
        // Before the machine was started again, or elsewhere.
        return is_same_machine && !worker.boot.empty() ? std::optional(false) : std::nullopt;
    }
    if (worker.processes != self.processes || worker.pid <= 0) {
        return std::nullopt;
    }
    const ProcessState state = process_state(worker.pid);
    if (state.letter == '?') {
        return std::nullopt;
    }
    return !state.has_ended() && state.start == worker.start;
}

}  // namespace jennopt
