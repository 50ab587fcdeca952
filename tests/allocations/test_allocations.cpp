#include "jennopt/surrogate/krige.hpp"
#include "jennopt/surrogate/surrogate.hpp"
#include "support/catch.hpp"
#include "support/random_dataset.hpp"
#include "surrogate/predictor.hpp"
#include "training/loss.hpp"

#include "allocations/counted_malloc.hpp"
#include <cmath>
#include <numeric>

using namespace jennopt;

namespace {

Surrogate ensemble(const Dataset& data, Index members) {
    Surrogate surrogate{.normalization = fit_normalization(data), .members = {}};
    for (Index member = 0; member < members; ++member) {
        surrogate.members.emplace_back(std::vector<Index>{data.n_x(), 13, 7, data.n_y()});
        Rng rng(static_cast<std::uint64_t>(member));
        initialize(surrogate.members.back(), rng);
    }
    return surrogate;
}

/// Allocations of a second call; the first may still size what it gets.
template <typename Function>
long allocations_of(Function&& function) {
    function();
    const long before = allocations();
    function();
    return allocations() - before;
}

}  // namespace

TEST_CASE("allocations: those inside of the library are counted", "[allocations]") {
    Rng rng(1);
    const Dataset data = random_dataset(3, 2, 20, rng);
    const Surrogate surrogate = ensemble(data, 1);
    CHECK(allocations_of([&] { (void)predict(surrogate, data.X, true); }) > 10);
    const LossWeights weights = make_weights(data, {}, {}, 0.1, Regularization::hidden_layers);
    CHECK(allocations_of([&] { Loss(surrogate.members[0], data, weights); }) > 10);
}

TEST_CASE("allocations: value and Jacobian at a point need none", "[allocations]") {
    Rng rng(2);
    const Dataset data = random_dataset(3, 2, 20, rng);
    Predictor predictor(ensemble(data, GENERATE(1, 4)));
    const Matrix X = random_matrix(3, 50, rng);
    double sum = 0.0;
    CHECK(allocations_of([&] {
              for (Index t = 0; t < X.cols(); ++t) {
                  const Evaluation& y = predictor(X.col(t));
                  sum += y.value.sum() + y.jacobian.sum();
              }
          }) == 0);
    CHECK(std::isfinite(sum));
}

TEST_CASE("allocations: kriging needs none either", "[allocations]") {
    Rng rng(4);
    const Dataset data = random_dataset(3, 2, 8, rng);
    Predictor predictor(krige(data, {}));
    const Matrix X = random_matrix(3, 50, rng);
    double sum = 0.0;
    CHECK(allocations_of([&] {
              for (Index t = 0; t < X.cols(); ++t) {
                  const Evaluation& y = predictor(X.col(t));
                  sum += y.value.sum() + y.jacobian.sum();
              }
          }) == 0);
    CHECK(std::isfinite(sum));
}

TEST_CASE("allocations: loss and gradient need none, over all samples or a batch",
          "[allocations]") {
    Rng rng(3);
    const Index n_x = GENERATE(2, 9);  // forward tangents, and the adjoint way
    const Index threads = GENERATE(1, 3);
    const double gamma = GENERATE(0.0, 1.0);
    const Dataset data = random_dataset(n_x, 3, 700, rng);
    const LossWeights weights =
        make_weights(data, {}, {.scale = gamma}, 0.1, Regularization::hidden_layers);
    const Network network = ensemble(data, 1).members.front();
    Loss loss(network, data, weights, JacobianWay::cheapest, threads);
    Vector gradient(network.n_parameters());
    std::vector<Index> batch(64);
    std::iota(batch.begin(), batch.end(), Index{5});
    double sum = 0.0;
    const long before = allocations();
    sum += loss(network, gradient).total();
    sum += loss(network, batch, gradient).total();
    sum += loss(network, gradient).total();
    const long during = allocations() - before;
    CHECK(during == 0);
    CHECK(sum > 0.0);
}
