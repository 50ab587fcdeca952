#pragma once

#include <sys/types.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <dlfcn.h>
#include <fcntl.h>
#include <mutex>
#include <string>
#include <string_view>
#include <unistd.h>
#include <utility>

namespace stress {

inline std::string variable(const char* name) {
    const char* text = std::getenv(name);
    return text == nullptr ? "" : text;
}

/// Functions of the C library that ours of the same name stand before.
class Originals {
public:
    static const Originals& get() {
        static const Originals originals;
        return originals;
    }

    [[nodiscard]] void* find(std::string_view name) const {
        const auto* const found = std::ranges::find(functions_, name, &Named::first);
        return found == functions_.end() ? nullptr : found->second;
    }

private:
    using Named = std::pair<const char*, void*>;

    Originals() {
        for (auto& [name, function] : functions_) {
            function = ::dlsym(RTLD_NEXT, name);
        }
    }

    std::array<Named, 19> functions_{{{"open", nullptr},
                                      {"open64", nullptr},
                                      {"openat", nullptr},
                                      {"fopen64", nullptr},
                                      {"write", nullptr},
                                      {"writev", nullptr},
                                      {"fsync", nullptr},
                                      {"fdatasync", nullptr},
                                      {"ftruncate", nullptr},
                                      {"truncate", nullptr},
                                      {"rename", nullptr},
                                      {"link", nullptr},
                                      {"unlink", nullptr},
                                      {"unlinkat", nullptr},
                                      {"remove", nullptr},
                                      {"rmdir", nullptr},
                                      {"mkdir", nullptr},
                                      {"close", nullptr},
                                      {"clock_gettime", nullptr}}};
};

/// All of them when the module is loaded: a child of a program with threads must not call dlsym,
/// whose lock another thread may have held when it was made.
[[gnu::constructor]] inline void find_originals() {
    (void)Originals::get();
}

template <typename Function>
Function* original(const char* name) {
    return reinterpret_cast<Function*>(Originals::get().find(name));
}

inline std::string link_target(const std::string& link) {
    std::string text(PATH_MAX, '\0');
    const ssize_t length = ::readlink(link.c_str(), text.data(), text.size());
    text.resize(length < 0 ? 0 : static_cast<std::size_t>(length));
    return text;
}

inline std::string path_of(int descriptor) {
    return link_target("/proc/self/fd/" + std::to_string(descriptor));
}

/// Absolute, of a path relative to a folder that is open, or to the current one.
inline std::string absolute(int folder, const char* path) {
    if (path[0] == '/') {
        return path;
    }
    const std::string base = folder == AT_FDCWD ? link_target("/proc/self/cwd") : path_of(folder);
    return base + '/' + path;
}

/// What a call is about to do.
struct Call {
    std::string_view name;
    std::string path;
    std::string other;      // of a rename: the new path
    std::string_view data;  // of a write
    std::int64_t offset;    // of a write
};

enum class Moment { before, half, after };

class Watch {
public:
    Watch()
        : folder_(variable("STRESS_FOLDER")),
          process_(::getpid()),
          kill_at_(std::atol(variable("STRESS_KILL_CALL").c_str())),
          fail_from_(std::atol(variable("STRESS_FAIL_CALL").c_str())),
          error_(std::atoi(variable("STRESS_FAIL_ERROR").c_str())) {
        const std::string moment = variable("STRESS_KILL_MOMENT");
        moment_ = moment == "half"    ? Moment::half
                  : moment == "after" ? Moment::after
                                      : Moment::before;
        is_on_ = !folder_.empty() && link_target("/proc/self/exe") == variable("STRESS_PROGRAM");
        const std::string record = variable("STRESS_RECORD");
        if (is_on_ && !record.empty()) {
            record_ = original<int(const char*, int, ...)>("open")(
                record.c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0644);
        }
    }

    /// A child has a copy of this object until it starts its program.
    [[nodiscard]] bool watches(const std::string& path) const {
        return is_on_ && ::getpid() == process_ && path.starts_with(folder_) &&
               (path.size() == folder_.size() || path[folder_.size()] == '/');
    }

    /// Runs the call as the environment asks for. @param half  of a write: writes half of it
    template <typename Run, typename Half>
    auto run(const Call& call, const Run& run, const Half& half) -> decltype(run()) {
        const std::scoped_lock lock(mutex_);  // the order of the record is the order of the calls
        const long number = ++calls_;
        const bool takes_space = call.name != "remove" && call.name != "close";
        if (fail_from_ > 0 && number >= fail_from_ && takes_space) {
            errno = error_;
            return -1;
        }
        const bool is_last = number == kill_at_;
        if (is_last && moment_ != Moment::after) {
            if (moment_ == Moment::half) {
                half();
            }
            end();
        }
        const auto result = run();
        const int error = errno;
        if (result != -1) {
            record(call, static_cast<std::int64_t>(result));
        }
        if (is_last) {
            end();
        }
        errno = error;
        return result;
    }

private:
    [[noreturn]] static void end() {
        ::kill(::getpid(), SIGKILL);
        for (;;) {
            ::pause();
        }
    }

    /// name, path, other, offset, data, each with its length before it.
    void record(const Call& call, std::int64_t result) const {
        if (record_ < 0) {
            return;
        }
        const std::string_view written =
            call.data.substr(0, std::min(call.data.size(), static_cast<std::size_t>(result)));
        const std::string offset = std::to_string(call.offset);
        std::string text;
        for (const std::string_view part : {call.name,
                                            std::string_view(call.path),
                                            std::string_view(call.other),
                                            std::string_view(offset),
                                            written}) {
            text += std::to_string(part.size());
            text += ' ';
            text += part;
        }
        text += '\n';
        (void)original<ssize_t(int, const void*, size_t)>("write")(
            record_, text.data(), text.size());
    }

    std::string folder_;
    pid_t process_;
    long kill_at_;
    long fail_from_;
    int error_;
    Moment moment_ = Moment::before;
    bool is_on_ = false;
    int record_ = -1;
    long calls_ = 0;
    std::mutex mutex_;
};

inline Watch& watch() {
    static Watch the_watch;
    return the_watch;
}

}  // namespace stress
