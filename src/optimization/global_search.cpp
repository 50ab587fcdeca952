#include "optimization/global_search.hpp"

#include "core/minimize.hpp"
#include "optimization/output_models.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

namespace jennopt {

namespace {

constexpr Index screened_per_input = 60;
constexpr std::size_t refined_screened = 8;
constexpr Index refined_samples = 3;
constexpr Index recombined_samples = 10;
constexpr Index least_samples = 20;
constexpr Index most_values = 200;
constexpr double too_close = 1e-3;
constexpr double violation_price = 100.0;  // of a standard deviation of a constraint
constexpr Index most_steps = 60;

/// From the best sample to the worst.
std::vector<Index> in_order(const UnitSamples& samples, double constraint_tolerance) {
    std::vector<Index> order(static_cast<std::size_t>(samples.m()));
    std::iota(order.begin(), order.end(), Index{0});
    std::ranges::stable_sort(
        order, [&](Index a, Index b) { return samples.is_better(a, b, constraint_tolerance); });
    return order;
}

/// Of so many inputs kriging on partials could take in too few samples to be of use.
bool takes_values_only(Index n_x) {
    return least_samples * (1 + n_x) > 2 * most_observations;
}

std::vector<Index> chosen(const UnitSamples& samples, const std::vector<Index>& order, Rng rng) {
    std::vector<Index> kept;
    for (const Index t : order) {
        if (distance_to(samples.U(Eigen::all, kept), samples.U.col(t)) >= too_close) {
            kept.push_back(t);
        }
    }
    const auto most =
        static_cast<std::size_t>(std::max<Index>(20, most_observations / (1 + samples.n_x())));
    if (kept.size() > most) {
        const std::size_t third = most / 3;
        const std::vector<Index> rest(kept.begin() + static_cast<std::ptrdiff_t>(third),
                                      kept.end());
        const std::vector<Index> shuffled = rng.permutation(static_cast<Index>(rest.size()));
        kept.resize(third);
        for (std::size_t i = 0; kept.size() < most; ++i) {
            kept.push_back(rest[static_cast<std::size_t>(shuffled[i])]);
        }
    }
    std::ranges::sort(kept);
    return kept;
}

/// One number to screen by: violations at a price.
double merit(const Evaluation& y) {
    return y.value(0) + violation_price * y.value.tail(y.value.size() - 1).cwiseMax(0.0).sum();
}

}  // namespace

GlobalSearch::GlobalSearch(const UnitSamples& samples,
                           const std::vector<KrigingParameters>& starts,
                           double constraint_tolerance,
                           const Rng& rng)
    : scale_(samples.n_y()) {
    const std::vector<Index> order = in_order(samples, constraint_tolerance);
    const UnitSamples used = samples.subset(chosen(samples, order, rng));
    for (Index k = 0; k < used.n_y(); ++k) {
        KrigingOptions options{.fit_rotation = false,
                               .noise = KrigingNoise::automatic,
                               .max_evaluations = most_likelihoods};
        if (!starts.empty()) {
            options.start = starts[static_cast<std::size_t>(k)];
        }
        const Vector y = used.Y.row(k);
        Matrix partials = used.partials(k);
        if (takes_values_only(used.n_x())) {
            partials.setConstant(std::numeric_limits<double>::quiet_NaN());
        }
        models_.push_back(fit_warped_kriging(used.U, y, partials, options, k == 0));
        scale_(k) = std::sqrt(models_.back().kriging.parameters().variance);
    }
    std::vector<Index> best;
    for (const Index t : order) {
        const auto u = samples.U.col(t).array();
        if (std::ssize(best) < recombined_samples && (u >= 0.0).all() && (u <= 1.0).all()) {
            best.push_back(t);
        }
    }
    best_ = samples.U(Eigen::all, best);
}

std::vector<KrigingParameters> GlobalSearch::parameters() const {
    std::vector<KrigingParameters> result;
    for (const WarpedKriging& model : models_) {
        result.push_back(model.kriging.parameters());
    }
    return result;
}

Evaluation GlobalSearch::optimistic(const ConstVectorRef& u,
                                    double kappa,
                                    bool with_partials) const {
    Evaluation y{.value = Vector(scale_.size()), .jacobian = {}};
    Vector of_mean;
    Vector of_deviation;
    if (with_partials) {
        y.jacobian.resize(scale_.size(), u.size());
    }
    for (Index k = 0; k < scale_.size(); ++k) {
        const Kriging& model = models_[static_cast<std::size_t>(k)].kriging;
        y.value(k) = (model.predict(u, with_partials ? &of_mean : nullptr) -
                      kappa * model.deviation(u, with_partials ? &of_deviation : nullptr)) /
                     scale_(k);
        if (with_partials) {
            y.jacobian.row(k) = (of_mean - kappa * of_deviation).transpose() / scale_(k);
        }
    }
    return y;
}

/// Places of low merit among as many random ones and recombinations: each coordinate of a good
/// sample, which is where the minima of a nearly additive function are. And the best samples.
std::vector<Vector> GlobalSearch::starts(double kappa, Rng rng) const {
    std::vector<std::pair<double, Vector>> screened;
    for (Index i = 0; i < 2 * screened_per_input * best_.rows(); ++i) {
        Vector u(best_.rows());
        for (Index j = 0; j < u.size(); ++j) {
            u(j) = i % 2 == 0 ? rng.uniform() : best_(j, rng.below(best_.cols()));
        }
        const double value = merit(optimistic(u, kappa, false));
        screened.emplace_back(value, std::move(u));
    }
    std::ranges::stable_sort(screened, {}, &std::pair<double, Vector>::first);
    std::vector<Vector> result;
    for (std::size_t i = 0; i < std::min(refined_screened, screened.size()); ++i) {
        result.push_back(screened[i].second);
    }
    for (Index i = 0; i < std::min(refined_samples, best_.cols()); ++i) {
        result.emplace_back(best_.col(i));
    }
    return result;
}

GlobalSearch::Candidate GlobalSearch::minimize_at(double kappa,
                                                  const Places& places,
                                                  const Rng& rng) const {
    const Index n = best_.rows();
    const Bounds box{.lower = Vector::Zero(n), .upper = Vector::Ones(n)};
    const SmoothFunction function = [&](const ConstVectorRef& u) {
        return optimistic(u, kappa, true);
    };
    const MinimizeOptions options{
        .algorithm = scale_.size() > 1 ? Algorithm::slsqp : Algorithm::lbfgs,
        .max_evaluations = most_steps,
        .gradient_tolerance = 1e-4,
        .x_tolerance = 1e-5,
        .f_tolerance = 1e-7};
    // What is noise to the model of a function without any is what it does not resolve.
    const WarpedKriging& objective = models_.front();
    const KrigingParameters& fitted = objective.kriging.parameters();
    const double unresolved = std::sqrt(fitted.variance * fitted.value_noise);
    Candidate best{.u = {}};
    double least = std::numeric_limits<double>::infinity();
    const auto offer = [&](const Vector& beside) {
        const Vector u = places.snap(beside);
        const Evaluation y = optimistic(u, kappa, false);
        if (merit(y) < least && places.is_free(u)) {
            least = merit(y);
            best = {
                .u = u,
                .optimistic = objective.warp.inverse(y.value(0) * scale_(0) - kappa * unresolved),
                .mean = objective.predict(u)};
        }
    };
    const std::vector<Vector> from = starts(kappa, rng);
    for (const Vector& start : from) {
        offer(minimize(function, box, start, options).x);
    }
    if (best.u.size() == 0) {  // every minimum is next to a point that is taken
        std::ranges::for_each(from, offer);
    }
    return best;
}

}  // namespace jennopt
