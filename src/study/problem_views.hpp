#pragma once

#include "jennopt/core/random.hpp"
#include "problem/wrappers.hpp"
#include "study/config.hpp"
#include "study/evaluation_store.hpp"

#include <string>

namespace jennopt {

/// A problem whose evaluations are kept: one that is known is not made again.
class StoredProblem final : public Problem {
public:
    /// @param inner  must outlive this object
    /// @param store  the same; null: nothing is kept
    StoredProblem(const Problem& inner, EvaluationStore* store, std::string fingerprint);

    /// True while another thread or process is at this point.
    [[nodiscard]] bool is_under_way(const ConstVectorRef& x) const;

    /// Tells other processes that these points, columns, will be asked for.
    void expect(const Matrix& X) const;

private:
    [[nodiscard]] Evaluation do_evaluate(const ConstVectorRef& x,
                                         Derivatives wanted) const override;

    const Problem& inner_;
    EvaluationStore* store_;
    std::string fingerprint_;
};

/// A problem as a replicate's parts see it. What is done to training samples (noise, missing
/// partials, failures) comes after the store, so that truth and samples share the evaluation of a
/// point.
class ProblemViews {
public:
    /// @param problem  must outlive this object
    /// @param store    the same; null: nothing is kept
    /// @param rng      of the replicate
    ProblemViews(const Problem& problem,
                 const ProblemConfig& config,
                 EvaluationStore* store,
                 const Rng& rng);

    /// What tests, checks and direct search evaluate.
    [[nodiscard]] const Problem& truth() const { return truth_; }

    /// What surrogates are trained on.
    [[nodiscard]] const Problem& samples() const { return samples_; }

    [[nodiscard]] bool is_under_way(const ConstVectorRef& x) const {
        return stored_.is_under_way(x);
    }

    void expect(const Matrix& X) const { stored_.expect(X); }

private:
    StoredProblem stored_;
    WrappedProblem truth_;
    WrappedProblem
        slow_;  // an evaluation that is known takes no longer: the delay is below the store
    StoredProblem stored_slow_;
    WrappedProblem samples_;
};

}  // namespace jennopt
