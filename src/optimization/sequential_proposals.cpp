#include "optimization/sequential_state.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <utility>

namespace jennopt {

namespace {

constexpr std::array kappas{2.0, 3.0, 1.0};
constexpr double most_kappa = 16.0;
constexpr double apart = 0.03;        // points of a round, and from points that failed
constexpr double short_region = 0.3;  // of the second local point of a round, in radii
constexpr double long_region = 2.0;   // of the third
constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

}  // namespace

std::span<const PlannedPoint> Sequential::State::plan(Index count) const {
    while (static_cast<Index>(planned_.size()) < count && !ended_) {
        const auto place = static_cast<Index>(planned_.size());
        if (!best_) {
            planned_.push_back(start_point(starts_used_ + place));
            continue;
        }
        std::optional<PlannedPoint> point = place < 3 ? further_local_point(place) : std::nullopt;
        if (!point) {
            point = global_point(place);
        }
        if (!point) {
            break;
        }
        planned_.push_back(std::move(*point));
    }
    return std::span(planned_).first(
        static_cast<std::size_t>(std::min(count, static_cast<Index>(planned_.size()))));
}

/// The second or third point of a round by another radius, if that leads elsewhere.
std::optional<PlannedPoint> Sequential::State::further_local_point(Index place) const {
    if (!local_) {
        return std::nullopt;
    }
    const double radius = local_->radius() * (place == 1 ? short_region : long_region);
    PlannedPoint point = local_point(std::min(radius, 1.0));
    const bool is_new =
        !is_evaluated(point.u) && std::ranges::none_of(planned_, [&](const PlannedPoint& other) {
            return distance_to(other.u, point.u) < 0.1 * local_->radius();
        });
    return is_new ? std::optional(std::move(point)) : std::nullopt;
}

PlannedPoint Sequential::State::start_point(Index number) const {
    PlannedPoint point;
    point.proposal.kind = ProposalKind::start;
    point.proposal.predicted = unknown;
    if (number < starts_.cols()) {
        point.proposal.x = starts_.col(number);
    } else {
        Rng rng = rng_.child("start", number);
        Vector u(bounds_.lower.size());
        for (double& entry : u) {
            entry = rng.uniform();
        }
        point.proposal.x = bounds_.from_unit(u);
    }
    point.proposal.x = integers_.rounded(point.proposal.x);
    point.u = bounds_.to_unit(point.proposal.x);
    return point;
}

/// The step of most gain with whole numbers where they must be: those next to a step that is free
/// of that, and to the centre, which the other inputs are then chosen for.
TrustStep Sequential::State::whole_step(const TrustStep& free, double radius) const {
    std::vector<Vector> places = integers_.around(bounds_.from_unit(free.u));
    std::ranges::copy(integers_.around(bounds_.from_unit(samples_.U.col(local_->centre()))),
                      std::back_inserter(places));
    std::optional<TrustStep> best;
    for (const Vector& x : places) {
        TrustStep step = local_->step(samples_, radius, {integers_.inputs(), bounds_.to_unit(x)});
        if (!best || (!is_evaluated(step.u) && (is_evaluated(best->u) || step.gain > best->gain))) {
            best = std::move(step);
        }
    }
    return *best;
}

/// Where partials are missing at the centre by some inputs only, and no sample differs in such an
/// input, the models know nothing of it and would follow the others: half a radius along it is how
/// they learn. Without any partials it is the global search that looks around.
void Sequential::State::leave_unknown_planes(TrustStep& step, double radius) const {
    const Index centre = local_->centre();
    const Vector u = samples_.U.col(centre);
    const Matrix& J = samples_.J[static_cast<std::size_t>(centre)];
    const bool has_some = !J.array().isNaN().all();
    for (Index j = 0; has_some && j < u.size(); ++j) {
        const double differs = (samples_.U.row(j).array() - u(j)).abs().maxCoeff();
        if (J.col(j).array().isNaN().any() && differs < 0.01 * radius) {
            step.u(j) = std::clamp(u(j) + (u(j) < 0.5 ? 0.5 : -0.5) * radius, 0.0, 1.0);
            step.length = std::max(step.length, 0.5);
        }
    }
}

PlannedPoint Sequential::State::local_point(double radius) const {
    PlannedPoint point;
    point.step = local_->step(samples_, radius);
    leave_unknown_planes(point.step, radius);
    if (!integers_.empty()) {
        point.step = whole_step(point.step, radius);
    }
    point.radius = radius;
    point.proposal.kind = ProposalKind::local;
    point.u = point.step.u;
    point.proposal.x = integers_.rounded(bounds_.from_unit(point.u));
    point.proposal.model = local_->model();
    point.proposal.predicted = form_.objective(point.step.y.value(0));
    return point;
}

/// @param place  in the round
/// @return nothing if no gain is predicted at any kappa
std::optional<PlannedPoint> Sequential::State::global_point(Index place) const {
    const double distance = place == 0 ? 0.1 * apart : apart;
    const auto is_free = [&](const Vector& u) {
        return distance_to(samples_.U, u) > 1e-4 && distance_to(failed_, u) > apart &&
               std::ranges::all_of(planned_, [&](const PlannedPoint& other) {
                   return distance_to(other.u, u) > distance;
               });
    };
    const auto snap = [&](const Vector& u) {
        return integers_.empty() ? u : bounds_.to_unit(integers_.rounded(bounds_.from_unit(u)));
    };
    const Rng rng = rng_.child("global", round_).child("place", place);
    const double goal = is_feasible(*best_) ? samples_.Y(0, *best_) - worthwhile * samples_.spread()
                                            : std::numeric_limits<double>::infinity();
    const double first = kappas[static_cast<std::size_t>(global_points_ + place) % kappas.size()];
    for (double kappa = first; kappa <= most_kappa; kappa *= 2.0) {
        const GlobalSearch::Candidate candidate = global().minimize_at(kappa, {is_free, snap}, rng);
        if (candidate.u.size() > 0 && candidate.optimistic <= goal) {
            PlannedPoint point;
            point.proposal.x = integers_.rounded(bounds_.from_unit(candidate.u));
            point.proposal.kind = ProposalKind::global;
            point.proposal.model = ProposingModel::kriging;
            point.proposal.predicted = form_.objective(candidate.mean);
            point.u = candidate.u;
            point.step.gain = std::max(0.0, samples_.Y(0, *best_) - candidate.optimistic);
            return point;
        }
    }
    return std::nullopt;
}

const GlobalSearch& Sequential::State::global() const {
    if (!global_) {
        global_ = std::make_shared<GlobalSearch>(samples_,
                                                 global_parameters_,
                                                 options_.constraint_tolerance,
                                                 rng_.child("global", round_));
    }
    return *global_;
}

}  // namespace jennopt
