#include "jennopt/core/error.hpp"
#include "jennopt/surrogate/accuracy.hpp"
#include "jennopt/surrogate/krige.hpp"
#include "support/catch.hpp"
#include "support/random_dataset.hpp"

#include <cmath>
#include <functional>
#include <limits>

using namespace jennopt;

namespace {

using Function = std::function<Evaluation(const Vector&)>;

Dataset samples_of(const Function& function, const Matrix& X) {
    std::vector<Evaluation> evaluations;
    for (Index t = 0; t < X.cols(); ++t) {
        evaluations.push_back(function(X.col(t)));
    }
    return make_dataset(X, evaluations);
}

Matrix box(Index n_x, Index m, Rng& rng) {
    return Matrix::NullaryExpr(n_x, m, [&rng] { return rng.uniform(); });
}

/// Two outputs in units far from each other, over inputs far from the unit box.
Evaluation two_outputs(const Vector& x) {
    const double a = x(0) / 100.0;
    const double b = x(1) - 7.0;
    return {.value = Vector{{1e4 * std::sin(3.0 * a) * b, 1e-3 * (a * a + std::exp(b))}},
            .jacobian = Matrix{{300.0 * std::cos(3.0 * a) * b, 1e4 * std::sin(3.0 * a)},
                               {2e-5 * a, 1e-3 * std::exp(b)}}};
}

Dataset two_output_samples(Index m, std::uint64_t seed) {
    Rng rng(seed);
    Matrix X = box(2, m, rng);
    X.row(0) *= 100.0;
    X.row(1).array() += 7.0;
    return samples_of(two_outputs, X);
}

/// A sum of one function per input.
Evaluation additive_function(const Vector& x) {
    Evaluation y{.value = Vector::Zero(1), .jacobian = Matrix(1, x.size())};
    for (Index j = 0; j < x.size(); ++j) {
        const double rate = 2.0 + static_cast<double>(j);
        y.value(0) += std::sin(rate * x(j));
        y.jacobian(0, j) = rate * std::cos(rate * x(j));
    }
    return y;
}

Dataset with_noise(Dataset data, double of_values, double of_partials, Rng& rng) {
    data.Y += of_values * random_matrix(data.n_y(), data.m(), rng);
    for (Matrix& slice : data.J) {
        slice += of_partials * random_matrix(data.n_y(), data.m(), rng);
    }
    return data;
}

}  // namespace

TEST_CASE("krige: values and partials of several outputs come back in raw units",
          "[surrogate][krige]") {
    const Dataset samples = two_output_samples(14, 1);
    const Surrogate surrogate = krige(samples, {.noise = KrigingNoise::none});
    CHECK(surrogate.is_kriging());
    CHECK(surrogate.n_x() == 2);
    CHECK(surrogate.n_y() == 2);
    const Dataset back = predict(surrogate, samples.X, true);
    const Accuracy at_samples = measure_accuracy(samples, back);
    CHECK(1.0 - at_samples.r2_value < 1e-8);
    CHECK(1.0 - at_samples.r2_partials < 1e-8);
    const Dataset test = two_output_samples(200, 2);
    const Accuracy accuracy = measure_accuracy(test, predict(surrogate, test.X, true));
    CHECK(accuracy.r2_value > 0.999);
    CHECK(accuracy.r2_partials > 0.99);
    // One point as many, and the same for any number of threads.
    const Surrogate again = krige(samples, {.noise = KrigingNoise::none}, 3);
    for (Index t = 0; t < 5; ++t) {
        const Evaluation y = evaluate(surrogate, test.X.col(t));
        const Evaluation other = evaluate(again, test.X.col(t));
        CHECK(y.value == other.value);
        CHECK(y.jacobian == other.jacobian);
        const Dataset one = predict(surrogate, test.X.col(t), true);
        CHECK(one.Y.isApprox(y.value, 1e-12));
        CHECK(one.jacobian_at(0).isApprox(y.jacobian, 1e-10));
    }
}

TEST_CASE("krige: the observer sees each evaluation of the likelihood, and ends the fit by throwing",
          "[surrogate][krige]") {
    const Dataset samples = two_output_samples(14, 1);
    Index evaluations = 0;
    const Surrogate seen = krige(samples, {}, 2, [&] { ++evaluations; });
    CHECK(evaluations > 20);
    const Vector x = samples.X.col(0);
    CHECK(evaluate(seen, x).value == evaluate(krige(samples, {}), x).value);
    Index left = 5;
    const auto stop = [&] {
        if (--left == 0) {
            throw Interrupted("enough");
        }
    };
    CHECK_THROWS_AS(krige(samples, {}, 1, stop), Interrupted);
    CHECK(left == 0);
}

