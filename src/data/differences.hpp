#pragma once

#include "data/near_pairs.hpp"
#include "jennopt/data/dataset.hpp"

#include <vector>

namespace jennopt {

/// Which end's partial stands for a pair of rows.
enum class PairEnd { mean, smaller, larger, nonzero };

/// Least squares of differences on what some columns make of them.
struct DifferencesFit {
    Vector factors;
    Vector explained;       ///< by each column, of what remains without it, in [0, 1]
    Vector remaining;       ///< of each difference
    double residual = 0.0;  ///< squared norm of what remains
};

/// Differences of one output between near rows, over their distance in units of the inputs' ranges.
class Differences {
public:
    /// @param rows    this and what follows must outlive this object
    /// @param U       their inputs from 0 to 1
    /// @param widths  ranges of their inputs
    Differences(const Dataset& rows,
                const Matrix& U,
                const Vector& widths,
                std::vector<NearPair> pairs,
                Index output);

    [[nodiscard]] Index count() const { return differences_.size(); }

    /// (count, n_x), of norm 1 each.
    [[nodiscard]] const Matrix& steps() const { return steps_; }

    /// Between the rows of each pair.
    [[nodiscard]] const Vector& distances() const { return distances_; }

    /// Of the rows, from 0 to 1.
    [[nodiscard]] const Matrix& inputs() const { return U_; }

    [[nodiscard]] double total() const { return differences_.squaredNorm(); }

    /// What the partials of an output by an input make of the differences, taken as slopes along an
    /// input; NaN where an end misses its partial. With PairEnd::nonzero it is the mean where both
    /// ends are not 0, and NaN where both are.
    [[nodiscard]] Vector made_by(Index output,
                                 Index input,
                                 Index along,
                                 PairEnd end = PairEnd::mean) const;

    /// What slopes along an input make that are constant or, (count, 1 + n_x), linear in the
    /// inputs.
    [[nodiscard]] Matrix made_by_any_slopes(Index along, bool linear) const;

    /// Columns that others stand for as well explain nothing.
    [[nodiscard]] DifferencesFit fit(const Matrix& made) const;

    /// Of each input, the share of its steps, squared, that is no linear function of the steps of
    /// the others, in [0, 1]: near 0 where rows differ in it only together with others.
    [[nodiscard]] Vector separate() const;

    /// Distinct values that an input has in pairs of rows that differ in it.
    [[nodiscard]] Index levels(Index input) const;

    /// How many rows bear a sum of squares over the pairs: all of them if each has its part, 1 if
    /// one has all.
    [[nodiscard]] double rows_bearing(const Vector& made) const;

    [[nodiscard]] const Vector& values() const { return differences_; }

    [[nodiscard]] const std::vector<NearPair>& pairs() const { return pairs_; }

private:
    const Dataset& rows_;
    const Matrix& U_;
    const Vector& widths_;
    std::vector<NearPair> pairs_;
    Vector distances_;
    Matrix steps_;
    Matrix middles_;  // (pairs, n_x)
    Vector differences_;
};

}  // namespace jennopt
