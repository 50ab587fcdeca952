#pragma once

#include "jennopt/core/random.hpp"
#include "jennopt/data/dataset.hpp"

/// sin(x_0) cos(2 x_1) with its partials at random points of [-1, 1]^2.
inline jennopt::Dataset waves(jennopt::Index m, jennopt::Rng& rng) {
    jennopt::Dataset data = jennopt::empty_dataset(2, 1);
    data.X = jennopt::Matrix::NullaryExpr(2, m, [&rng] { return 2.0 * rng.uniform() - 1.0; });
    const auto x = data.X.row(0).array();
    const auto y = data.X.row(1).array();
    data.Y = x.sin() * (2.0 * y).cos();
    data.J = {x.cos() * (2.0 * y).cos(), -2.0 * x.sin() * (2.0 * y).sin()};
    return data;
}
