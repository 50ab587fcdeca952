#include "optimization/local_search.hpp"

#include "optimization/tangent_planes.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace jennopt {

namespace {

constexpr double memory = 0.7;        // of the scores, per evaluation
constexpr double first_score = -0.7;  // of kriging, the network's is 0: it has to be clearly better
constexpr double best_score = -6.0;   // ln of a relative error
constexpr double worst_score = 2.0;
constexpr Index poor_steps = 2;        // until tangent planes are tried
constexpr double planes_within = 3.0;  // radii around the centre
constexpr double first_step_power = 0.25;
constexpr double tiny = std::numeric_limits<double>::min();

/// Of the first step of all, when one gradient g is all that is known: |g_j / g_max|^(1/4) of the
/// radius along each input. Straight descent (power 1) would leave inputs of small slope where they
/// are, a corner of the region (power 0) would trust their signs alone.
TrustStep first_step(const TrustCentre& centre, double radius) {
    const Vector g = centre.y.jacobian.row(0);
    const double largest = std::max(g.lpNorm<Eigen::Infinity>(), tiny);
    const Vector share = (g.cwiseAbs() / largest).array().pow(first_step_power);
    TrustStep step;
    step.u = (centre.u - radius * share.cwiseProduct(g.cwiseSign())).cwiseMax(0.0).cwiseMin(1.0);
    step.gain = g.dot(centre.u - step.u);
    step.y = {.value = centre.y.value.array() - step.gain, .jacobian = centre.y.jacobian};
    step.merit.scale = Vector::Ones(1);
    step.length = (step.u - centre.u).lpNorm<Eigen::Infinity>() / radius;
    return step;
}

SmoothFunction tangent(const TrustCentre& centre) {
    return [centre](const ConstVectorRef& u) {
        Evaluation y = centre.y;
        y.value += centre.y.jacobian * (u - centre.u);
        return y;
    };
}

bool has_all_partials(const UnitSamples& samples) {
    return std::ranges::all_of(samples.J, [](const Matrix& J) { return J.allFinite(); });
}

}  // namespace

LocalSearch::LocalSearch(const SequentialOptions& options,
                         const UnitSamples& samples,
                         Index centre,
                         double radius)
    : options_(options), competing_{options.model}, centre_(centre), radius_(radius) {
    if (options.model == ProposingModel::competition) {
        competing_ = {ProposingModel::kriging, ProposingModel::jenn};
        if (!affords_kriging(samples.n_x())) {
            competing_ = {ProposingModel::jenn};
        }
    }
    for (const ProposingModel each : competing_) {
        scores_[each] = each == ProposingModel::kriging ? first_score : 0.0;
    }
}

ProposingModel LocalSearch::model() const {
    ProposingModel best = competing_.front();
    for (const ProposingModel each : competing_) {
        if (scores_.at(each) < scores_.at(best)) {
            best = each;
        }
    }
    return best;
}

TrustCentre LocalSearch::centre_of(const UnitSamples& samples) const {
    return {.u = samples.U.col(centre_),
            .y = {.value = samples.Y.col(centre_),
                  .jacobian = samples.J[static_cast<std::size_t>(centre_)]}};
}

std::vector<Index> LocalSearch::neighbours(const UnitSamples& samples) const {
    const Index n = samples.n_x();
    return samples.nearest(samples.U.col(centre_),
                           std::min(10 + 3 * n, std::max<Index>(4, most_observations / (n + 1))));
}

bool LocalSearch::knows_slope_only(const UnitSamples& samples) {
    return samples.m() == 1 && samples.J.front().allFinite();
}

void LocalSearch::fit(const UnitSamples& samples, const Rng& rng) {
    if (knows_slope_only(samples)) {
        return;
    }
    const UnitSamples near = samples.subset(neighbours(samples));
    const bool takes_planes = samples.n_y() == 1 && has_all_partials(samples);
    for (const ProposingModel each : competing_) {
        const auto before = models_.find(each);
        models_[each] =
            std::make_shared<OutputModels>(each,
                                           near,
                                           before == models_.end() ? nullptr : before->second.get(),
                                           rng.child(name_of(each)));
        planes_ = planes_ || (takes_planes && !models_[each]->is_exact());
    }
}

TrustStep LocalSearch::step(const UnitSamples& samples,
                            double radius,
                            const HeldInputs& held) const {
    TrustCentre centre = centre_of(samples);
    if (knows_slope_only(samples)) {
        return samples.n_y() == 1 && held.inputs.empty()
                   ? first_step(centre, radius)
                   : trust_step(
                         tangent(centre), centre, radius, options_.constraint_tolerance, held);
    }
    if (planes_ && held.inputs.empty()) {
        std::vector<Index> close;
        for (const Index t : neighbours(samples)) {
            if (distance_to(samples.U.col(t), centre.u) <= planes_within * radius) {
                close.push_back(t);
            }
        }
        TrustStep step = tangent_planes_step(samples.subset(close), centre, radius);
        if (step.gain > options_.tolerance * samples.spread()) {
            return step;
        }
    }
    const SmoothFunction function = corrected(models_.at(model()), centre);
    return trust_step(function, centre, radius, options_.constraint_tolerance, held);
}

void LocalSearch::score(const UnitSamples& samples,
                        const ConstVectorRef& u,
                        const ConstMatrixRef& jacobian) {
    const TrustCentre centre = centre_of(samples);
    if (competing_.size() < 2 || !jacobian.allFinite() || !centre.y.jacobian.allFinite()) {
        return;
    }
    for (const auto& [each, fitted] : models_) {
        TrustCentre same = centre;
        const Matrix predicted = corrected(fitted, same)(u).jacobian;
        double sum = 0.0;
        for (Index k = 0; k < jacobian.rows(); ++k) {
            const double change = (jacobian.row(k) - centre.y.jacobian.row(k)).norm() + tiny;
            const double error = (jacobian.row(k) - predicted.row(k)).norm() + tiny;
            sum += std::clamp(std::log(error / change), best_score, worst_score);
        }
        double& score = scores_[each];
        score = memory * score + (1.0 - memory) * sum / static_cast<double>(jacobian.rows());
    }
}

void LocalSearch::shrink() {
    radius_ *= 0.5;
    ++poor_;
    planes_ = false;
}

void LocalSearch::judge(const UnitSamples& samples,
                        const TrustStep& step,
                        double radius,
                        std::optional<Index> arrived) {
    const double length = step.length * radius;
    if (!arrived) {
        radius_ = 0.5 * length;
        return;
    }
    const double before = step.merit(samples.Y.col(centre_)) * step.merit.scale(0);
    const double after = step.merit(samples.Y.col(*arrived)) * step.merit.scale(0);
    const double ratio = step.gain > 0.0 ? (before - after) / step.gain : -1.0;
    if (ratio > 0.75 && step.length >= 0.8) {
        radius_ = std::min(std::max(radius_, 2.0 * radius), 1.0);
    } else if (ratio < 0.1) {
        radius_ = std::clamp(0.5 * length, 0.25 * radius, 0.5 * radius);
    } else if (ratio < 0.3) {
        radius_ = std::max(0.5 * radius, 0.5 * length);
    }
    poor_ = ratio < 0.1 ? poor_ + 1 : 0;
    if (planes_) {
        planes_ = poor_ == 0;
        poor_ = 0;
    } else if (poor_ >= poor_steps && samples.n_y() == 1 && has_all_partials(samples)) {
        planes_ = true;
        poor_ = 0;
    }
    if (after < before) {
        centre_ = *arrived;
    }
}

}  // namespace jennopt
