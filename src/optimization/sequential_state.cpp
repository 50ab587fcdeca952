#include "optimization/sequential_state.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace jennopt {

namespace {

constexpr double first_radius = 0.5;
constexpr double later_radius = 0.2;
constexpr double least_radius = 1e-7;
constexpr double same_point = 1e-12;
constexpr double same_basin = 0.05;
constexpr std::size_t most_in_vain = 5;
constexpr double inside = 0.999;  // a step shorter than this many radii is not held by the region

}  // namespace

Sequential::State::State(const ProblemInfo& problem,
                         const SequentialOptions& options,
                         const ConstMatrixRef& starts,
                         Rng rng)
    : options_(options),
      starts_(starts),
      rng_(std::move(rng)),
      bounds_(problem.bounds()),
      form_(problem),
      integers_(problem),
      n_outputs_(problem.n_y()),
      samples_{.U = Matrix(problem.n_x(), 0), .Y = Matrix(form_.rows(), 0)},
      failed_(problem.n_x(), 0),
      ends_(problem.n_x(), 0) {}

bool Sequential::State::is_feasible(Index sample) const {
    return samples_.violation(sample) <= options_.constraint_tolerance;
}

bool Sequential::State::is_evaluated(const Vector& u) const {
    return distance_to(samples_.U, u) < same_point || distance_to(failed_, u) < same_point;
}

std::optional<Outcome> Sequential::State::best() const {
    if (!best_) {
        return std::nullopt;
    }
    return outcomes_[static_cast<std::size_t>(outcome_of_[static_cast<std::size_t>(*best_)])];
}

/// @return the new sample, none if the evaluation failed
std::optional<Index> Sequential::State::add(const Outcome& outcome) {
    const Index n_x = bounds_.lower.size();
    if (outcome.x.size() != n_x ||
        (!outcome.failed && (outcome.y.value.size() != n_outputs_ ||
                             outcome.y.jacobian.rows() != outcome.y.value.size() ||
                             outcome.y.jacobian.cols() != n_x))) {
        throw ShapeError(fmt::format(
            "an outcome has {} inputs, {} values and {} x {} partials, expected {} inputs, all "
            "outputs of the problem and their partials, NaN where missing",
            outcome.x.size(),
            outcome.y.value.size(),
            outcome.y.jacobian.rows(),
            outcome.y.jacobian.cols(),
            n_x));
    }
    outcomes_.push_back(outcome);
    const Vector u = bounds_.to_unit(outcome.x);
    if (outcome.failed) {
        failed_.conservativeResize(Eigen::NoChange, failed_.cols() + 1);
        failed_.rightCols(1) = u;
        return std::nullopt;
    }
    const Matrix jacobian =
        form_.partials(outcome.y.jacobian) * bounds_.widths(outcome.x).asDiagonal();
    if (local_) {
        local_->score(samples_, u, jacobian);
    }
    samples_.add(u, form_.values(outcome.y.value), jacobian);
    outcome_of_.push_back(static_cast<Index>(outcomes_.size()) - 1);
    const Index sample = samples_.m() - 1;
    // A point outside of the bounds, or not whole, teaches the models; it is no answer, no centre.
    if (integers_.admits(outcome.x) &&
        (!best_ || samples_.is_better(sample, *best_, options_.constraint_tolerance))) {
        best_ = sample;
    }
    return sample;
}

void Sequential::State::absorb(std::span<const Outcome> round) {
    (void)plan(static_cast<Index>(round.size()));
    const std::vector<PlannedPoint> planned = std::exchange(planned_, {});
    const std::optional<Index> best_before = best_;
    const bool was_local = local_.has_value();
    bool stepped = false;
    for (std::size_t i = 0; i < round.size(); ++i) {
        const std::optional<Index> arrived = add(round[i]);
        if (i >= planned.size() || planned[i].proposal.x != round[i].x) {
            continue;  // a point that was evaluated elsewhere
        }
        const PlannedPoint& point = planned[i];
        if (point.proposal.kind == ProposalKind::start) {
            ++starts_used_;
        } else if (point.proposal.kind == ProposalKind::global) {
            ++global_points_;
            if (arrived) {
                vain_.push_back(*arrived);
            }
        } else if (!stepped || (arrived && *arrived == *best_)) {
            // Of a round's local points the first, and those that are better than all.
            stepped = true;
            local_->judge(samples_, point.step, point.radius, arrived);
        }
    }
    ++round_;
    turn(was_local, best_ != best_before);
    prepare();
}

/// Begins a local search where there is a reason to.
void Sequential::State::turn(bool was_local, bool improved) {
    if (was_local) {
        return;
    }
    if (improved) {
        begin_local(*best_,
                    ends_.cols() == 0 ? options_.radius.value_or(first_radius) : later_radius);
        return;
    }
    if (vain_.size() < most_in_vain) {
        return;
    }
    std::optional<Index> from;
    for (const Index t : vain_) {
        if (distance_to(ends_, samples_.U.col(t)) > same_basin &&
            (!from || samples_.is_better(t, *from, options_.constraint_tolerance))) {
            from = t;
        }
    }
    vain_.clear();
    if (from) {
        begin_local(*from, later_radius);
    }
}

void Sequential::State::begin_local(Index centre, double radius) {
    local_.emplace(options_, samples_, centre, radius);
    vain_.clear();
}

void Sequential::State::end_local() {
    ends_.conservativeResize(Eigen::NoChange, ends_.cols() + 1);
    ends_.rightCols(1) = samples_.U.col(local_->centre());
    local_.reset();
}

/// Makes the first point of the next round, unless there is nothing left to gain.
void Sequential::State::prepare() {
    if (global_) {
        global_parameters_ = global_->parameters();
        global_.reset();
    }
    if (best_ && options_.target && is_feasible(*best_) &&
        samples_.Y(0, *best_) <= form_.objective(*options_.target)) {
        ended_ = SequentialTermination::target;
        return;
    }
    ended_.reset();
    if (!best_ || (local_ && prepare_local())) {
        return;
    }
    if (auto point = global_point(0)) {
        gain_ = point->step.gain;
        planned_.push_back(std::move(*point));
    } else if (samples_.m() == 1) {  // of one value no model knows how others differ from it
        gain_ = std::numeric_limits<double>::infinity();
        planned_.push_back(start_point(starts_used_));
    } else {
        gain_ = 0.0;
        ended_ = SequentialTermination::no_gain;
    }
}

/// Over the spread. A bottom that is above the best sample need not be known to the last digit.
double Sequential::State::local_tolerance() const {
    const Index centre = local_->centre();
    const bool is_above =
        is_feasible(centre) && is_feasible(*best_) &&
        samples_.Y(0, centre) - samples_.Y(0, *best_) > 2.0 * worthwhile * samples_.spread();
    return is_above ? std::max(worthwhile, options_.tolerance) : options_.tolerance;
}

/// @return false if the local search has come to its end
bool Sequential::State::prepare_local() {
    local_->fit(samples_, rng_.child("models", round_));
    PlannedPoint point = local_point(local_->radius());
    const auto ends = [&] {
        return local_->radius() < least_radius ||
               (samples_.m() > 1 && point.step.length < inside &&
                point.step.gain <= local_tolerance() * samples_.spread());
    };
    while (!ends() && is_evaluated(point.u)) {
        local_->shrink();
        point = local_point(local_->radius());
    }
    if (ends()) {
        end_local();
        return false;
    }
    gain_ = point.step.gain;
    planned_.push_back(std::move(point));
    return true;
}

}  // namespace jennopt
