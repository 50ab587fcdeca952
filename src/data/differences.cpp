#include "data/differences.hpp"

#include "core/at.hpp"

#include <Eigen/Eigenvalues>
#include <Eigen/QR>

#include <algorithm>
#include <cmath>
#include <utility>

namespace jennopt {

namespace {

constexpr double rounding_share = 1e-10;  // relative
constexpr double dependent = 1e-6;        // what is missing to 1 where columns depend on each other
constexpr double same_value = 1e-6;       // of an input from 0 to 1

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
    // 1 on the diagonal of what can be told from the others.
    const Vector own = (inverse * (scaled.transpose() * scaled)).diagonal();
    for (Index q = 0; q < made.cols(); ++q) {
        const double gain = factors(q) * factors(q) / inverse(q, q);
        const bool is_known = gain > 0.0 && own(q) > 1.0 - dependent;
        fit.explained(q) = is_known ? gain / (gain + fit.residual + rounding_share * total()) : 0.0;
    }
    return fit;
}

Vector Differences::separate() const {
    const Vector sizes = steps_.colwise().norm().transpose();
    const Matrix scaled =
        steps_ * (sizes.array() > 0.0).select(sizes, 1.0).matrix().cwiseInverse().asDiagonal();
    const Eigen::SelfAdjointEigenSolver<Matrix> parts(scaled.transpose() * scaled);
    const Vector inverse = parts.eigenvalues().cwiseMax(rounding_share).cwiseInverse();
    return (parts.eigenvectors().array().square().matrix() * inverse).cwiseInverse();
}

Index Differences::levels(Index input) const {
    std::vector<double> values;
    for (Index p = 0; p < count(); ++p) {
        if (std::abs(steps_(p, input)) > same_value) {
            values.push_back(U_(input, pairs_[at(p)].a));
            values.push_back(U_(input, pairs_[at(p)].b));
        }
    }
    std::ranges::sort(values);
    Index distinct = values.empty() ? 0 : 1;
    for (std::size_t i = 1; i < values.size(); ++i) {
        distinct += values[i] - values[i - 1] > same_value ? 1 : 0;
    }
    return distinct;
}

double Differences::rows_bearing(const Vector& made) const {
    Vector parts = Vector::Zero(rows_.m());
    for (Index p = 0; p < count(); ++p) {
        parts(pairs_[at(p)].a) += made(p) * made(p);
        parts(pairs_[at(p)].b) += made(p) * made(p);
    }
    const double sum = parts.sum();
    return sum > 0.0 ? sum / parts.squaredNorm() * sum : 0.0;
}

}  // namespace jennopt
