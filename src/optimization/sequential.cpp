#include "jennopt/optimization/sequential.hpp"

#include "jennopt/core/error.hpp"

#include <cmath>
#include <limits>
#include <vector>

namespace jennopt {

struct Sequential::State {
    ProblemInfo problem;
    SequentialOptions options;
    Matrix starts;
    Rng rng;
    std::vector<Outcome> outcomes = {};
};

Sequential::Sequential(const ProblemInfo& problem,
                       const SequentialOptions& options,
                       const ConstMatrixRef& starts,
                       const Rng& rng)
    : state_(std::make_unique<State>(State{problem, options, starts, rng})) {
    (void)problem.objective();
}

Sequential::~Sequential() = default;

Sequential::Sequential(const Sequential& other) : state_(std::make_unique<State>(*other.state_)) {}

Sequential& Sequential::operator=(const Sequential& other) {
    state_ = std::make_unique<State>(*other.state_);
    return *this;
}

Sequential::Sequential(Sequential&&) noexcept = default;
Sequential& Sequential::operator=(Sequential&&) noexcept = default;

std::vector<Proposal> Sequential::propose(Index count) const {
    std::vector<Proposal> proposals;
    const auto done = static_cast<Index>(state_->outcomes.size());
    for (Index i = 0; i < count; ++i) {
        Proposal proposal{.x = {}, .predicted = std::numeric_limits<double>::quiet_NaN()};
        if (done + i < state_->starts.cols()) {
            proposal.x = state_->starts.col(done + i);
        } else {
            Rng rng = state_->rng.child("start", done + i);
            Vector u(state_->problem.n_x());
            for (double& entry : u) {
                entry = rng.uniform();
            }
            proposal.x = state_->problem.bounds().from_unit(u);
        }
        proposals.push_back(std::move(proposal));
    }
    return proposals;
}

void Sequential::absorb(std::span<const Outcome> round) {
    state_->outcomes.insert(state_->outcomes.end(), round.begin(), round.end());
}

std::optional<Outcome> Sequential::best() const {
    std::optional<Outcome> best;
    const Index objective = state_->problem.objective();
    for (const Outcome& outcome : state_->outcomes) {
        if (!outcome.failed && (!best || outcome.y.value(objective) < best->y.value(objective))) {
            best = outcome;
        }
    }
    return best;
}

std::optional<SequentialTermination> Sequential::termination() const {
    return std::nullopt;
}

double Sequential::expected_gain() const {
    return std::numeric_limits<double>::infinity();
}

}  // namespace jennopt
