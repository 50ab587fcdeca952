#include "surrogate/kriging_likelihood.hpp"

#include "core/minimize.hpp"
#include "core/symmetric.hpp"
#include "jennopt/core/error.hpp"
#include "surrogate/kriging_covariance.hpp"
#include "surrogate/principal_directions.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

namespace jennopt {

namespace {

constexpr double least_length = 0.01;
constexpr double greatest_length = 30.0;
constexpr std::array scanned_lengths{0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2};
constexpr Index most_scanned_observations = 200;  // beyond, every second length
constexpr double usual_length = 0.5;              // median of the prior, times the root of n_x
constexpr double prior_deviation = 1.0;           // of ln length
constexpr double least_share = 1e-3;              // additive, and of the product
constexpr double usual_noise = 1e-4;
constexpr double least_noise = 1e-12;
constexpr double greatest_noise = 1.0;

/// Mean and variance of greatest likelihood for given lengths and noise, and minus twice the
/// logarithm of the likelihood there.
class Likelihood {
public:
    explicit Likelihood(const Observations& observations, KrigingObserver observer = nullptr)
        : observations_(observations), observer_(std::move(observer)) {}

    /// @param gradient  as Observations::pull_back(), (n_x + 3); set if given
    /// @return false where the matrix is not positive definite to rounding
    [[nodiscard]] bool evaluate(KrigingParameters& parameters, double& value, Vector* gradient) {
        if (observer_) {
            observer_();
        }
        factor_ = observations_.covariances(parameters);
        if (!factorize(factor_)) {
            return false;
        }
        const auto count = static_cast<double>(observations_.count());
        const Vector y = observations_.values(parameters.length);
        const Vector& ones = observations_.trend();
        Vector from_ones = ones;
        Vector from_y = y;
        solve_factorized(factor_, from_ones);
        solve_factorized(factor_, from_y);
        parameters.mean = ones.dot(from_y) / ones.dot(from_ones);
        const Vector alpha = from_y - parameters.mean * from_ones;
        const Vector rest = y - parameters.mean * ones;
        parameters.variance = std::max(rest.dot(alpha) / count, least_variance);
        const Vector logarithm = parameters.length.array().log();
        const double usual = usual_length * std::sqrt(static_cast<double>(observations_.n_x()));
        const Vector away = (logarithm.array() - std::log(usual)) / prior_deviation;
        value = count * std::log(parameters.variance) +
                2.0 * factor_.diagonal().array().log().sum() -
                2.0 * observations_.known_partials().dot(logarithm) + away.squaredNorm();
        if (gradient != nullptr) {
            invert_factorized(factor_);
            factor_.selfadjointView<Eigen::Lower>().rankUpdate(alpha, -1.0 / parameters.variance);
            *gradient = observations_.pull_back(parameters, factor_);
            gradient->head(parameters.length.size()) +=
                2.0 * away / prior_deviation - 2.0 * observations_.known_partials();
            for (Index a = 0; a < alpha.size(); ++a) {
                const Index row = observations_.kept()[static_cast<std::size_t>(a)] %
                                  (parameters.length.size() + 1);
                if (row > 0) {
                    (*gradient)(row - 1) += 2.0 * alpha(a) * y(a) / parameters.variance;
                }
            }
        }
        return true;
    }

private:
    static constexpr double least_variance = 1e-300;

    const Observations& observations_;
    KrigingObserver observer_;
    Matrix factor_;
};

/// Which parameters are searched, as one vector: ln length, logit of the additive share, ln of
/// noises.
class Coordinates {
public:
    Coordinates(Index n_x, bool additive, bool value_noise, bool partial_noise) : n_x_(n_x) {
        for (Index j = 0; j < n_x; ++j) {
            add(j, std::log(least_length), std::log(greatest_length));
        }
        if (additive && n_x > 1) {
            add(n_x, std::log(least_share), -std::log(least_share));
        }
        if (value_noise) {
            add(n_x + 1, std::log(least_noise), std::log(greatest_noise));
        }
        if (value_noise && partial_noise) {
            add(n_x + 2, std::log(least_noise), std::log(greatest_noise));
        }
    }

