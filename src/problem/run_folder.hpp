#pragma once

#include "problem/evaluation_scope.hpp"
#include "problem/external.hpp"
#include "problem/launch.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace jennopt {

/// The folders of one evaluation's attempts; at the end those that nobody wants are removed.
class RunFolders {
public:
    /// @param name  of the problem, for folders below the system's temporary one
    RunFolders(std::string name, KeepFolders keep);
    ~RunFolders();
    RunFolders(const RunFolders&) = delete;
    RunFolders& operator=(const RunFolders&) = delete;
    RunFolders(RunFolders&&) = delete;
    RunFolders& operator=(RunFolders&&) = delete;

    /// A new empty folder, absolute: of the study, or a temporary one outside of it.
    /// @throws MachineFailure if it cannot be made
    [[nodiscard]] std::filesystem::path add();

    /// The evaluation succeeded. A folder that nobody wants stays until its answer is in the
    /// study's store: a run after a kill finds it there.
    void succeeded();

    /// A folder of a run before has the answer.
    void succeeded_before(const std::filesystem::path& folder);

    /// The evaluation will be made again, and its folders tell nothing: they are removed.
    void discard();

    /// Where the last attempt's folder is, or why it is not there: for a message.
    [[nodiscard]] std::string place() const;

private:
    std::string name_;
    KeepFolders keep_;
    bool is_wanted_;
    std::vector<std::filesystem::path> folders_;
    std::optional<Descriptor> in_use_;  // the last one: no other process must remove it
};

}  // namespace jennopt
