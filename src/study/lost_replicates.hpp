#pragma once

#include "jennopt/core/error.hpp"
#include "study/config.hpp"
#include "study/units.hpp"

#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
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
    /// @param units  that are run here; below, each by its place among them
    LostReplicates(std::filesystem::path folder,
                   const Study& study,
                   const std::vector<Unit>& units);

    /// Forgets that an earlier run lost it. @throws GivenUp if there is no use in it now
    void begin(std::size_t unit);

    /// @throws GivenUp if there is no use in going on with it
    void require_use(std::size_t unit);

    /// Leaves a replicate out, and keeps in its folder why.
    /// @return a sentence that says so
    std::string leave_out(std::size_t unit, const EvaluationError& failure);
    void leave_out(std::size_t unit, const GivenUp& failure);

    /// Whether another process has left it out, which holds here too.
    [[nodiscard]] bool is_left_out_elsewhere(std::size_t unit);

    /// @throws EvaluationError the first failure, if nothing is left
    void require_any() const;

private:
    [[nodiscard]] std::filesystem::path place_of(std::size_t unit) const;
    void note(std::size_t unit, const std::string& message);

    std::filesystem::path folder_;
    const Study& study_;
    const std::vector<Unit>& units_;
    std::vector<std::string> problems_;  // by unit, all that its evaluations depend on
    std::vector<std::optional<std::filesystem::file_time_type>>
        before_;  // when lost, by earlier runs
    mutable std::mutex mutex_;
    std::vector<std::string> lost_;                // message by unit, "" if it is not lost
    std::map<std::string, std::string> given_up_;  // message by problem
};

/// Why there is nothing of a replicate, the first line of the message; "" if it was not lost.
[[nodiscard]] std::string why_lost(const std::filesystem::path& replicate);

}  // namespace jennopt
