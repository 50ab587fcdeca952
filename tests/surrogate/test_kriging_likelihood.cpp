#include "jennopt/surrogate/kriging.hpp"
#include "support/catch.hpp"
#include "support/check_derivatives.hpp"
#include "support/random_dataset.hpp"
#include "surrogate/kriging_likelihood.hpp"

#include <cmath>
#include <limits>

using namespace jennopt;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

enum class Known { all, some, values };

Observations observations_of(Known known) {
    Rng rng(11);
    const Matrix X = Matrix::NullaryExpr(3, 7, [&rng] { return rng.uniform(); });
    Matrix dydx = random_matrix(3, 7, rng);
    if (known == Known::some) {
        dydx(0, 1) = dydx(2, 1) = dydx(1, 5) = missing;
    } else if (known == Known::values) {
        dydx.setConstant(missing);
    }
    return {X, random_vector(7, rng), dydx};
}

/// From ln lengths, logit of the additive share, ln noises.
KrigingParameters parameters_at(const Vector& t) {
    KrigingParameters parameters;
    parameters.length = t.head(3).array().exp();
    parameters.additive = 1.0 / (1.0 + std::exp(-t(3)));
    parameters.value_noise = std::exp(t(4));
    parameters.partial_noise = std::exp(t(5));
    return parameters;
}

const Vector somewhere{{-0.9, -0.4, 0.1, -0.6, -3.0, -2.0}};

}  // namespace

TEST_CASE("kriging likelihood: its gradient agrees with differences",
          "[surrogate][kriging_likelihood]") {
    const Known known = GENERATE(Known::all, Known::some, Known::values);
    const Observations observations = observations_of(known);
    const auto value = [&](const Vector& t) {
        KrigingParameters parameters = parameters_at(t);
        return Vector::Constant(1, minus_twice_log_likelihood(observations, parameters));
    };
    KrigingParameters parameters = parameters_at(somewhere);
    Vector gradient;
    (void)minus_twice_log_likelihood(observations, parameters, &gradient);
    require_derivatives(value, somewhere, gradient.transpose(), 1e-7);
}

TEST_CASE("kriging likelihood: derivatives of the covariances agree with differences",
          "[surrogate][kriging_likelihood]") {
    const Known known = GENERATE(Known::all, Known::some, Known::values);
    const Observations observations = observations_of(known);
    Rng rng(12);
    Matrix W = random_matrix(observations.count(), observations.count(), rng);
    W = (W + W.transpose()).eval();
    const auto sum = [&](const Vector& t) {
        const Matrix R = observations.covariances(parameters_at(t));
        return Vector::Constant(1, Matrix(R.selfadjointView<Eigen::Lower>()).cwiseProduct(W).sum());
    };
    const Vector gradient = observations.pull_back(parameters_at(somewhere), W);
    require_derivatives(sum, somewhere, gradient.transpose(), 1e-7);
}

TEST_CASE("kriging likelihood: the scan and search end where lengths no longer matter",
          "[surrogate][kriging_likelihood]") {
    const Observations observations = observations_of(Known::all);
    Rng rng(11);
    const Matrix X = Matrix::NullaryExpr(3, 7, [&rng] { return rng.uniform(); });
    const Matrix dydx = random_matrix(3, 7, rng);
    const Vector y = random_vector(7, rng);
    KrigingOptions options;
    options.max_evaluations = 300;
    KrigingParameters found = fit_kriging(X, y, dydx, options);
    const double best = minus_twice_log_likelihood(observations, found);
    for (Index j = 0; j < 3; ++j) {
        for (const double factor : {0.8, 1.25}) {
            KrigingParameters beside = found;
            beside.length(j) *= factor;
            CHECK(minus_twice_log_likelihood(observations, beside) >= best - 1e-6);
        }
    }
}
