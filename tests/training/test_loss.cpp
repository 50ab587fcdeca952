#include "support/catch.hpp"
#include "support/check_derivatives.hpp"
#include "support/for_each_target.hpp"
#include "support/random_dataset.hpp"
#include "training/loss.hpp"

#include <limits>

using namespace jennopt;

namespace {

struct Shape {
    std::vector<Index> layers;
    Index m;
};

LossWeights random_weights(const Dataset& data, Regularization regularization, Rng& rng) {
    LossWeights weights{.beta = random_matrix(data.n_y(), data.m(), rng).cwiseAbs(),
                        .gamma = {},
                        .lambda = 0.3 + rng.uniform(),
                        .regularization = regularization};
    for (const Matrix& slice : data.J) {
        const Matrix gamma = random_matrix(data.n_y(), data.m(), rng).cwiseAbs();
        weights.gamma.emplace_back(slice.array().isNaN().select(0.0, gamma));
    }
    return weights;
}

}  // namespace

TEST_CASE("loss: its gradient agrees with central differences, both ways, with weights and masks",
          "[training][loss]") {
    const Shape shape = GENERATE(Shape{{1, 3, 1}, 4},
                                 Shape{{2, 5, 2}, 7},
                                 Shape{{3, 4, 4, 1}, 9},
                                 Shape{{5, 4, 3, 3}, 6},
                                 Shape{{2, 3, 4, 3, 2}, 150},
                                 Shape{{4, 3, 3, 3, 3, 1}, 5},
                                 Shape{{3, 2}, 5});
    const auto activation = GENERATE(Activation::tanh, Activation::linear);
    const auto way = GENERATE(JacobianWay::forward_tangents, JacobianWay::adjoint);
    const auto regularization = GENERATE(Regularization::hidden_layers, Regularization::all_layers);
    Rng rng(17);
    Dataset data = random_dataset(shape.layers.front(), shape.layers.back(), shape.m, rng);
    data.J[0](0, 1) = std::numeric_limits<double>::quiet_NaN();
    data.J.back()(data.n_y() - 1, 3) = std::numeric_limits<double>::quiet_NaN();
    const LossWeights weights = random_weights(data, regularization, rng);
    Network network(shape.layers, activation);
    initialize(network, rng);
    network.theta() += 0.1 * random_vector(network.n_parameters(), rng);

    Loss loss(network, data, weights, way);
    Vector gradient;
    const LossTerms terms = loss(network, gradient);
    CHECK(terms.jacobian > 0.0);
    CHECK((terms.regularization > 0.0) ==
          (network.n_layers() > 1 || regularization == Regularization::all_layers));
    Vector ignored;
    const auto total = [&](const Vector& theta) {
        Network moved = network;
        moved.theta() = theta;
        return Vector::Constant(1, loss(moved, ignored).total());
    };
    require_derivatives(total, network.theta(), gradient.transpose(), 1e-7);
}

TEST_CASE("loss: both ways through the Jacobian are equal to rounding", "[training][loss]") {
    Rng rng(3);
    const Dataset data = random_dataset(4, 3, 200, rng);
    const LossWeights weights = random_weights(data, Regularization::hidden_layers, rng);
    Network network({4, 9, 8, 3});
    initialize(network, rng);
    Vector tangents;
    Vector adjoint;
    const double a =
        Loss(network, data, weights, JacobianWay::forward_tangents)(network, tangents).total();
    const double b = Loss(network, data, weights, JacobianWay::adjoint)(network, adjoint).total();
    CHECK(a == Approx(b).epsilon(1e-13));
    CHECK((tangents - adjoint).norm() <= 1e-13 * tangents.norm());
}

TEST_CASE("loss: a 1-1-1 network written out on paper", "[training][loss]") {
    Network network({1, 1, 1});
    network.weights(1)(0, 0) = 0.7;
    network.biases(1)(0) = -0.2;
    network.weights(2)(0, 0) = 1.3;
    network.biases(2)(0) = 0.4;
    Dataset data = empty_dataset(1, 1);
    data.X = Matrix::Constant(1, 1, 0.5);
    data.Y = Matrix::Constant(1, 1, 0.9);
    data.J = {Matrix::Constant(1, 1, -0.3)};
    const LossWeights weights{.beta = Matrix::Constant(1, 1, 2.0),
                              .gamma = {Matrix::Constant(1, 1, 3.0)},
                              .lambda = 0.1,
                              .regularization = Regularization::all_layers};
    Vector gradient;
    const LossTerms terms = Loss(network, data, weights)(network, gradient);
    const double a = std::tanh(0.7 * 0.5 - 0.2);
    const double y = 1.3 * a + 0.4;
    const double dy = 1.3 * (1.0 - a * a) * 0.7;
    CHECK(terms.value == Approx(0.5 * 2.0 * (y - 0.9) * (y - 0.9)).epsilon(1e-14));
    CHECK(terms.jacobian == Approx(0.5 * 3.0 * (dy + 0.3) * (dy + 0.3)).epsilon(1e-14));
    CHECK(terms.regularization == Approx(0.05 * (0.7 * 0.7 + 1.3 * 1.3)).epsilon(1e-14));
}

