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

TEST_CASE(
    "surrogate: an ensemble answers with the mean of its members, spread with their deviation",
    "[surrogate]") {
    Rng rng(5);
    Surrogate ensemble = in_odd_units(rng);
    std::vector<Surrogate> alone{ensemble};
    for (int i = 0; i < 2; ++i) {
        alone.push_back(in_odd_units(rng));
        ensemble.members.push_back(alone.back().members.front());
    }
    const Matrix X = random_matrix(3, 70, rng);
    const Dataset mean = predict(ensemble, X, true);
    const Dataset deviation = spread(ensemble, X, true);
    std::vector<Dataset> each;
    for (const Surrogate& single : alone) {
        each.push_back(predict(single, X, true));
    }
    const auto check = [&](const auto& part) {
        const Matrix expected = (part(each[0]) + part(each[1]) + part(each[2])) / 3.0;
        const auto squared = [&](std::size_t i) -> Matrix {
            return (part(each[i]) - expected).array().square();
        };
        const Matrix expected_spread =
            ((squared(0) + squared(1) + squared(2)) / 2.0).array().sqrt();
        CHECK((part(mean) - expected).norm() <= 1e-13 * expected.norm());
        CHECK((part(deviation) - expected_spread).norm() <= 1e-12 * expected_spread.norm());
    };
    check([](const Dataset& data) -> const Matrix& { return data.Y; });
    check([](const Dataset& data) -> const Matrix& { return data.J[2]; });
    const Evaluation y = evaluate(ensemble, X.col(7));
    CHECK((y.value - mean.Y.col(7)).norm() <= 1e-13 * y.value.norm());
    CHECK((y.jacobian - mean.jacobian_at(7)).norm() <= 1e-13 * y.jacobian.norm());
    CHECK(spread(ensemble, X, false).J.empty());
}

TEST_CASE("surrogate: members that agree have no spread, a single one tells none", "[surrogate]") {
    Rng rng(6);
    Surrogate surrogate = in_odd_units(rng);
    const Matrix X = random_matrix(3, 5, rng);
    CHECK_THROWS_WITH(spread(surrogate, X, true), Catch::Contains("has 1 member"));
    surrogate.members.push_back(surrogate.members.front());
    const Dataset deviation = spread(surrogate, X, true);
    CHECK(deviation.Y.isZero(0.0));
    CHECK(deviation.J[1].isZero(0.0));
}
