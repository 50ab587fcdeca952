#pragma once

#include "problem/process.hpp"
#include "problem/supervisor.hpp"

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace jennopt {

/// @param cause  errno
/// @throws MachineFailure "WHAT: CAUSE"
[[noreturn]] void fail_of_machine(const std::string& what, int cause);

/// A file descriptor, closed at the end. It is above those that a supervisor arranges, whatever
/// this process was started with.
class Descriptor {
public:
    /// @param number  as it was opened; below 0 if it was not
    /// @param what    could not be done then
    /// @throws MachineFailure saying that, and why by errno
    Descriptor(int number, const std::string& what);
    ~Descriptor();

    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    Descriptor& operator=(Descriptor&&) = delete;

    [[nodiscard]] int number() const { return number_; }

    void close();

private:
    int number_;
};

/// Opens a folder that is in use, as of is_folder_in_use(), as long as the descriptor or a copy of
/// it is open. @throws MachineFailure if it cannot be opened
[[nodiscard]] Descriptor use_folder(const std::filesystem::path& folder);

/// Both ends of the link between this process and a supervisor.
class Link {
public:
    /// @throws MachineFailure if it cannot be made
    Link() : Link(made_ends()) {}

    Descriptor ours;
    Descriptor theirs;

private:
    using Ends = std::array<int, 2>;
    static Ends made_ends();
    explicit Link(const Ends& ends);
};

/// Everything a supervisor needs, made before the fork.
class Launch {
public:
    /// @throws MachineFailure if a file cannot be opened
    explicit Launch(const ProcessRequest& request);

    /// @param link  the supervisor's end
    [[nodiscard]] SupervisedProgram program(int link) const;

    /// Bytes on the larger one of the program's streams.
    [[nodiscard]] std::int64_t printed() const;

private:
    std::string folder_;
    std::string mark_;
    std::string mark_text_;
    std::vector<std::string> words_;
    std::vector<std::string> variables_;
    std::vector<char*> argv_;
    std::vector<char*> envp_;
    std::uint64_t memory_bytes_;
    Descriptor input_;
    Descriptor output_;
    Descriptor errors_;
    Descriptor lock_;  // of the folder, held by the supervisor until it ends
};

}  // namespace jennopt
