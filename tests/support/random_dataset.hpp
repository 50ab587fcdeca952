#pragma once

#include "jennopt/core/error.hpp"
#include "jennopt/core/random.hpp"
#include "jennopt/data/dataset.hpp"

/// Standard normal entries.
inline jennopt::Matrix random_matrix(jennopt::Index rows, jennopt::Index cols, jennopt::Rng& rng) {
    return jennopt::Matrix::NullaryExpr(rows, cols, [&rng] { return rng.normal(); });
}

inline jennopt::Vector random_vector(jennopt::Index size, jennopt::Rng& rng) {
    return random_matrix(size, 1, rng);
}

/// Unrelated inputs, values and partials: enough where only shapes and derivatives matter.
inline jennopt::Dataset random_dataset(jennopt::Index n_x,
                                       jennopt::Index n_y,
                                       jennopt::Index m,
                                       jennopt::Rng& rng) {
    jennopt::Dataset data{
        .X = random_matrix(n_x, m, rng), .Y = random_matrix(n_y, m, rng), .J = {}};
    for (jennopt::Index j = 0; j < n_x; ++j) {
        data.J.push_back(random_matrix(n_y, m, rng));
    }
    return data;
}
