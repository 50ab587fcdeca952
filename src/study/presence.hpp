#pragma once

#include "study/work_claim.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace jennopt {

/// That a process is at work in a folder.
class Presence {
public:
    /// @param folder  of claims
    explicit Presence(const std::filesystem::path& folder);

    /// The other processes that are at work there, in the order of their names.
    [[nodiscard]] std::vector<Worker> others() const;

private:
    std::filesystem::path folder_;
    std::string name_;
    WorkClaim claim_;
};

}  // namespace jennopt
