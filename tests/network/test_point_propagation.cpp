#include "network/propagation.hpp"
#include "network/point_propagation.hpp"
#include "support/catch.hpp"
#include "support/for_each_target.hpp"
#include "support/random_dataset.hpp"

#include <limits>

using namespace jennopt;

TEST_CASE("point propagation: value and Jacobian are those of a block, for any shape",
          "[network][point_propagation]") {
    const auto hidden = GENERATE(Activation::tanh, Activation::linear, Activation::relu);
    const auto output = GENERATE(Activation::linear, Activation::tanh);
    const std::vector<Index> sizes = GENERATE(std::vector<Index>{1, 4, 1},
                                              std::vector<Index>{2, 20, 20, 20, 1},
                                              std::vector<Index>{16, 64, 64, 1},
                                              std::vector<Index>{3, 5, 41, 2},
                                              std::vector<Index>{2, 3},
                                              std::vector<Index>{9, 17, 5, 3, 10});
    Rng rng(31);
    Network network(sizes, hidden, output);
    initialize(network, rng);
    network.theta() += 0.2 * random_vector(network.n_parameters(), rng);
    Propagation block(network, true);
    const Matrix X = random_matrix(3, network.n_x(), rng);
    block.begin_block(3) = X;
    block.forward(network);
    PointPropagation point(network);
    for_each_target([&] {
        for (Index s = 0; s < 3; ++s) {
            point.point() = X.row(s).transpose();
            point.evaluate();
            for (Index k = 0; k < network.n_y(); ++k) {
                CHECK(std::abs(point.value()(k) - block.value(k)(s)) <= 1e-13);
                for (Index j = 0; j < network.n_x(); ++j) {
                    CHECK(std::abs(point.jacobian()(k, j) - block.jacobian(k, j)(s)) <= 1e-13);
                }
            }
        }
    });
}

TEST_CASE("point propagation: NaN in the point reaches value and Jacobian",
          "[network][point_propagation]") {
    Rng rng(32);
    Network network({2, 5, 1});
    initialize(network, rng);
    PointPropagation point(network);
    point.point() << std::numeric_limits<double>::quiet_NaN(), 0.5;
    point.evaluate();
    CHECK(std::isnan(point.value()(0)));
    CHECK(point.jacobian().array().isNaN().all());
}
