#include "training/input_scales.hpp"

#include "jennopt/data/normalization.hpp"

#include <algorithm>
#include <cmath>

namespace jennopt {

namespace {

constexpr double least_share = 1e-3;  // of the largest slope: no input is scaled away

/// Root mean square of the partials that count; 0 if there are none.
double slope(const Matrix& partials, const Matrix& gamma) {
    const auto counts = gamma.array() > 0.0;
    const auto count = static_cast<double>(counts.count());
    return count > 0.0 ? std::sqrt(counts.select(partials.array().square(), 0.0).sum() / count)
                       : 0.0;
}

}  // namespace

Vector input_scales(const Dataset& data, const LossWeights& weights) {
    Vector slopes = Vector::Zero(data.n_x());
    std::vector<Index> known;
    const std::vector<Index> constant = constant_rows(data).inputs;
    for (std::size_t j = 0; j < weights.gamma.size(); ++j) {
        const auto input = static_cast<Index>(j);
        const bool varies = std::find(constant.begin(), constant.end(), input) == constant.end();
        if (varies && (weights.gamma[j].array() > 0.0).any()) {
            slopes(input) = slope(data.J[j], weights.gamma[j]);
            known.push_back(input);
        }
    }
    Vector scales = Vector::Ones(data.n_x());
    const double largest = slopes.size() > 0 ? slopes.maxCoeff() : 0.0;
    if (!(largest > 0.0)) {
        return scales;
    }
    double sum = 0.0;
    for (const Index j : known) {
        slopes(j) = std::max(slopes(j), least_share * largest);
        sum += slopes(j);
    }
    for (const Index j : known) {
        scales(j) = std::sqrt(slopes(j) * static_cast<double>(known.size()) / sum);
    }
    return scales;
}

}  // namespace jennopt
