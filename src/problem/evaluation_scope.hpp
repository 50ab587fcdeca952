#pragma once

#include <filesystem>
#include <string>

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

    /// A new empty folder below the scope's: training-000012, then training-000012-2, ... What a
    /// killed run left under that name is removed first.
    /// @throws EvaluationError if it cannot be made, or another process made it at the same moment
    [[nodiscard]] std::filesystem::path make_folder();

private:
    std::filesystem::path folder_;
    std::string key_;
    int made_ = 0;
    EvaluationScope* outer_;
};

}  // namespace jennopt
