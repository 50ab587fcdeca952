#include "optimization/global_search.hpp"

#include "core/minimize.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace jennopt {

double knob(const char*, double);

namespace {

constexpr Index screened_per_input = 60;
constexpr Index refined = 8;
constexpr Index best_refined = 3;
constexpr double duplicate = 1e-3;

/// Violation first, then objective: how samples are put in order.
std::vector<Index> in_order(const UnitSamples& samples) {
    std::vector<Index> order(static_cast<std::size_t>(samples.m()));
    std::iota(order.begin(), order.end(), Index{0});
    const auto violation = [&](Index t) {
        return samples.n_y() > 1 ? std::max(0.0, samples.Y.col(t).tail(samples.n_y() - 1).maxCoeff())
                                 : 0.0;
    };
    std::ranges::stable_sort(order, [&](Index a, Index b) {
        const double va = violation(a);
        const double vb = violation(b);
        return va != vb ? va < vb : samples.Y(0, a) < samples.Y(0, b);
    });
    return order;
}

/// Samples that are no copies of better ones: all if few, else the best third and some of the rest.
std::vector<Index> chosen(const UnitSamples& samples, Rng rng) {
    std::vector<Index> kept;
    for (const Index t : in_order(samples)) {
        const bool copy = std::ranges::any_of(kept, [&](Index other) {
            return (samples.U.col(t) - samples.U.col(other)).lpNorm<Eigen::Infinity>() < knob("DUP", 1e-3);
        });
        if (!copy) {
            kept.push_back(t);
        }
    }
    const auto most = static_cast<std::size_t>(
        std::max<Index>(20, 700 / (1 + samples.n_x())));
    if (kept.size() > most) {
        const std::size_t third = most / 3;
        std::vector<Index> rest(kept.begin() + static_cast<std::ptrdiff_t>(third), kept.end());
        const std::vector<Index> order = rng.permutation(static_cast<Index>(rest.size()));
        kept.resize(third);
        for (std::size_t i = 0; kept.size() < most; ++i) {
            kept.push_back(rest[static_cast<std::size_t>(order[i])]);
        }
    }
    std::ranges::sort(kept);
    return kept;
}

}  // namespace

GlobalSearch::GlobalSearch(const UnitSamples& samples,
                           const std::vector<KrigingParameters>& starts,
                           const Rng& rng) {
    const UnitSamples used = samples.subset(chosen(samples, rng.child("samples")));
    for (Index k = 0; k < used.n_y(); ++k) {
        KrigingOptions options;
        options.fit_additive = knob("ADDGLOBAL", 1) > 0;
        if (!starts.empty()) {
            options.start = starts[static_cast<std::size_t>(k)];
        }
        const Vector y = used.Y.row(k);
        const Matrix partials = used.partials(k);
        models_.emplace_back(used.U, y, partials, fit_kriging(used.U, y, partials, options));
    }
    const std::vector<Index> order = in_order(samples);
    best_.resize(samples.n_x(), std::min<Index>(best_refined, samples.m()));
    for (Index i = 0; i < best_.cols(); ++i) {
        best_.col(i) = samples.U.col(order[static_cast<std::size_t>(i)]);
    }
}

std::vector<KrigingParameters> GlobalSearch::parameters() const {
    std::vector<KrigingParameters> result;
    for (const Kriging& model : models_) {
        result.push_back(model.parameters());
    }
    return result;
}

GlobalSearch::Candidate GlobalSearch::minimize_at(double kappa,
                                                  const ConstMatrixRef& taken,
                                                  double distance,
                                                  const Rng& rng) const {
    const Index n = best_.rows();
    const auto outputs = static_cast<Index>(models_.size());
    const Vector scale = [&] {
        Vector s(outputs);
        for (Index k = 0; k < outputs; ++k) {
            s(k) = std::sqrt(models_[static_cast<std::size_t>(k)].parameters().variance);
        }
        return s;
    }();
    const auto optimistic = [&](const ConstVectorRef& u, bool with_gradient) {
        Evaluation y{.value = Vector(outputs), .jacobian = Matrix(outputs, n)};
        Vector slope(n);
        Vector of_deviation(n);
        for (Index k = 0; k < outputs; ++k) {
            const Kriging& model = models_[static_cast<std::size_t>(k)];
            y.value(k) = model.predict(u, with_gradient ? &slope : nullptr) -
                         kappa * model.deviation(u, with_gradient ? &of_deviation : nullptr);
            y.value(k) /= scale(k);
            if (with_gradient) {
                y.jacobian.row(k) = (slope - kappa * of_deviation).transpose() / scale(k);
            }
        }
        return y;
    };
    const auto merit = [&](const Evaluation& y) {
        return y.value(0) +
               100.0 * (outputs > 1 ? y.value.tail(outputs - 1).cwiseMax(0.0).sum() : 0.0);
    };
    const auto too_close = [&](const ConstVectorRef& u) {
        for (Index t = 0; t < taken.cols(); ++t) {
            if ((taken.col(t) - u).lpNorm<Eigen::Infinity>() < distance) {
                return true;
            }
        }
        return false;
    };
    Rng draw = rng.child("screen");
    struct Screened {
        double merit;
        Vector u;
    };
    std::vector<Screened> screened;
    for (Index i = 0; i < screened_per_input * n; ++i) {
        Vector u(n);
        for (double& entry : u) {
            entry = draw.uniform();
        }
        screened.push_back({merit(optimistic(u, false)), u});
    }
    std::ranges::stable_sort(screened, {}, &Screened::merit);
    std::vector<Vector> from;
    for (Index i = 0; i < refined && i < static_cast<Index>(screened.size()); ++i) {
        from.push_back(screened[static_cast<std::size_t>(i)].u);
    }
    for (Index i = 0; i < best_.cols(); ++i) {
        from.emplace_back(best_.col(i));
    }
    const Bounds box{.lower = Vector::Zero(n), .upper = Vector::Ones(n)};
    const SmoothFunction function = [&](const ConstVectorRef& u) { return optimistic(u, true); };
    Candidate best{.u = {}, .optimistic = std::numeric_limits<double>::infinity()};
    double best_merit = std::numeric_limits<double>::infinity();
    const auto offer = [&](const Vector& u) {
        const Evaluation y = optimistic(u, false);
        const double value = merit(y);
        if (value < best_merit && !too_close(u)) {
            best_merit = value;
            best = {.u = u,
                    .optimistic = y.value(0) * scale(0),
                    .mean = models_.front().predict(u)};
        }
    };
    for (const Vector& start : from) {
        const MinimizeResult found =
            minimize(function,
                     box,
                     start,
                     {.algorithm = outputs > 1 ? Algorithm::slsqp : Algorithm::lbfgs,
                      .max_evaluations = 60,
                      .gradient_tolerance = 1e-4,
                      .x_tolerance = 1e-5,
                      .f_tolerance = 1e-7});
        offer(found.x);
    }
    if (best.u.size() == 0) {  // every minimum is next to a point that is taken
        for (const Screened& each : screened) {
            offer(each.u);
        }
    }
    return best;
}

}  // namespace jennopt
