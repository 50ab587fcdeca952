#pragma once

#include "jennopt/core/names.hpp"
#include "jennopt/core/random.hpp"
#include "jennopt/core/types.hpp"
#include "jennopt/problem/problem.hpp"

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace jennopt {

/// Which model proposes the steps of local searches. The global search between them is always by
/// kriging, whose deviation says where nothing is known.
enum class ProposingModel {
    competition,  ///< jenn and kriging: whichever predicted the last gradients better
    kriging,      ///< kriging on values and partials
    jenn,         ///< a Jacobian-enhanced network
    nn            ///< a network of the values alone
};

template <>
inline constexpr auto enum_names<ProposingModel> = std::to_array<Named<ProposingModel>>(
    {{ProposingModel::competition, "competition", "JENN and kriging in competition"},
     {ProposingModel::kriging, "kriging", "kriging on values and partials"},
     {ProposingModel::jenn, "jenn", "JENN"},
     {ProposingModel::nn, "nn", "plain network"}});

struct SequentialOptions {
    ProposingModel model = ProposingModel::competition;
    /// Half width of the first trust region in units of the bounds' widths, in (0, 1]; empty: 0.5.
    std::optional<double> radius;
    /// A local search ends where the models predict a gain below tolerance times the median spread
    /// of the objective's values, and the optimizer where no model predicts one anywhere; > 0.
    double tolerance = 1e-6;
    double constraint_tolerance = 1e-6;  ///< a point that violates by no more is feasible, >= 0
    std::optional<double> target;  ///< stop at a feasible objective as good as this, raw units
};

/// What became of one evaluation of the problem.
struct Outcome {
    Vector x;           ///< (n_x), raw units
    Evaluation y = {};  ///< all outputs of the problem, NaN where a partial is missing
    bool failed = false;
};

/// What proposed a point.
enum class ProposalKind {
    start,  ///< given, or at random
    local,  ///< the minimum of the models in the trust region
    global  ///< the least of mean - kappa * deviation over the whole box
};

template <>
inline constexpr auto enum_names<ProposalKind> =
    std::to_array<Named<ProposalKind>>({{ProposalKind::start, "start"},
                                        {ProposalKind::local, "local"},
                                        {ProposalKind::global, "global"}});

struct Proposal {
    Vector x;  ///< (n_x), raw units, inside the bounds
    ProposalKind kind = ProposalKind::start;
    ProposingModel model =
        ProposingModel::kriging;  ///< never competition; of no meaning at a start
    double predicted = 0.0;       ///< objective that the model predicts there; NaN at a start
};

/// Why an optimizer has nothing more to propose.
enum class SequentialTermination {
    target,  ///< a feasible value as good as the target was found
    no_gain  ///< nowhere is a gain above the tolerance predicted
};

template <>
inline constexpr auto enum_names<SequentialTermination> =
    std::to_array<Named<SequentialTermination>>({{SequentialTermination::target, "target reached"},
                                                 {SequentialTermination::no_gain,
                                                  "no gain predicted"}});

/// Finds the optimum of an expensive function in few evaluations of its values and partials: local
/// searches in a trust region around the best point, on models that are exact at its centre, and
/// global ones that weigh a model's prediction against its spread. An objective whose values span
/// decades is modelled by its logarithm above the least value, where that is likelier.
///
/// A value: a state that absorb() steps and propose() reads. Both are deterministic: the same
/// outcomes in the same order give the same proposals, so a run is continued by absorbing its
/// outcomes again.
class Sequential {
public:
    /// @param problem  roles and bounds; it is not evaluated here
    /// @param starts   (n_x, any number), raw units: used in this order where a start is wanted,
    /// then
    ///                 random points
    /// @throws ConfigError if an option is out of range, a start lies outside the bounds, or the
    /// problem has no objective
    Sequential(const ProblemInfo& problem,
               const SequentialOptions& options,
               const ConstMatrixRef& starts,
               const Rng& rng);
    ~Sequential();
    Sequential(const Sequential& other);
    Sequential& operator=(const Sequential& other);
    Sequential(Sequential&&) noexcept;
    Sequential& operator=(Sequential&&) noexcept;

    /// The next `count` points to evaluate; the first ones are the same for any count. Never one
    /// that was evaluated already. None once termination() is set.
    [[nodiscard]] std::vector<Proposal> propose(Index count) const;

    /// Takes in what became of a round: outcomes at the first points of propose() in its order, and
    /// any others (points that were evaluated elsewhere), in any number.
    /// @throws ShapeError if an outcome has not as many entries as the problem
    void absorb(std::span<const Outcome> round);

    /// Best feasible outcome so far, the least infeasible if there is none; empty: all failed.
    [[nodiscard]] std::optional<Outcome> best() const;

    /// Set when there is nothing more to propose.
    [[nodiscard]] std::optional<SequentialTermination> termination() const;

    /// What the models expect the best value to fall by at the next point, raw units; 0: nothing.
    [[nodiscard]] double expected_gain() const;

private:
    class State;
    std::unique_ptr<State> state_;
};

}  // namespace jennopt
