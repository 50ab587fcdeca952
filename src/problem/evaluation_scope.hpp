#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace jennopt {

/// Which evaluation of a study this thread is at, from construction to destruction: a problem that
/// needs a place on disk finds it here, however many wrappers stand between it and the study.
///
/// Scopes of one thread may be nested; the innermost counts.
class EvaluationScope {
public:
    /// @param folder  for the folders of evaluations; made with the first one
    /// @param key     names the evaluation within that folder, "training/000012"
    EvaluationScope(std::filesystem::path folder, std::string key);
    ~EvaluationScope();
    EvaluationScope(const EvaluationScope&) = delete;
    EvaluationScope& operator=(const EvaluationScope&) = delete;
    EvaluationScope(EvaluationScope&&) = delete;
    EvaluationScope& operator=(EvaluationScope&&) = delete;

    /// The scope that this thread is in; nullptr outside of a study.
    [[nodiscard]] static EvaluationScope* current();

    [[nodiscard]] const std::string& key() const { return key_; }

    /// The folder of an attempt, from 1: training-000012, then training-000012-2, ...
    [[nodiscard]] std::filesystem::path folder(int attempt) const;

    /// The next one, new and empty. What a killed run left under that name is removed first; one in
    /// which a program is at work is left alone, and the number after it taken.
    /// @throws MachineFailure if it cannot be made
    [[nodiscard]] std::filesystem::path make_folder();

    /// Removes the folder at the end, when its answer is kept elsewhere. If the scope is left by an
    /// exception it is not, and the folder stays.
    void remove_at_end(std::filesystem::path folder);

private:
    std::filesystem::path folder_;
    std::string key_;
    int made_ = 0;
    int exceptions_;  // under way when it began
    std::vector<std::filesystem::path> answered_;
    EvaluationScope* outer_;
};

}  // namespace jennopt
