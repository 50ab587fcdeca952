#pragma once

#include "jennopt/core/error.hpp"
#include "study/plan.hpp"

#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace jennopt {

/// Ends a replicate whose problem has been found to fail always.
class GivenUp final : public Interrupted {
public:
    using Interrupted::Interrupted;
};

/// The replicates of a study of which nothing comes because their evaluations fail: each is left
/// out and the others go on. Where the first evaluations all failed (failures.stop_after) the arms
/// of the same problem are given up with it: asking a broken program again and again helps nobody.
/// May be used from several threads.
class LostReplicates {
public:
    /// @param arms  of the study; a unit is an arm's number times the replicates plus the replicate
    LostReplicates(std::filesystem::path folder,
                   const std::vector<PlannedArm>& arms,
                   Index replicates);

    /// Forgets that an earlier run lost it. @throws GivenUp if there is no use in it now
    void begin(Index unit);

    /// @throws GivenUp if there is no use in going on with it
    void require_use(Index unit);

    /// Leaves a replicate out, and keeps in its folder why.
    /// @return a sentence that says so
    std::string leave_out(Index unit, const EvaluationError& failure);
    void leave_out(Index unit, const GivenUp& failure);

    /// @throws EvaluationError the first failure, if nothing is left
    void require_any() const;

private:
    struct Unit {
        const Arm* arm;
        Index replicate;
        std::string problem;  ///< all that its evaluations depend on
    };

    [[nodiscard]] std::filesystem::path place_of(Index unit) const;
    void note(Index unit, const std::string& message);

    std::filesystem::path folder_;
    std::vector<Unit> units_;
    mutable std::mutex mutex_;
    std::vector<std::string> lost_;                // message by unit, "" if it is not lost
    std::map<std::string, std::string> given_up_;  // message by problem
};

/// Why there is nothing of a replicate, the first line of the message; "" if it was not lost.
[[nodiscard]] std::string why_lost(const std::filesystem::path& replicate);

}  // namespace jennopt
