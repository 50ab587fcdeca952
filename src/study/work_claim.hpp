#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace jennopt {

/// A process that works at something.
struct Worker {
    std::string host;  ///< "": unknown
    long pid = 0;

    /// "process 4711 on node7"
    [[nodiscard]] std::string text() const;
};

/// A piece of work that one process at a time does, whatever host it runs on: a file in a folder
/// that all of them see, with host and process in it.
///
/// The file's time is renewed every quarter of a minute. A claim is void when its process has
/// ended, which is known at once on the same machine, or when it was not renewed for two minutes by
/// the clock of the file system; the next one to ask takes it over. Needs no locks of the file
/// system, so it holds over NFS; only where a process stood still for two minutes (suspended, or
/// cut off from the file server) two may be at the same work. Both then write the same bytes.
class WorkClaim {
public:
    /// Takes the work, also from a process that has ended.
    /// @param folder  made if it is not there
    /// @param name    of the work, a plain file name
    /// @return nothing where another process, or another thread of this one, has it
    /// @throws Error if the folder cannot be written to
    [[nodiscard]] static std::optional<WorkClaim> try_take(const std::filesystem::path& folder,
                                                           const std::string& name);

    /// Waits until it has the work.
    /// @param waiting  called now and then with who has it; what it throws ends the wait
    [[nodiscard]] static WorkClaim take(const std::filesystem::path& folder,
                                        const std::string& name,
                                        const std::function<void(const Worker&)>& waiting);

    /// Who has the work.
    [[nodiscard]] static std::optional<Worker> holder(const std::filesystem::path& folder,
                                                      const std::string& name);

    /// Whether there was a claim whose process has ended, or that was not renewed.
    [[nodiscard]] static std::optional<Worker> lost_holder(const std::filesystem::path& folder,
                                                           const std::string& name);

    /// Gives the work free.
    ~WorkClaim();
    WorkClaim(const WorkClaim&) = delete;
    WorkClaim& operator=(const WorkClaim&) = delete;
    WorkClaim(WorkClaim&& other) noexcept;
    WorkClaim& operator=(WorkClaim&&) = delete;

private:
    WorkClaim(std::filesystem::path folder, std::string name, int generation);
    friend void remove_void_claims(const std::filesystem::path& folder);

    std::filesystem::path folder_;
    std::string name_;
    int generation_;  // 0: moved from
};

/// Removes what ended processes left in a folder of claims, and the folder if it is empty then.
/// Others may take claims meanwhile.
void remove_void_claims(const std::filesystem::path& folder);

}  // namespace jennopt
