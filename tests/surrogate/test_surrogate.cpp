#include "jennopt/core/error.hpp"
#include "jennopt/surrogate/surrogate.hpp"
#include "support/catch.hpp"
#include "support/check_derivatives.hpp"
#include "support/random_dataset.hpp"

using namespace jennopt;

namespace {

/// Three inputs and two outputs whose units differ by orders of magnitude.
Surrogate in_odd_units(Rng& rng) {
    Network network({3, 6, 5, 2});
    initialize(network, rng);
    network.theta() += 0.1 * random_vector(network.n_parameters(), rng);
    return {.normalization = {.mu_x = Vector{{1.0, -2.0, 0.5}},
                              .sigma_x = Vector{{0.5, 20.0, 3.0}},
                              .mu_y = Vector{{100.0, -3.0}},
                              .sigma_y = Vector{{40.0, 0.2}}},
            .members = {network}};
}

}  // namespace

TEST_CASE("surrogate: partials in raw units agree with central differences", "[surrogate]") {
    Rng rng(1);
    const Surrogate surrogate = in_odd_units(rng);
    for (int i = 0; i < 5; ++i) {
        const Vector x = surrogate.normalization.mu_x +
                         surrogate.normalization.sigma_x.cwiseProduct(random_vector(3, rng));
        const Evaluation y = evaluate(surrogate, x);
        CHECK(y.jacobian.rows() == 2);
        CHECK(y.jacobian.cols() == 3);
        require_derivatives(
            [&](const Vector& at) { return evaluate(surrogate, at).value; }, x, y.jacobian, 1e-8);
    }
}

TEST_CASE(
    "surrogate: at the centre of the data the value is that of the network at 0, in raw units",
    "[surrogate]") {
    Surrogate surrogate{.normalization = {.mu_x = Vector{{5.0}},
                                          .sigma_x = Vector{{2.0}},
                                          .mu_y = Vector{{10.0}},
                                          .sigma_y = Vector{{4.0}}},
                        .members = {Network({1, 1})}};
    surrogate.members.front().weights(1)(0, 0) = 3.0;
    surrogate.members.front().biases(1)(0) = 0.5;
    const Evaluation y = evaluate(surrogate, Vector{{5.0}});
    CHECK(y.value(0) == 12.0);
    CHECK(y.jacobian(0, 0) == 6.0);
}

TEST_CASE("surrogate: predict is evaluate at every column, for more points than a block",
          "[surrogate]") {
    Rng rng(2);
    const Surrogate surrogate = in_odd_units(rng);
    const Matrix X = random_matrix(3, 301, rng);
    const Dataset prediction = predict(surrogate, X, true);
    CHECK(prediction.X == X);
    REQUIRE(prediction.J.size() == 3);
    for (Index t = 0; t < X.cols(); ++t) {
        const Evaluation y = evaluate(surrogate, X.col(t));
        CHECK((prediction.Y.col(t) - y.value).norm() <= 1e-13 * y.value.norm());
        CHECK((prediction.jacobian_at(t) - y.jacobian).norm() <= 1e-13 * y.jacobian.norm());
    }
}

TEST_CASE("surrogate: without partials no slices, and the same values", "[surrogate]") {
    Rng rng(3);
    const Surrogate surrogate = in_odd_units(rng);
    const Matrix X = random_matrix(3, 10, rng);
    const Dataset values = predict(surrogate, X, false);
    CHECK(values.J.empty());
    CHECK((values.Y - predict(surrogate, X, true).Y).norm() <= 1e-13 * values.Y.norm());
    CHECK(predict(surrogate, Matrix(3, 0), true).Y.cols() == 0);
}

TEST_CASE("surrogate: points of another dimension are a ShapeError with both numbers",
          "[surrogate]") {
    Rng rng(4);
    const Surrogate surrogate = in_odd_units(rng);
    CHECK_THROWS_AS(predict(surrogate, Matrix::Zero(2, 5), false), ShapeError);
    CHECK_THROWS_WITH(evaluate(surrogate, Vector::Zero(4)),
                      Catch::Contains("has 3 inputs, the points have 4"));
}