TEST_CASE("loss: batches that cover the samples add up to the whole", "[training][loss]") {
    Rng rng(8);
    const Dataset data = random_dataset(2, 1, 10, rng);
    LossWeights weights = random_weights(data, Regularization::hidden_layers, rng);
    weights.lambda = 0.0;
    Network network({2, 4, 1});
    initialize(network, rng);
    Loss loss(network, data, weights);
    Vector whole;
    Vector part;
    const double total = loss(network, whole).total();
    const std::vector<Index> first{9, 0, 4};
    const std::vector<Index> second{1, 2, 3, 5, 6, 7, 8};
    Vector sum = Vector::Zero(network.n_parameters());
    double parts = 3.0 * loss(network, first, part).total();
    sum += 3.0 * part;
    parts += 7.0 * loss(network, second, part).total();
    sum += 7.0 * part;
    CHECK(parts == Approx(10.0 * total).epsilon(1e-13));
    CHECK((sum - 10.0 * whole).norm() <= 1e-12 * whole.norm());
}

TEST_CASE("loss: equal batches have the whole as their mean if lambda counts by its share",
          "[training][loss]") {
    Rng rng(8);
    const Dataset data = random_dataset(2, 1, 10, rng);
    const LossWeights weights = random_weights(data, Regularization::hidden_layers, rng);
    Network network({2, 4, 1});
    initialize(network, rng);
    Vector whole;
    const double total = Loss(network, data, weights)(network, whole).total();
    Loss loss(network, data, weights, JacobianWay::cheapest, 1, 0.5);
    Vector first;
    Vector second;
    const double parts = loss(network, std::vector<Index>{9, 0, 4, 2, 7}, first).total() +
                         loss(network, std::vector<Index>{1, 3, 5, 6, 8}, second).total();
    CHECK(parts == Approx(2.0 * total).epsilon(1e-13));
    CHECK((first + second - 2.0 * whole).norm() <= 1e-12 * whole.norm());
}

TEST_CASE("loss: data that do not fit the network are a ShapeError naming both",
          "[training][loss]") {
    Rng rng(8);
    const Dataset data = random_dataset(3, 1, 10, rng);
    const LossWeights weights = random_weights(data, Regularization::hidden_layers, rng);
    CHECK_THROWS_AS(Loss(Network({2, 4, 1}), data, weights), ShapeError);
}

TEST_CASE("loss: every instruction set and both ways give the same gradient to rounding",
          "[training][loss]") {
    Rng rng(23);
    const Dataset data = random_dataset(3, 2, 157, rng);
    const LossWeights weights = random_weights(data, Regularization::all_layers, rng);
    Network network({3, 9, 7, 2});
    initialize(network, rng);
    Vector expected;
    const double loss = Loss(network, data, weights)(network, expected).total();
    const auto way = GENERATE(JacobianWay::forward_tangents, JacobianWay::adjoint);
    for_each_target([&] {
        Vector gradient;
        CHECK(Loss(network, data, weights, way)(network, gradient).total() ==
              Approx(loss).epsilon(1e-13));
        CHECK((gradient - expected).norm() <= 1e-13 * expected.norm());
    });
}

TEST_CASE("loss: any number of threads gives the same bits, mini-batches too", "[training][loss]") {
    Rng rng(29);
    const Dataset data = random_dataset(2, 1, 2500, rng);
    const LossWeights weights = random_weights(data, Regularization::all_layers, rng);
    Network network({2, 8, 6, 1});
    initialize(network, rng);
    const std::vector<Index> batch = Rng(30).permutation(1200);
    Vector all;
    Vector some;
    Loss alone(network, data, weights);
    const double total = alone(network, all).total();
    const double part = alone(network, batch, some).total();
    for (const Index threads : {2, 3, 4}) {
        Loss loss(network, data, weights, JacobianWay::cheapest, threads);
        for (int repetition = 0; repetition < 20; ++repetition) {
            Vector gradient;
            CHECK(loss(network, gradient).total() == total);
            CHECK(gradient == all);
            CHECK(loss(network, batch, gradient).total() == part);
            CHECK(gradient == some);
        }
    }
}
