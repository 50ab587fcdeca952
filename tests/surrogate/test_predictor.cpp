#include "jennopt/core/error.hpp"
#include "support/catch.hpp"
#include "support/random_dataset.hpp"
#include "surrogate/predictor.hpp"

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