    [[nodiscard]] Bounds bounds() const {
        return {.lower = Eigen::Map<const Vector>(lower_.data(), size()),
                .upper = Eigen::Map<const Vector>(upper_.data(), size())};
    }

    [[nodiscard]] Vector from(const KrigingParameters& parameters) const {
        Vector all(n_x_ + 3);
        const double share = std::clamp(parameters.additive, least_share, 1.0 - least_share);
        all << parameters.length.array().log().matrix(), std::log(share / (1.0 - share)),
            std::log(parameters.value_noise), std::log(parameters.partial_noise);
        return pick(all).cwiseMax(bounds().lower).cwiseMin(bounds().upper);
    }

    [[nodiscard]] KrigingParameters at(const ConstVectorRef& t, KrigingParameters fixed) const {
        for (Index i = 0; i < size(); ++i) {
            const Index which = which_[static_cast<std::size_t>(i)];
            if (which < n_x_) {
                fixed.length(which) = std::exp(t(i));
            } else if (which == n_x_) {
                fixed.additive = 1.0 / (1.0 + std::exp(-t(i)));
            } else {
                (which == n_x_ + 1 ? fixed.value_noise : fixed.partial_noise) = std::exp(t(i));
            }
        }
        return fixed;
    }

    [[nodiscard]] Vector pick(const Vector& all) const { return all(which_); }

    [[nodiscard]] Index size() const { return static_cast<Index>(which_.size()); }

private:
    void add(Index which, double lower, double upper) {
        which_.push_back(which);
        lower_.push_back(lower);
        upper_.push_back(upper);
    }

