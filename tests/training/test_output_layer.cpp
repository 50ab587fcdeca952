#include "jennopt/surrogate/accuracy.hpp"
#include "jennopt/surrogate/fit.hpp"
#include "support/catch.hpp"
#include "training/loss.hpp"

#include <cmath>

using namespace jennopt;

namespace {

/// A bump in the middle of six inputs' box, or what a polynomial of degree 4 is.
Dataset samples(bool bump, Index m, std::uint64_t seed) {
    constexpr Index n_x = 6;
    Rng rng(seed);
    Dataset data = empty_dataset(n_x, 1);
    data.X = Matrix::NullaryExpr(n_x, m, [&rng] { return 2.0 * rng.uniform() - 1.0; });
    data.Y = Matrix::Zero(1, m);
    data.J.assign(n_x, Matrix::Zero(1, m));
    for (Index t = 0; t < m; ++t) {
        const auto x = data.X.col(t).array();
        const double height = std::exp(-3.0 * x.square().sum());
        data.Y(0, t) = bump ? height : x.square().sum() + x(0) * std::pow(x(1), 3.0);
        for (Index j = 0; j < n_x; ++j) {
            data.J[static_cast<std::size_t>(j)](0, t) = (bump ? -6.0 * height : 2.0) * x(j);
        }
        if (!bump) {
            data.J[0](0, t) += std::pow(x(1), 3.0);
            data.J[1](0, t) += 3.0 * x(0) * std::pow(x(1), 2.0);
        }
    }
    return data;
}

FitResult fit_with(const Dataset& data, OutputLayer output_layer) {
    FitOptions options{.hidden = {40, 40}};
    options.training.output_layer = output_layer;
    return fit(data, options, Rng(2));
}

double error_of(const FitResult& fitted, const Dataset& test) {
    return 1.0 - measure_accuracy(test, predict(fitted.surrogate, test.X, true)).r2_value;
}

}  // namespace

TEST_CASE(
    "output layer: its gradient is zero after a step where it is solved, and not where it is "
    "stepped",
    "[training][output_layer]") {
    const auto output_layer =
        GENERATE(OutputLayer::automatic, OutputLayer::solved, OutputLayer::stepped);
    const Dataset data = samples(true, 30, 1);
    Network start({6, 5, 1});
    Rng rng(1);
    initialize(start, rng);
    const LossWeights weights = make_weights(data, {}, {}, 0.1, Regularization::hidden_layers);
    const TrainingResult result = train(start,
                                        data,
                                        weights,
                                        {.trainer = Trainer::levenberg_marquardt,
                                         .max_iterations = 20,
                                         .warm_up = 10,
                                         .output_layer = output_layer},
                                        Rng(1));
    Vector gradient;
    Loss(start, data, weights)(result.network, gradient);
    const double in_output_layer = result.network.weights_in(gradient, 2).norm();
    CHECK((in_output_layer <= 1e-6 * gradient.norm()) == (output_layer != OutputLayer::stepped));
}

TEST_CASE(
    "select: a wide network's output layer is stepped where solving for it predicts worse than the "
    "mean",
    "[training][output_layer]") {
    const Dataset data = samples(true, 60, 3);
    const Dataset test = samples(true, 500, 100);
    const FitResult chosen = fit_with(data, OutputLayer::automatic);
    CHECK(chosen.selection.output_layer == OutputLayer::stepped);
    CHECK(error_of(chosen, test) < 0.5);
    CHECK(error_of(fit_with(data, OutputLayer::solved), test) > 1.0);
}

TEST_CASE("select: a polynomial's output layer is solved for, and nothing else is tried",
          "[training][output_layer]") {
    const FitResult chosen = fit_with(samples(false, 60, 1), OutputLayer::automatic);
    for (const SelectionCandidate& tried : chosen.selection.candidates) {
        CHECK(tried.output_layer == OutputLayer::solved);
    }
    CHECK(error_of(chosen, samples(false, 500, 100)) < 1e-5);
}
