#include "jennopt/optimization/sequential.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"
#include "optimization/sequential_state.hpp"

#include <algorithm>

namespace jennopt {

namespace {

void check_options(const SequentialOptions& options) {
    if (options.radius && !(*options.radius > 0.0 && *options.radius <= 1.0)) {
        throw ConfigError(fmt::format("radius is {}, expected 0 < radius <= 1", *options.radius));
    }
    if (!(options.tolerance > 0.0)) {
        throw ConfigError(fmt::format("tolerance is {}, expected a number > 0", options.tolerance));
    }
    if (!(options.constraint_tolerance >= 0.0)) {
        throw ConfigError(fmt::format("constraint_tolerance is {}, expected a number >= 0",
                                      options.constraint_tolerance));
    }
}

void check_starts(const ConstMatrixRef& starts, const Bounds& bounds) {
    for (Index s = 0; s < starts.cols(); ++s) {
        if (starts.rows() != bounds.lower.size() || !bounds.contains(starts.col(s))) {
            throw ConfigError(fmt::format("start {} is {}, expected {} numbers between {} and {}",
                                          s + 1,
                                          to_text(starts.col(s)),
                                          bounds.lower.size(),
                                          to_text(bounds.lower),
                                          to_text(bounds.upper)));
        }
    }
}

}  // namespace

Sequential::Sequential(const ProblemInfo& problem,
                       const SequentialOptions& options,
                       const ConstMatrixRef& starts,
                       const Rng& rng) {
    check_options(options);
    check_starts(starts, problem.bounds());
    state_ = std::make_unique<State>(problem, options, starts, rng);
}

Sequential::~Sequential() = default;

Sequential::Sequential(const Sequential& other) : state_(std::make_unique<State>(*other.state_)) {}

Sequential& Sequential::operator=(const Sequential& other) {
    if (this != &other) {
        state_ = std::make_unique<State>(*other.state_);
    }
    return *this;
}

Sequential::Sequential(Sequential&&) noexcept = default;
Sequential& Sequential::operator=(Sequential&&) noexcept = default;

std::vector<Proposal> Sequential::propose(Index count) const {
    std::vector<Proposal> proposals;
    for (const PlannedPoint& planned : state_->plan(count)) {
        proposals.push_back(planned.proposal);
    }
    return proposals;
}

void Sequential::absorb(std::span<const Outcome> round) {
    state_->absorb(round);
}

std::optional<Outcome> Sequential::best() const {
    return state_->best();
}

std::optional<SequentialTermination> Sequential::termination() const {
    return state_->termination();
}

double Sequential::expected_gain() const {
    return state_->expected_gain();
}

}  // namespace jennopt