TEST_CASE("krige: the spread of values and partials is of the size of their errors",
          "[surrogate][krige]") {
    const Surrogate surrogate = krige(two_output_samples(25, 3), {.partials = false});
    const Dataset test = two_output_samples(200, 4);
    const Dataset found = predict(surrogate, test.X, true);
    const Dataset deviation = spread(surrogate, test.X, true);
    const auto share_within = [](const Matrix& error, const Matrix& sd) {
        const Index within = (error.array().abs() <= 3.0 * sd.array()).count();
        return static_cast<double>(within) / static_cast<double>(error.size());
    };
    CHECK(deviation.Y.minCoeff() >= 0.0);
    CHECK(share_within(found.Y - test.Y, deviation.Y) > 0.7);
    for (std::size_t j = 0; j < 2; ++j) {
        CHECK(share_within(found.J[j] - test.J[j], deviation.J[j]) > 0.7);
    }
    const Dataset values = spread(surrogate, test.X, false);
    CHECK(values.J.empty());
    CHECK(values.Y.isApprox(deviation.Y, 1e-4));  // differences of nearly equal numbers
}

TEST_CASE("krige: noise of values and partials is recovered within a factor of two",
          "[surrogate][krige]") {
    Rng rng(5);
    const Dataset clean = samples_of(additive_function, box(2, 40, rng));
    const Surrogate noisy = krige(with_noise(clean, 0.1, 0.3, rng), {});
    const KrigedOutput found = kriged_outputs(noisy).front();
    CHECK(found.value_noise > 0.05);
    CHECK(found.value_noise < 0.2);
    // One noise of all partials over their lengths: the mean of both is what was added.
    const double of_partials = std::sqrt(found.partial_noise.array().square().mean());
    CHECK(of_partials > 0.15);
    CHECK(of_partials < 0.6);
    // Exact samples are interpolated.
    const KrigedOutput exact = kriged_outputs(krige(clean, {})).front();
    CHECK(exact.value_noise == 0.0);
    CHECK(exact.partial_noise == Vector::Zero(2));
    CHECK(exact.length.minCoeff() > 0.0);
}

TEST_CASE("krige: a sum of functions of one input each is learned from few samples",
          "[surrogate][krige]") {
    Rng rng(6);
    const Dataset samples = samples_of(additive_function, box(6, 8, rng));
    const Dataset test = samples_of(additive_function, box(6, 200, rng));
    const Surrogate surrogate = krige(samples, {});
    CHECK(kriged_outputs(surrogate).front().additive > 0.5);
    CHECK(measure_accuracy(test, predict(surrogate, test.X, true)).r2_value > 0.95);
}

TEST_CASE("krige: partials that are missing are left out", "[surrogate][krige]") {
    Dataset samples = two_output_samples(12, 7);
    for (Matrix& slice : samples.J) {
        for (Index t = 0; t < slice.cols(); t += 2) {
            slice(0, t) = std::numeric_limits<double>::quiet_NaN();
        }
    }
    const Surrogate masked = krige(samples, {});
    CHECK(masked.kriging[0].observations() == 12 + 12);
    CHECK(masked.kriging[1].observations() == 12 + 24);
    const Surrogate values = krige(samples, {.partials = false});
    CHECK(values.kriging[1].observations() == 12);
    const Dataset test = two_output_samples(200, 8);
    const auto r2 = [&](const Surrogate& surrogate) {
        return measure_accuracy(test, predict(surrogate, test.X, true)).r2_value;
    };
    CHECK(r2(masked) > r2(values));
}

TEST_CASE("krige: samples given twice, constant rows and a single sample are no trouble",
          "[surrogate][krige]") {
    const Dataset once = two_output_samples(6, 9);
    std::vector<Index> twice{0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5, 0};
    const bool partials = GENERATE(true, false);
    const Surrogate repeated = krige(subset(once, twice), {.partials = partials});
    CHECK(predict(repeated, once.X, false).Y.isApprox(once.Y, 1e-3));

    Dataset constant = once;
    constant.X.row(1).setConstant(7.5);
    constant.Y.row(1).setConstant(4.0);
    constant.J[0].row(1).setZero();
    constant.J[1].row(1).setZero();
    const Surrogate flat = krige(constant, {.partials = partials});
    CHECK(evaluate(flat, Vector{{50.0, 7.2}}).value(1) == Approx(4.0));
    CHECK(spread(flat, Matrix{{50.0}, {7.5}}, true).Y.allFinite());

    const Surrogate single = krige(subset(once, std::vector<Index>{2}), {.partials = partials});
    CHECK(evaluate(single, once.X.col(2)).value.isApprox(once.Y.col(2), 1e-6));
}

TEST_CASE("krige: more observations than it affords are refused before anything is done",
          "[surrogate][krige]") {
    CHECK_NOTHROW(require_few_observations(4000, 0));
    CHECK_NOTHROW(require_few_observations(1000, 3));
    CHECK_THROWS_WITH(
        require_few_observations(500, 10),
        "kriging of 500 samples with 10 partials each has 5500 observations, expected "
        "at most 4000; use fewer samples, partials: false or kind: jenn");
    CHECK_THROWS_WITH(require_few_observations(5000, 0),
                      "kriging of 5000 samples has 5000 observations, expected at most 4000; use "
                      "fewer samples or kind: jenn");
    CHECK_THROWS_AS(krige(empty_dataset(2, 1), {}), ShapeError);
}
