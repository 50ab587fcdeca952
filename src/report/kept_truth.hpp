#pragma once

#include "jennopt/problem/problem.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace jennopt {

/// How far given partials are from the true ones, over all partials that are given and whose true
/// value is not 0; NaN if there is none.
struct PartialsError {
    double mean = 0.0;    ///< of |J_given - J_true| / |J_true|
    double pooled = 0.0;  ///< sum of |J_given - J_true| over sum of |J_true|
};

/// That of the training samples of a replicate.
struct ReplicatePartialsError {
    Index replicate = 0;
    PartialsError error;
};

/// The drawings of one design.
struct KeptDrawings {
    Vector x;
    std::vector<Drawing> drawings;
    std::string failure;  ///< why there are none; "": there are
};

/// What a report asked of the true function of an arm: enough to write it again without the code of
/// the problem. truth.json beside the arm's replicates.
struct TruthAnswers {
    Matrix X;  ///< (n_x, m) points evaluated, in the order in which they were asked for
    Matrix Y;  ///< (n_y, m) values there, NaN where the evaluation failed
    std::vector<KeptDrawings> drawings;
    std::vector<ReplicatePartialsError> partials_errors;  ///< none where all partials are true ones
};

/// @throws Error if it cannot be written
void write_answers(const std::filesystem::path& arm_folder, const TruthAnswers& answers);

[[nodiscard]] bool has_answers(const std::filesystem::path& arm_folder);

/// @throws ConfigError naming the file if it is damaged or not of this problem
[[nodiscard]] TruthAnswers read_answers(const std::filesystem::path& arm_folder,
                                        const ProblemInfo& info);

/// A problem that remembers what it was asked.
class AskedTruth final : public Problem {
public:
    explicit AskedTruth(std::shared_ptr<const Problem> truth);

    /// Without errors of partials.
    [[nodiscard]] TruthAnswers answers() const;

private:
    [[nodiscard]] Evaluation do_evaluate(const ConstVectorRef& x,
                                         Derivatives wanted) const override;
    [[nodiscard]] std::vector<Drawing> do_draw(const ConstVectorRef& x) const override;

    std::shared_ptr<const Problem> truth_;
    mutable std::mutex mutex_;
    mutable std::vector<Vector> points_;
    mutable std::vector<Vector> values_;
    mutable std::vector<KeptDrawings> drawings_;
};

/// A problem that gives the answers that were kept, and fails at every other point.
class KeptTruth final : public Problem {
public:
    KeptTruth(ProblemInfo info, TruthAnswers answers);

    [[nodiscard]] const TruthAnswers& answers() const { return answers_; }

    /// How often it was asked for what is not kept.
    [[nodiscard]] Index missing() const;

private:
    [[nodiscard]] Evaluation do_evaluate(const ConstVectorRef& x,
                                         Derivatives wanted) const override;
    [[nodiscard]] std::vector<Drawing> do_draw(const ConstVectorRef& x) const override;

    TruthAnswers answers_;
    std::map<std::string, Index> columns_;  // of a point's key
    mutable std::mutex mutex_;
    mutable Index missing_ = 0;
};

}  // namespace jennopt
