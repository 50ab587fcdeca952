#include "study/worker_identity.hpp"

#include "core/json_text.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <iterator>
#include <sstream>
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

struct ProcessState {
    char letter = 'X';  ///< Z: ended, and not yet waited for
    std::string start;
};

/// proc(5): the name in parentheses may hold anything; the state follows it, the start is field 22.
ProcessState state_of(long pid) {
    constexpr int fields_between = 18;
    const std::string text = line_of(fs::path("/proc") / std::to_string(pid) / "stat");
    const std::size_t name_end = text.rfind(')');
    ProcessState state;
    if (name_end == std::string::npos) {
        return state;
    }
    std::istringstream rest(text.substr(name_end + 1));
    rest >> state.letter;
    std::string skipped;
    for (int field = 0; field < fields_between; ++field) {
        rest >> skipped;
    }
    rest >> state.start;
    return state;
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
                                       .start = state_of(::getpid()).start};
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
    if (::kill(static_cast<pid_t>(worker.pid), 0) != 0 && errno == ESRCH) {
        return false;
    }
    const ProcessState state = state_of(worker.pid);
    return state.letter != 'Z' && state.letter != 'X' && state.start == worker.start;
}

}  // namespace jennopt
