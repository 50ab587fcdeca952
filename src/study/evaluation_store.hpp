#pragma once

#include "jennopt/core/error.hpp"
#include "jennopt/problem/problem.hpp"
#include "problem/external.hpp"
#include "study/evaluation_files.hpp"
#include "study/evaluation_times.hpp"
#include "study/shared_evaluations.hpp"

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace jennopt {

/// An evaluation was made and cannot be kept, as on a full disk.
class StoreFailure final : public MachineFailure {
public:
    using MachineFailure::MachineFailure;
};

/// All true evaluations of a study, kept on disk: what was evaluated once is never evaluated again,
/// whichever arm, replicate, thread or later run asks.
///
/// An evaluation belongs to a problem, known by its fingerprint, and to a point in all its digits.
/// It is in a file before it is used, and what a loss of power can take took a tenth of a second to
/// evaluate, at most, all in all. May be used from several threads.
class EvaluationStore {
public:
    /// Reads what there is. A recorded failure stands, unless it is to be asked again or all
    /// evaluations of its problem failed: then the machine was at fault, not the points.
    /// @throws as EvaluationFiles
    explicit EvaluationStore(std::filesystem::path folder, bool retry_failed = false);

    /// Evaluates, or returns what is known. Where another thread is at this point it is waited for.
    /// A problem that needs a place on disk gets it in the store's folder programs/. What is known
    /// and does not fit the problem, which has changed then, is evaluated again.
    ///
    /// @return failure is set instead of y where the problem threw EvaluationError; a Jacobian may
    /// be there though only values are wanted
    /// @throws MachineFailure if the problem does, and StoreFailure: nothing is recorded then
    [[nodiscard]] EvaluationResult evaluate(const Problem& problem,
                                            const std::string& fingerprint,
                                            const ConstVectorRef& x,
                                            Derivatives wanted = Derivatives::first);

    /// True while a thread, or another process, evaluates the problem at this point: another one is
    /// better begun first.
    [[nodiscard]] bool is_under_way(const std::string& fingerprint, const ConstVectorRef& x) const;

    /// Tells the other processes at work in the folder that these points, columns, will be asked
    /// for: those without work of their own help.
    void expect(const std::string& fingerprint, const Matrix& X);

    /// Evaluates one point that another process expects, if there is one that nobody is at.
    /// @param problem_of  by its fingerprint; null: not one of ours
    /// @return false if there is none
    /// @throws as evaluate
    bool help(const std::function<std::shared_ptr<const Problem>(const std::string&)>& problem_of);

    /// Evaluations that somebody made before and keeps elsewhere; they are not written to the
    /// folder.
    void add(const std::string& fingerprint, std::span<const EvaluationResult> given);

    /// What was asked for since this object was made, each point of a problem once.
    [[nodiscard]] EvaluationCount count() const {
        const std::scoped_lock lock(mutex_);
        return count_;
    }

    /// What is known of each problem, by its fingerprint; given evaluations are left out.
    [[nodiscard]] std::map<std::string, EvaluationTally> tallies() const;

    /// Gets sentences, each once: what was damaged in the files, that a kill cut off a line, what
    /// does not fit the problem any more.
    void on_remark(std::function<void(const std::string&)> say);

    /// Gets the message of the first evaluation that fails here, once.
    void on_first_failure(std::function<void(const std::string&)> say) {
        say_failure_ = std::move(say);
    }

    /// How many evaluations were known when they were asked for.
    [[nodiscard]] Index recalled() const { return recalled_; }

    /// Files whose last line was cut off by a kill; that evaluation is made again.
    [[nodiscard]] Index torn() const { return torn_; }

    /// Evaluations are runs of a program, in folders: one process at a time makes each, however
    /// short it is.
    void claim_each() { runs_programs_ = true; }

    /// Takes in what other processes have kept since, so that it is not evaluated again.
    void refresh() {
        const std::scoped_lock lock(mutex_);
        take_in(files_.read());
    }

    /// Every evaluation that was made is on the disk when this returns. @throws StoreFailure
    void sync();

    /// Keeps for the next run how long evaluations take: measured, so in a file of its own.
    void keep_times() const { keep_evaluation_times(files_.folder(), count()); }

    /// Leaves one file in the order of the points, if no other process is at work, and of the
    /// folders of programs' runs those that are to be kept. Last use.
    void finish(KeepFolders keep = KeepFolders::failed);

private:
    struct Entry {
        EvaluationResult result = {};
        bool is_known = false;
        bool is_under_way = false;
        bool is_counted = false;
        bool is_given = false;
    };

    using Lock = std::unique_lock<std::mutex>;

    /// What evaluate() was asked for.
    struct Asked {
        const Problem& problem;
        const std::string& fingerprint;
        const std::string& name;
        const ConstVectorRef& x;
        Derivatives wanted;
        const std::function<bool()>& is_answered;
    };

    void evaluate_entry(Entry& entry, const Asked& asked, Lock& lock);
    [[nodiscard]] std::optional<WorkClaim> claim_from_others(const Asked& asked, Lock& lock);
    [[nodiscard]] bool is_dear() const;
    void take_in(EvaluationsRead read);
    void note_misfit(const Entry& entry, const ProblemInfo& problem, Lock& lock);
    void note_answer(Entry& entry);
    void keep(Lock& lock, const std::string& line, double seconds);

    void drop_failures(bool all);

    EvaluationFiles files_;
    SharedEvaluations shared_;
    bool retry_failed_;
    // By problem and bytes of the point; entries stay where they are.
    std::map<std::string, std::map<std::string, Entry>, std::less<>> problems_;
    mutable std::mutex mutex_;
    std::condition_variable finished_;
    std::function<void(const std::string&)> say_;
    std::function<void(const std::string&)> say_failure_;
    std::vector<std::string> remarks_;  // of the reading
    EvaluationCount count_;
    Index recalled_ = 0;
    Index torn_ = 0;
    double at_stake_ = 0.0;  // seconds of evaluations that a loss of power would take
    bool runs_programs_ = false;
    bool has_failed_ = false;
    bool has_changed_ = false;  // the problem: something does not fit it
};

}  // namespace jennopt
