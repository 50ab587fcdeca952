#pragma once

#include "jennopt/core/types.hpp"
#include "jennopt/problem/problem.hpp"

#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace jennopt {

/// What became of one evaluation of the true function.
struct JournalEntry {
    std::string key;           ///< "training/12": names the evaluation within its replicate
    Vector x;                  ///< raw units
    Evaluation y = {};         ///< empty if it failed
    std::string failure = {};  ///< the problem's message, "" if it did not fail
};

/// Evaluates at x; failure is set instead of y where the problem throws EvaluationError.
[[nodiscard]] JournalEntry attempt(const Problem& problem,
                                   const std::string& key,
                                   const ConstVectorRef& x);

/// The append-only record of true evaluations of one replicate, one JSON object a line: cache and
/// restart.
///
/// An evaluation is on disk before it is used. After a kill at any moment the journal holds every
/// finished evaluation; a torn last line is dropped. May be used from several threads.
class Journal {
public:
    /// Opens the file, or starts it.
    /// @throws Error naming file and line if a line other than the last is damaged
    explicit Journal(std::filesystem::path file);

    /// Evaluates, or returns what was recorded under this key. A recorded failure is not tried
    /// again. A problem that needs a place on disk gets it in the folder programs/ beside the file.
    ///
    /// @return failure is set instead of y where the problem threw EvaluationError
    /// @throws Error if the recorded evaluation was at another point
    [[nodiscard]] JournalEntry evaluate(const Problem& problem,
                                        const std::string& key,
                                        const ConstVectorRef& x);

    /// How many evaluations were read from the file instead of being made.
    [[nodiscard]] Index recalled() const { return recalled_; }

    /// True if the file ended in a torn line, which was dropped.
    [[nodiscard]] bool was_torn() const { return was_torn_; }

    /// Rewrites the file in the order of keys, so that it does not show which thread was first.
    /// Last use.
    void finish();

private:
    void read_back();
    void append(const JournalEntry& entry);

    std::filesystem::path file_;
    std::map<std::string, JournalEntry, std::less<>> entries_;
    std::ofstream stream_;
    std::mutex mutex_;
    Index recalled_ = 0;
    bool was_torn_ = false;
};

}  // namespace jennopt
