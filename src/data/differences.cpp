#include "data/differences.hpp"

#include "core/at.hpp"

#include <Eigen/QR>

#include <cmath>
#include <utility>

namespace jennopt {

namespace {

/// The slope of a pair from those of its ends.
double slope_of(double first, double second, PairEnd end) {
    switch (end) {
        case PairEnd::smaller:
            return std::abs(first) < std::abs(second) ? first : second;
        case PairEnd::larger:
            return std::abs(first) < std::abs(second) ? second : first;
        case PairEnd::nonzero:
            if (first == 0.0 || second == 0.0) {
                return first == second ? std::nan("") : first + second;
            }
            break;
        case PairEnd::mean:
            break;
    }
    return 0.5 * (first + second);  // NaN if one is
}

}  // namespace

Differences::Differences(const Dataset& rows,
                         const Matrix& U,
                         const Vector& widths,
                         std::vector<NearPair> pairs,
                         Index output)
    : rows_(rows),
      U_(U),
      widths_(widths),
      pairs_(std::move(pairs)),
      distances_(std::ssize(pairs_)),
      steps_(std::ssize(pairs_), U.rows()),
      middles_(std::ssize(pairs_), U.rows()),
      differences_(std::ssize(pairs_)) {
    for (Index p = 0; p < count(); ++p) {
        const auto& [a, b, distance] = pairs_[at(p)];
        distances_(p) = distance;
        steps_.row(p) = (U.col(b) - U.col(a)).transpose() / distance;
        middles_.row(p) = 0.5 * (U.col(b) + U.col(a)).transpose();
        differences_(p) = (rows.Y(output, b) - rows.Y(output, a)) / distance;
    }
}

Vector Differences::made_by(Index output, Index input, Index along, PairEnd end) const {
    const Vector slopes = rows_.J[at(input)].row(output).transpose();
    Vector made(count());
    for (Index p = 0; p < count(); ++p) {
        const double first = slopes(pairs_[at(p)].a);
        const double second = slopes(pairs_[at(p)].b);
        const double slope = slope_of(first, second, end);
        made(p) = slope * widths_(along) * steps_(p, along);
    }
    return made;
}

Matrix Differences::made_by_any_slopes(Index along, bool linear) const {
    Matrix made(count(), linear ? 1 + middles_.cols() : 1);
    made.col(0) = steps_.col(along);
    if (linear) {
        made.rightCols(middles_.cols()) = middles_.array().colwise() * steps_.col(along).array();
    }
    return made;
}

DifferencesFit Differences::fit(const Matrix& made) const {
    if (made.cols() == 0) {
        return {.factors = {}, .explained = {}, .remaining = differences_, .residual = total()};
    }
    Vector sizes = made.colwise().norm().transpose();
    sizes = (sizes.array() > 0.0).select(sizes, 1.0);
    const Matrix scaled = made * sizes.cwiseInverse().asDiagonal();
    const Matrix inverse =
        (scaled.transpose() * scaled).completeOrthogonalDecomposition().pseudoInverse();
    const Vector factors = inverse * (scaled.transpose() * differences_);
    DifferencesFit fit{.factors = factors.cwiseQuotient(sizes),
                       .explained = Vector::Zero(made.cols()),
                       .remaining = differences_ - scaled * factors};
    fit.residual = fit.remaining.squaredNorm();
    for (Index q = 0; q < made.cols(); ++q) {
        const double gain = factors(q) * factors(q) / inverse(q, q);
        fit.explained(q) = gain > 0.0 ? gain / (gain + fit.residual) : 0.0;
    }
    return fit;
}

}  // namespace jennopt
