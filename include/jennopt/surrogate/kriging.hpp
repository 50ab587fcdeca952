#pragma once

#include "jennopt/core/names.hpp"
#include "jennopt/core/types.hpp"
#include "jennopt/data/dataset.hpp"

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace jennopt {

/// The parameters of kriging's covariance: of two points at x and x', with
/// r_j = exp(-1/2 ((x_j - x'_j) / length(j))^2),
///
///     cov(y, y') = variance * [(1 - additive) prod_j r_j + additive / n_x sum_j r_j],
///
/// squared exponential, about a constant mean, and that of partials by differentiation. The sum is
/// the covariance of functions f_1(x_1) + f_2(x_2) + ..., which few samples determine.
struct KrigingParameters {
    Vector length;  ///< (n_x), units of the inputs, > 0
    /// Orthogonal (n_x, n_x): the x of the formula is rotation^T times the inputs; empty: the
    /// inputs.
    Matrix rotation = {};
    double mean = 0.0;      ///< units of the output
    double variance = 1.0;  ///< units of the output squared, > 0
    double additive = 0.0;  ///< share of the variance, in [0, 1)
    /// Variance of the noise of values over `variance`, and of the noise of a partial dy/dx_j over
    /// variance / length(j)^2; > 0: what keeps the matrix positive definite where there is no
    /// noise.
    double value_noise = 1e-12;
    double partial_noise = 1e-12;
};

/// What kriging does about noise in its samples.
enum class KrigingNoise {
    automatic,  ///< fitted where the likelihood gains by it
    none,       ///< interpolates
    fitted      ///< of values and of partials, by likelihood
};

template <>
inline constexpr auto enum_names<KrigingNoise> = std::to_array<Named<KrigingNoise>>(
    {{KrigingNoise::automatic, "auto", "fitted where the likelihood gains by it"},
     {KrigingNoise::none, "none", "none"},
     {KrigingNoise::fitted, "fitted", "fitted by likelihood"}});

/// Called before each evaluation of the likelihood; what it throws ends the fit.
using KrigingObserver = std::function<void()>;

struct KrigingOptions {
    /// Tries the principal directions of the partials too, and keeps them where they are likelier:
    /// a function of few combinations of its inputs has short lengths in few of them.
    bool fit_rotation = true;
    bool fit_additive = true;  ///< the share by likelihood; false: as the start has it
    KrigingNoise noise = KrigingNoise::none;
    /// Where the search of the lengths begins, in units of the inputs; empty: the first guess.
    std::optional<KrigingParameters> start;
    Index max_evaluations = 60;  ///< of the likelihood, >= 1
    KrigingObserver observer = nullptr;
};

/// Memory for predictions at one point after another; one per thread.
struct KrigingScratch {
    Vector at;
    Vector s;
    Vector A;
};

/// Kriging on the values and partials of one output (gradient-enhanced kriging, a Gaussian process
/// with derivative observations): interpolates both, with the standard deviation of what it does
/// not know.
///
/// Missing partials are left out. The lengths, variance and mean are of greatest likelihood under a
/// weak prior of the lengths, which decides where few samples do not.
class Kriging {
public:
    /// With parameters that are known.
    /// @param X     (n_x, m), m >= 1; inputs of one size, as in the unit box
    /// @param y     (m)
    /// @param dydx  (n_x, m), NaN where a partial is missing
    /// @throws Error if the matrix is not positive definite to rounding
    Kriging(const ConstMatrixRef& X,
            const ConstVectorRef& y,
            const ConstMatrixRef& dydx,
            const KrigingParameters& parameters);

    [[nodiscard]] const KrigingParameters& parameters() const { return parameters_; }

    [[nodiscard]] Index n_x() const { return X_.rows(); }

    /// What each sample's value and scaled partials add to a prediction, (1 + n_x, m), 0 where one
    /// is missing: R^-1 (f - mean t), src/surrogate/README.md.
    [[nodiscard]] const Matrix& weights() const { return alpha_of_; }

    /// Values and partials that it interpolates.
    [[nodiscard]] Index observations() const { return alpha_.size(); }

    /// @param gradient  (n_x), set if given
    [[nodiscard]] double predict(const ConstVectorRef& x, Vector* gradient = nullptr) const;

    /// The same without allocation once gradient and scratch have their sizes.
    [[nodiscard]] double predict(const ConstVectorRef& x,
                                 Vector& gradient,
                                 KrigingScratch& scratch) const;

    /// Standard deviation of the true value about the prediction.
    /// @param gradient  (n_x), set if given; zero where the deviation is
    [[nodiscard]] double deviation(const ConstVectorRef& x, Vector* gradient = nullptr) const;

    /// Standard deviations of the true value and of the true partials about the predicted ones,
    /// (1 + n_x).
    [[nodiscard]] Vector deviations(const ConstVectorRef& x) const;

private:
    /// Covariances of the value and of the scaled partials at x with all observations, over
    /// variance: (observations, 1) or (observations, 1 + n_x).
    [[nodiscard]] Matrix covariances(const ConstVectorRef& x, bool with_partials) const;

    [[nodiscard]] Vector scaled(const ConstVectorRef& x) const;
    [[nodiscard]] Vector unscaled(const Vector& slope) const;

    Matrix X_;  // rotated, over length
    KrigingParameters parameters_;
    std::vector<Index> kept_;  // places of alpha_of_ that are observed
    Matrix alpha_of_;          // (1 + n_x, m), 0 where missing
    Vector alpha_;             // R^-1 (y - mean)
    // L of the covariances over variance; copies share it
    std::shared_ptr<const Matrix> factor_;
    Vector trend_;  // R^-1 of the mean's column
    double trend_information_ = 0.0;
};

/// Parameters of greatest likelihood (kriging_likelihood.cpp).
/// @throws as Kriging's constructor
[[nodiscard]] KrigingParameters fit_kriging(const ConstMatrixRef& X,
                                            const ConstVectorRef& y,
                                            const ConstMatrixRef& dydx,
                                            const KrigingOptions& options);

}  // namespace jennopt