    Index n_x_;
    std::vector<Index> which_;
    std::vector<double> lower_;
    std::vector<double> upper_;
};

/// The likeliest of a few lengths and additive shares, and of the start.
/// @param start  left out where it is of other kind
/// @return without lengths and infinite where no matrix is positive definite to rounding
FittedKriging scan(const Observations& observations,
                   const KrigingOptions& options,
                   const std::optional<KrigingParameters>& start,
                   bool with_noise) {
    const bool has_partials = observations.known_partials().sum() > 0.0;
    Likelihood likelihood(observations, options.observer);
    const Index n_x = observations.n_x();
    FittedKriging best{.parameters = {},
                       .minus_twice_log = std::numeric_limits<double>::infinity()};
    const auto offer = [&](KrigingParameters parameters) {
        double there = 0.0;
        if (likelihood.evaluate(parameters, there, nullptr) && there < best.minus_twice_log) {
            best = {.parameters = std::move(parameters), .minus_twice_log = there};
        }
    };
    const bool scans_all = observations.count() <= most_scanned_observations;
    const bool has_shares = options.fit_additive && n_x > 1;
    for (std::size_t i = 0; i < scanned_lengths.size(); i += scans_all ? 1 : 2) {
        for (const double share : {0.0, 0.9}) {
            if (share > 0.0 && !has_shares) {
                continue;
            }
            KrigingParameters parameters{.length = Vector::Constant(n_x, scanned_lengths[i]),
                                         .additive = share};
            if (with_noise) {
                parameters.value_noise = usual_noise;
                parameters.partial_noise = has_partials ? usual_noise : parameters.partial_noise;
            }
            offer(std::move(parameters));
        }
    }
    if (start && start->rotation.size() == 0 &&
        (with_noise || start->value_noise == KrigingParameters{}.value_noise)) {
        offer(*start);
    }
    return best;
}

/// @param start  a further place to begin at
FittedKriging likeliest(const Observations& observations,
                        const KrigingOptions& options,
                        const std::optional<KrigingParameters>& start,
                        bool with_noise) {
    const bool has_partials = observations.known_partials().sum() > 0.0;
    const Coordinates coordinates(
        observations.n_x(), options.fit_additive, with_noise, has_partials);
    Likelihood likelihood(observations, options.observer);
    const KrigingParameters first = scan(observations, options, start, with_noise).parameters;
    if (first.length.size() == 0) {
        throw Error("the covariances are not positive definite to rounding");
    }
    // Where the matrix breaks down nothing is known of the likelihood but that it is of no use: a
    // value above all others sends the line search back.
    double worst = 0.0;
    const SmoothFunction minus_twice_log = [&](const ConstVectorRef& t) {
        KrigingParameters parameters = coordinates.at(t, first);
        Evaluation result{.value = Vector::Zero(1), .jacobian = Matrix::Zero(1, t.size())};
        Vector gradient;
        if (likelihood.evaluate(parameters, result.value(0), &gradient)) {
            result.jacobian.row(0) = coordinates.pick(gradient).transpose();
            worst = std::max(worst, std::abs(result.value(0)));
        } else {
            result.value(0) = 10.0 * worst + 1.0;
        }
        return result;
    };
    const MinimizeResult found = minimize(minus_twice_log,
                                          coordinates.bounds(),
                                          coordinates.from(first),
                                          {.algorithm = Algorithm::lbfgs,
                                           .max_evaluations = options.max_evaluations,
                                           .gradient_tolerance = 1e-2,
                                           .x_tolerance = 1e-3,
                                           .f_tolerance = 1e-6});
    FittedKriging result{.parameters = coordinates.at(found.x, first), .minus_twice_log = 0.0};
    if (!likelihood.evaluate(result.parameters, result.minus_twice_log, nullptr)) {
        throw Error("the covariances are not positive definite to rounding");
    }
    return result;
}

}  // namespace

double minus_twice_log_likelihood(const Observations& observations,
                                  KrigingParameters& parameters,
                                  Vector* gradient) {
    double value = 0.0;
    return Likelihood(observations).evaluate(parameters, value, gradient)
               ? value
               : std::numeric_limits<double>::infinity();
}

double scanned_likelihood(const Observations& observations, const KrigingOptions& options) {
    return scan(observations, options, options.start, options.noise == KrigingNoise::fitted)
        .minus_twice_log;
}

FittedKriging fit_likeliest(const ConstMatrixRef& X,
                            const ConstVectorRef& y,
                            const ConstMatrixRef& dydx,
                            const KrigingOptions& options) {
    const Observations observations(X, y, dydx);
    const bool wants_noise = options.noise != KrigingNoise::none;
    FittedKriging best =
        likeliest(observations, options, options.start, options.noise == KrigingNoise::fitted);
    // What a parameter must gain to be believed (Schwarz's criterion).
    const double price = std::log(static_cast<double>(observations.count()));
    const auto offer = [&](FittedKriging other, Index parameters) {
        if (other.minus_twice_log + static_cast<double>(parameters) * price <
            best.minus_twice_log) {
            best = std::move(other);
        }
    };
    if (options.noise == KrigingNoise::automatic) {
        offer(likeliest(observations, options, std::nullopt, true), 2);
    }
    const Matrix rotation = options.fit_rotation ? principal_directions(dydx) : Matrix();
    if (rotation.size() > 0) {
        FittedKriging other =
            likeliest(Observations(rotated(X, rotation), y, rotated(dydx, rotation)),
                      options,
                      std::nullopt,
                      wants_noise);
        other.parameters.rotation = rotation;
        offer(std::move(other), X.rows() * (X.rows() - 1) / 2);
    }
    return best;
}

KrigingParameters fit_kriging(const ConstMatrixRef& X,
                              const ConstVectorRef& y,
                              const ConstMatrixRef& dydx,
                              const KrigingOptions& options) {
    return fit_likeliest(X, y, dydx, options).parameters;
}

}  // namespace jennopt
