#include "data/partials_check.hpp"

#include "core/at.hpp"
#include "data/distinct_points.hpp"
#include "data/output_check.hpp"
#include "data/zero_partials.hpp"
#include "jennopt/data/normalization.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <utility>

namespace jennopt {

namespace {

/// Pairs that know both ends of each partial that most rows have.
std::vector<NearPair> with_partials(std::vector<NearPair> pairs,
                                    const Dataset& rows,
                                    Index output) {
    for (const Matrix& slice : rows.J) {
        if (2 * slice.row(output).array().isNaN().count() <= rows.m()) {
            std::erase_if(pairs, [&](const NearPair& pair) {
                return std::isnan(slice(output, pair.a) + slice(output, pair.b));
            });
        }
    }
    return pairs;
}

/// Where rows are near each other.
struct Neighbourhood {
    const Matrix& U;       // inputs from 0 to 1
    const Vector& widths;  // of the inputs
    const std::vector<NearPair>& pairs;
};

Differences differences_of(const Dataset& rows, const Neighbourhood& near, Index output) {
    return {rows, near.U, near.widths, with_partials(near.pairs, rows, output), output};
}

Dataset without_partials(Dataset rows, Index output, const std::vector<Index>& left_out) {
    for (Matrix& slice : rows.J) {
        slice(output, left_out).setConstant(std::numeric_limits<double>::quiet_NaN());
    }
    return rows;
}

/// Rows whose partials are all 0 and should not be.
std::vector<Index> wrong_rows(const Dataset& rows, const Neighbourhood& near, Index output) {
    std::vector<Index> zero = rows_of_zeros(rows, output);
    if (!zero.empty()) {
        const Dataset others = without_partials(rows, output, zero);
        const Differences differences = differences_of(others, near, output);
        if (!are_wrong_rows({others, differences, output}, zero)) {
            zero.clear();
        }
    }
    return zero;
}

std::vector<CheckedPartials> check_output(const Dataset& rows,
                                          const ProblemInfo& info,
                                          const Neighbourhood& near,
                                          Index output) {
    // Zeros of whole rows first: they hide what else there is.
    const std::vector<Index> wrong = wrong_rows(rows, near, output);
    const Dataset others = without_partials(rows, output, wrong);
    const Differences differences = differences_of(others, near, output);
    const OutputPartials partials(others, differences, output);
    std::vector<CheckedPartials> columns = judge_output(partials, info);
    for (CheckedPartials& column : columns) {
        if (!column.is_wrong() && !wrong.empty()) {
            column.reason = zeros_reason(std::ssize(wrong));
        }
    }
    return columns;
}

}  // namespace

std::vector<CheckedPartials> check_partials(const Dataset& raw, const ProblemInfo& info) {
    const Dataset rows = distinct_points(with_logarithms(raw, info.bounds().logarithmic));
    constexpr Index least_neighbours = 4;
    constexpr Index most_neighbours = 20;
    const Vector lower = rows.X.rowwise().minCoeff();
    const Vector ranges = rows.X.rowwise().maxCoeff() - lower;
    const Vector widths = (ranges.array() > 0.0).select(ranges, 1.0);
    const Matrix U = (rows.X.colwise() - lower).array().colwise() / widths.array();
    const std::vector<NearPair> pairs =
        near_pairs(U, std::clamp(rows.n_x() + 2, least_neighbours, most_neighbours));
    std::vector<CheckedPartials> all;
    for (Index k = 0; k < rows.n_y(); ++k) {
        std::ranges::move(check_output(rows, info, {U, widths, pairs}, k), std::back_inserter(all));
    }
    for (CheckedPartials& column : all) {
        const auto partials = raw.J[at(column.input)].row(column.output).array();
        column.known = (!partials.isNaN()).count();
    }
    std::erase_if(all, [](const CheckedPartials& column) { return column.known == 0; });
    return all;
}

}  // namespace jennopt
