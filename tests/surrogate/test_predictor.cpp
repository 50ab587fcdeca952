#include "jennopt/core/error.hpp"
#include "jennopt/surrogate/fit.hpp"
#include "jennopt/surrogate/krige.hpp"
#include "support/catch.hpp"
#include "support/random_dataset.hpp"
#include "surrogate/predictor.hpp"

#include <cmath>

using namespace jennopt;

TEST_CASE("predictor: one point after another is what predict says of all, raw units",
          "[surrogate][predictor]") {
    const int count = GENERATE(1, 3);
    Rng rng(41);
    Surrogate surrogate{.normalization = {.mu_x = random_vector(3, rng),
                                          .sigma_x = random_vector(3, rng).cwiseAbs(),
                                          .mu_y = random_vector(2, rng),
                                          .sigma_y = random_vector(2, rng).cwiseAbs()},
                        .members = {}};
    for (int i = 0; i < count; ++i) {
        surrogate.members.emplace_back(std::vector<Index>{3, 7, 5, 2});
        initialize(surrogate.members.back(), rng);
    }
    const Matrix X = random_matrix(3, 10, rng);
    const Dataset expected = predict(surrogate, X, true);
    Predictor predictor(surrogate);
    for (Index t = 0; t < X.cols(); ++t) {
        const Evaluation& y = predictor(X.col(t));
        const double scale = 1.0 + expected.jacobian_at(t).cwiseAbs().maxCoeff();
        CHECK((y.value - expected.Y.col(t)).norm() <= 1e-13);
        CHECK((y.jacobian - expected.jacobian_at(t)).norm() <= 1e-13 * scale);
    }
    CHECK_THROWS_AS(predictor(Vector::Zero(2)), ShapeError);
}

TEST_CASE("predictor: partials by a logarithmic input are those of the values",
          "[surrogate][predictor]") {
    const bool is_kriging = GENERATE(false, true);
    CAPTURE(is_kriging);
    Rng rng(5);
    Dataset data{.X = Matrix(2, 24), .Y = Matrix(1, 24), .J = {Matrix(1, 24), Matrix(1, 24)}};
    for (Index t = 0; t < data.m(); ++t) {
        const double x = std::pow(10.0, -3.0 + 5.0 * rng.uniform());
        const double z = rng.uniform();
        data.X.col(t) = Vector{{x, z}};
        data.Y(0, t) = std::sin(std::log(x)) * z;
        data.J[0](0, t) = std::cos(std::log(x)) * z / x;
        data.J[1](0, t) = std::sin(std::log(x));
    }
    FitOptions options{.hidden = {8}};
    options.log_x = {0};
    options.lambda = 1e-5;
    options.gamma.scale = 1.0;
    const Surrogate surrogate =
        is_kriging ? krige(data, {.log_x = {0}}) : fit(data, options, Rng(2)).surrogate;
    Predictor predictor(surrogate);
    const Dataset all = predict(surrogate, data.X, true);
    for (Index t = 0; t < data.m(); ++t) {
        const Vector x = data.X.col(t);
        const Evaluation y = predictor(x);
        CHECK(y.value(0) == Approx(all.Y(0, t)).margin(1e-12));
        CHECK((y.jacobian - all.jacobian_at(t)).norm() <= 1e-9 * (1.0 + y.jacobian.norm()));
        for (Index j = 0; j < 2; ++j) {
            const double step = 1e-4 * x(j);  // kriging rounds at 1e-10
            const Vector e = step * Vector::Unit(2, j);
            const double above = predictor(x + e).value(0);
            const double below = predictor(x - e).value(0);
            CHECK(y.jacobian(0, j) ==
                  Approx((above - below) / (2.0 * step)).epsilon(1e-4).margin(1e-4 / x(j)));
        }
    }
    // It learned the function over five decades, with every decade as dear as the others.
    CHECK((all.Y - data.Y).cwiseAbs().maxCoeff() < 0.05);
    CHECK_THROWS_AS(predictor(Vector{{-1.0, 0.5}}), Error);
}
