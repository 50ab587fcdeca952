#pragma once

#include "jennopt/training/selection.hpp"
#include "support/random_dataset.hpp"

#include <cstdint>
#include <optional>

namespace jennopt {

/// y = sin(2 x1) + x1 x2 with its partials, at random points; values of about unit size.
inline Dataset smooth(Index m, double noise) {
    Rng rng(5);
    const Matrix X = Matrix::NullaryExpr(2, m, [&rng] { return 3.0 * rng.uniform() - 1.5; });
    Dataset data{.X = X, .Y = Matrix(1, m), .J = {}};
    const auto x1 = data.X.row(0).array();
    const auto x2 = data.X.row(1).array();
    data.Y = (2.0 * x1).sin() + x1 * x2;
    data.J = {2.0 * (2.0 * x1).cos() + x2, x1};
    for (Matrix& partials : data.J) {
        partials += noise * random_matrix(1, m, rng);
    }
    return data;
}

inline Selection select_for(const Dataset& data,
                            std::optional<double> lambda,
                            std::optional<double> gamma,
                            Index threads = 1,
                            const SelectionObserver& observer = nullptr,
                            std::uint64_t seed = 1,
                            Index hidden = 8) {
    Network start({data.n_x(), hidden, data.n_y()});
    Rng rng(seed);
    initialize(start, rng);
    return select(start,
                  data,
                  {},
                  {.scale = gamma},
                  lambda,
                  Regularization::hidden_layers,
                  {},
                  Rng(3),
                  threads,
                  observer);
}

}  // namespace jennopt
