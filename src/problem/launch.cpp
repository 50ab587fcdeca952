#include "problem/launch.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"

#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace jennopt {

namespace {

constexpr const char* no_link = "no link to a program can be made";

Descriptor opened(const std::filesystem::path& file, int flags) {
    return {::open(file.c_str(), flags | O_CLOEXEC, 0644),
            fmt::format("{} cannot be opened", file.string())};
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> list;
    for (std::string& text : texts) {
        list.push_back(text.data());
    }
    list.push_back(nullptr);
    return list;
}

}  // namespace

void fail_of_machine(const std::string& what, int cause) {
    throw MachineFailure(fmt::format("{}: {}", what, std::strerror(cause)));
}

Descriptor::Descriptor(int number, const std::string& what) : number_(number) {
    constexpr int lowest = 5;
    if (number >= 0 && number < lowest) {
        number_ = ::fcntl(number, F_DUPFD_CLOEXEC, lowest);
        const int cause = errno;
        ::close(number);
        errno = cause;
    }
    if (number_ < 0) {
        fail_of_machine(what, errno);
    }
}

Descriptor::~Descriptor() {
    close();
}

void Descriptor::close() {
    if (number_ >= 0) {
        ::close(std::exchange(number_, -1));
    }
}

Descriptor use_folder(const std::filesystem::path& folder) {
    const int number = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (number >= 0) {
        ::flock(number, LOCK_SH | LOCK_NB);  // not everywhere: some networks have no locks
    }
    return {number, fmt::format("{} cannot be opened", folder.string())};
}

Link::Ends Link::made_ends() {
    Ends ends{-1, -1};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) {
        fail_of_machine(no_link, errno);
    }
    return ends;
}

Link::Link(const Ends& ends) : ours(ends[0], no_link), theirs(ends[1], no_link) {}

Launch::Launch(const ProcessRequest& request)
    : folder_(request.folder.string()),
      mark_(request.mark.string()),
      mark_text_(request.mark_text),
      words_(request.words),
      memory_bytes_(request.memory_bytes),
      input_(opened(request.input, O_RDONLY)),
      output_(opened(request.output, O_WRONLY | O_CREAT | O_TRUNC)),
      errors_(opened(request.errors, O_WRONLY | O_CREAT | O_TRUNC)),
      lock_(use_folder(request.folder)) {
    for (char** variable = environ; *variable != nullptr; ++variable) {
        const std::string text = *variable;
        if (!request.environment.contains(text.substr(0, text.find('=')))) {
            variables_.push_back(text);
        }
    }
    for (const auto& [name, value] : request.environment) {
        variables_.push_back(name + "=" + value);
    }
    argv_ = pointers(words_);
    envp_ = pointers(variables_);
}

SupervisedProgram Launch::program(int link) const {
    return {.argv = argv_.data(),
            .envp = envp_.data(),
            .folder = folder_.c_str(),
            .streams = {input_.number(), output_.number(), errors_.number()},
            .lock = lock_.number(),
            .link = link,
            .memory_bytes = memory_bytes_,
            .mark = mark_.c_str(),
            .mark_text = mark_text_.c_str()};
}

std::int64_t Launch::printed() const {
    std::int64_t most = 0;
    for (const Descriptor* stream : {&output_, &errors_}) {
        struct stat state {};

        if (::fstat(stream->number(), &state) == 0 && S_ISREG(state.st_mode)) {
            most = std::max<std::int64_t>(most, state.st_size);
        }
    }
    return most;
}

}  // namespace jennopt
