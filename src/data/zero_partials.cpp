#include "data/zero_partials.hpp"

#include "core/at.hpp"
#include "data/near_pairs.hpp"

#include <algorithm>
#include <cmath>

namespace jennopt {

namespace {

constexpr std::size_t fewest_zeros = 3;
constexpr double matters = 0.01;  // least share of all differences

/// Slopes along the input, linear in all inputs, are worth their freedom.
bool is_explained_by_slopes(const OutputPartials& partials, Index input) {
    constexpr double least_share = 0.75;
    const Matrix all = partials.made_by(partials.given());
    const Matrix others = partials.made_by(partials.given(), input);
    const double with = partials.differences().fit(all).residual;
    const double without = partials.differences().fit(others).residual;
    const auto freedom = [&](const Matrix& made) {
        return static_cast<double>(partials.independent() - made.cols());
    };
    const double left = (with / freedom(all)) / (without / freedom(others));
    return left <= 1.0 - least_share && without - with > matters * partials.differences().total();
}

/// What the given columns leave of the differences, squared, grows with the share of this input in
/// the step. Of other inputs that the rows do not resolve it shrinks.
bool grows_along(const OutputPartials& partials, Index input) {
    constexpr double sure = 4.0;      // standard errors
    constexpr double contrast = 4.0;  // of a step along the input over one across
    const Differences& differences = partials.differences();
    const Vector remaining = differences.fit(partials.made_by_given()).remaining;
    const Vector left = remaining.array().square();
    const Vector share = differences.steps().col(input).array().square();
    const Vector about = share.array() - share.mean();
    const double spread = about.squaredNorm();
    if (!(spread > 0.0) || left.sum() < matters * differences.total()) {
        return false;
    }
    const double slope = about.dot(left) / spread;
    const double across = std::max(left.mean() - slope * share.mean(), 0.0);
    const Vector rest = left.array() - left.mean() - slope * about.array();
    // A row is in several pairs: as if only as many as independent ones were there.
    const double pairs_of_each =
        static_cast<double>(differences.count()) / static_cast<double>(partials.independent());
    const double error = std::sqrt(pairs_of_each) * about.cwiseProduct(rest).norm() / spread;
    return slope > sure * error && across + slope > contrast * across;
}

/// Mean square of the gaps between each sample and the one nearest to it.
double nearest_gap(const Matrix& U, const Vector& values) {
    double sum = 0.0;
    const std::vector<NearPair> pairs = near_pairs(U, 1);
    for (const auto& [a, b, distance] : pairs) {
        sum += (values(a) - values(b)) * (values(a) - values(b));
    }
    return pairs.empty() ? 0.0 : sum / static_cast<double>(pairs.size());
}

/// Near rows have near values: unlike noise, which has an 1 here.
bool is_smooth(const OutputPartials& partials) {
    constexpr double smooth = 0.3;
    const Vector values = partials.rows().Y.row(partials.output()).transpose();
    const double variance = (values.array() - values.mean()).square().mean();
    return nearest_gap(partials.differences().inputs(), values) < smooth * 2.0 * variance;
}

}  // namespace

std::vector<Index> rows_of_zeros(const Dataset& rows, Index output) {
    std::vector<Index> zero;
    for (Index t = 0; t < rows.m(); ++t) {
        if ((rows.jacobian_at(t).row(output).array() == 0.0).all()) {
            zero.push_back(t);
        }
    }
    const bool is_part = zero.size() >= fewest_zeros && std::ssize(zero) < rows.m();
    return is_part ? zero : std::vector<Index>();
}

bool are_wrong_rows(const OutputPartials& others, const std::vector<Index>& zero) {
    constexpr double flat = 0.01;  // share of the variance that is none
    constexpr double noise = 4.0;  // times what the partials of other rows leave
    const Differences& differences = others.differences();
    if (!others.can_be_fitted()) {
        return false;
    }
    const Vector values = others.rows().Y.row(others.output()).transpose();
    const double variance = (values.array() - values.mean()).square().mean();
    const double gap = nearest_gap(differences.inputs()(Eigen::all, zero), values(zero));
    const Vector remaining = differences.fit(others.made_by(others.given()))
                                 .remaining.cwiseProduct(differences.distances());
    return gap > 2.0 * flat * variance &&
           gap > noise * remaining.squaredNorm() / static_cast<double>(remaining.size());
}

Index wrong_zeros(const OutputPartials& partials, Index place) {
    constexpr Index fewest_pairs = 8;
    constexpr double about_one = 0.4;
    constexpr double better_without = 0.25;  // squares without the zeros over those with them
    const Differences& differences = partials.differences();
    const auto column =
        partials.rows().J[at(partials.given()[at(place)].input)].row(partials.output()).array();
    const Index zeros = (column == 0.0).count();
    if (zeros < static_cast<Index>(fewest_zeros)) {
        return 0;
    }
    const Vector as_given = partials.made_by_given().col(place);
    const Vector nonzero = partials.made_by_given(PairEnd::nonzero).col(place);
    Matrix made = partials.made_by(partials.given());
    made.col(place) = nonzero;
    for (Index p = 0; p < made.rows(); ++p) {
        if (made.row(p).array().isNaN().any()) {
            made.row(p).setZero();  // zeros at both ends say nothing of the others
        }
    }
    const DifferencesFit fit = differences.fit(made);
    const double factor = fit.factors(place);
    Index pairs = 0;
    double without = 0.0;
    double with = 0.0;
    for (Index p = 0; p < nonzero.size(); ++p) {
        if (!std::isnan(nonzero(p)) && nonzero(p) != as_given(p)) {
            const double given = fit.remaining(p) + factor * (nonzero(p) - as_given(p));
            ++pairs;
            without += fit.remaining(p) * fit.remaining(p);
            with += given * given;
        }
    }
    const bool is_wrong = pairs >= fewest_pairs && std::abs(factor - 1.0) < about_one &&
                          without < better_without * with &&
                          with - without > matters * differences.total();
    return is_wrong ? zeros : 0;
}

bool is_wrong_zero(const OutputPartials& partials, Index input) {
    return is_explained_by_slopes(partials, input) || grows_along(partials, input) ||
           (partials.is_zero() && is_smooth(partials));
}

}  // namespace jennopt
