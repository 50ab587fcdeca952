#pragma once

#include "jennopt/optimization/sequential.hpp"
#include "optimization/global_search.hpp"
#include "optimization/local_search.hpp"
#include "optimization/trust_region.hpp"
#include "optimization/unit_samples.hpp"
#include "problem/integer_inputs.hpp"
#include "problem/standard_form.hpp"

#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace jennopt {

/// Gain of a global point over the spread, below which it is not worth an evaluation.
inline constexpr double worthwhile = 1e-3;

/// A proposal, and what is needed to judge what comes of it.
struct PlannedPoint {
    Proposal proposal;
    Vector u;             ///< of the unit box
    TrustStep step = {};  ///< of a local search; of a global one only the gain
    double radius = 0.0;  ///< that the step was made with
};

/// What a sequential optimizer knows. Local searches and global ones take turns: a point better
/// than all before begins a local search; after 5 global points without one, the best of these that
/// is not where an earlier local search ended does.
/// What is proposed is in sequential_proposals.cpp.
class Sequential::State {
public:
    State(const ProblemInfo& problem,
          const SequentialOptions& options,
          const ConstMatrixRef& starts,
          Rng rng);

    /// The first `count` points of the next round. Later ones are made when they are asked for, and
    /// kept.
    [[nodiscard]] std::span<const PlannedPoint> plan(Index count) const;

    void absorb(std::span<const Outcome> round);

    [[nodiscard]] std::optional<Outcome> best() const;

    [[nodiscard]] std::optional<SequentialTermination> termination() const { return ended_; }

    [[nodiscard]] double expected_gain() const { return gain_; }

private:
    [[nodiscard]] bool is_feasible(Index sample) const;
    [[nodiscard]] bool is_evaluated(const Vector& u) const;
    std::optional<Index> add(const Outcome& outcome);
    void turn(bool was_local, bool improved);
    void begin_local(Index centre, double radius);
    void end_local();
    void prepare();
    [[nodiscard]] double local_tolerance() const;
    [[nodiscard]] bool prepare_local();
    [[nodiscard]] PlannedPoint start_point(Index number) const;
    [[nodiscard]] PlannedPoint local_point(double radius) const;
    [[nodiscard]] TrustStep whole_step(const TrustStep& free, double radius) const;
    void leave_unknown_planes(TrustStep& step, double radius) const;
    [[nodiscard]] std::optional<PlannedPoint> further_local_point(Index place) const;
    [[nodiscard]] std::optional<PlannedPoint> global_point(Index place) const;
    [[nodiscard]] const GlobalSearch& global() const;

    SequentialOptions options_;
    Matrix starts_;
    Rng rng_;
    Bounds bounds_;
    StandardForm form_;
    IntegerInputs integers_;
    Index n_outputs_;  // of the problem

    UnitSamples samples_;  // what arrived
    Matrix failed_;        // points that failed, unit box
    std::vector<Outcome> outcomes_;
    std::vector<Index> outcome_of_;  // of each sample
    std::optional<Index> best_;      // of the samples
    Index round_ = 0;
    Index starts_used_ = 0;
    Index global_points_ = 0;
    std::vector<Index> vain_;  // samples of the global search since the last local one
    Matrix ends_;              // of local searches
    std::optional<LocalSearch> local_;
    std::vector<KrigingParameters> global_parameters_;
    double gain_ = std::numeric_limits<double>::infinity();
    std::optional<SequentialTermination> ended_;

    // What is made when it is first asked for: a function of the above.
    mutable std::shared_ptr<const GlobalSearch> global_;
    mutable std::vector<PlannedPoint> planned_;
};

}  // namespace jennopt
