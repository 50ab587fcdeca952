#pragma once

#include "study/plan.hpp"
#include "study/study.hpp"
#include "study/study_log.hpp"

#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace jennopt {

/// Watches over a run: notes in the study's log what happens, and ends the run in order before its
/// work is done where too many evaluations failed (failures.stop_above of the study) or where the
/// next one would not end within the run's time. What was evaluated is kept then, and evaluations
/// that are under way are waited for. May be used from several threads.
class RunGuard {
public:
    /// @param store  null: nothing is evaluated; must outlive this object, as the others
    RunGuard(const Study& study,
             const RunOptions& options,
             const EvaluationStore* store,
             StudyLog& log);

    /// The problem as a replicate is to see it: each evaluation that is made passes here. Must not
    /// outlive this object.
    [[nodiscard]] std::shared_ptr<const Problem> watched(const PlannedArm& arm, Index replicate);

    /// The same of a problem that another process waits for.
    /// @param problem  fingerprint; null is returned where no arm has it
    [[nodiscard]] std::shared_ptr<const Problem> watched(const std::vector<PlannedArm>& arms,
                                                         const std::string& problem);

    /// The observer with all that the run has to be told, and ended, by.
    [[nodiscard]] StudyObserver watched(const StudyObserver& observer);

    /// Notes with what the run begins.
    /// @param folder     of the study
    /// @param sentences  what the user was told of it
    void note_begin(const std::filesystem::path& folder, const std::vector<std::string>& sentences);

    /// Notes what was found in the folder.
    void note(const std::string& sentence) { log_.note(sentence); }

    /// Notes that all is done. @param replicates  that the run was to see finished
    void note_end(std::size_t replicates);

    /// In a handler: notes why the run stops. @throws what it stops with
    [[noreturn]] void rethrow_noted();

private:
    class Watched;

    /// @throws Interrupted if the run has to end
    void before_evaluation(const std::string& problem);
    void after_evaluation(const std::string& problem, const std::string& failure);

    // With mutex_ held.
    void require_share(const std::string& problem);
    [[noreturn]] void end(std::exception_ptr why);

    [[nodiscard]] double seconds_left() const;

    const Study& study_;
    const RunOptions& options_;
    const FailurePolicy& policy_;
    const EvaluationStore* store_;
    StudyLog& log_;
    std::map<std::string, EvaluationTally> tallies_;  // of this run and those before it
    mutable std::mutex mutex_;
    std::exception_ptr why_;  // null: the run goes on
};

}  // namespace jennopt
