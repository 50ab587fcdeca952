#include "support/catch.hpp"
#include "support/random_dataset.hpp"
#include "training/factored_jacobian.hpp"

#include <limits>

using namespace jennopt;

namespace {

struct Case {
    Index m;
    Index n_y;
    bool with_partials;
    Activation output;
};

/// The residuals' derivatives as a matrix, block by block.
Matrix whole(const Network& network, Residuals& residuals) {
    Matrix all(0, network.n_parameters());
    residuals.linearize(network, [&](const auto& /*r*/, const auto& /*scale*/, const auto& J) {
        all.conservativeResize(all.rows() + J.rows(), Eigen::NoChange);
        all.bottomRows(J.rows()) = J;
    });
    return all;
}

Matrix symmetric(Matrix lower, const Vector& scale) {
    lower.triangularView<Eigen::StrictlyUpper>() = lower.transpose();
    return scale.asDiagonal() * lower * scale.asDiagonal();
}

}  // namespace

TEST_CASE("factored Jacobian: its products are those of the matrix", "[training][gauss_newton]") {
    const Case c = GENERATE(Case{1, 1, true, Activation::linear},
                            Case{7, 2, true, Activation::linear},
                            Case{70, 1, true, Activation::linear},  // several tiles
                            Case{70, 2, true, Activation::tanh},
                            Case{300, 1, false, Activation::tanh});  // and several blocks
    Rng rng(33);
    Dataset data = random_dataset(3, c.n_y, c.m, rng);
    data.J[2](0, c.m / 2) = std::numeric_limits<double>::quiet_NaN();
    const LossWeights weights = make_weights(data,
                                             {.scale = 2.0},
                                             {.scale = c.with_partials ? 0.7 : 0.0},
                                             0.3,
                                             Regularization::hidden_layers);
    Network network({3, 12, 9, c.n_y}, Activation::tanh, c.output);
    initialize(network, rng);
    network.theta() += 0.2 * random_vector(network.n_parameters(), rng);
    Residuals residuals(network, data, weights);
    const Matrix J = whole(network, residuals);
    Vector gradient;
    const LossTerms expected = Loss(network, data, weights)(network, gradient);

    FactoredJacobian factored(network, residuals);
    const LossTerms loss = factored.linearize(network);
    CHECK(loss.total() == Approx(expected.total()).epsilon(1e-13));
    CHECK(factored.r().squaredNorm() ==
          Approx(2.0 * static_cast<double>(c.m) * (loss.value + loss.jacobian)).epsilon(1e-12));
    CHECK((factored.scale().array() > 0.0).count() == residuals.count());

    const Vector decay = residuals.lambda().cwiseProduct(network.theta());
    const Vector g = static_cast<double>(c.m) * gradient - decay;
    CHECK((factored.transposed_times(factored.r()) - g).norm() <= 1e-12 * g.norm());
    const Vector v = random_vector(network.n_parameters(), rng);
    const Vector w = J.transpose() * (J * v);
    CHECK((factored.transposed_times(factored.times(v)) - w).norm() <= 1e-12 * w.norm());
    CHECK(factored.times(v).norm() == Approx((J * v).norm()).epsilon(1e-12));
    CHECK(factored.largest_curvature() ==
          Approx(J.colwise().squaredNorm().maxCoeff()).epsilon(1e-12));

    Matrix free(factored.rows(), factored.rows());
    Matrix decayed = free;
    factored.outer_products(free, decayed);
    const Vector z = random_vector(factored.rows(), rng);
    const auto check = [&](const Matrix& products, const Vector& of) {
        const Vector by_factors = factored.times(of.cwiseProduct(factored.transposed_times(z)));
        const Vector by_products = symmetric(products, factored.scale()) * z;
        CHECK(by_factors.norm() > 0.0);
        CHECK((by_products - by_factors).norm() <= 1e-12 * by_factors.norm());
    };
    const Vector has_lambda = (residuals.lambda().array() > 0.0).cast<double>();
    check(decayed, has_lambda);
    check(free, Vector::Ones(has_lambda.size()) - has_lambda);
}
