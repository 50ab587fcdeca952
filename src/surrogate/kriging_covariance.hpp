#pragma once

#include "jennopt/core/types.hpp"
#include "jennopt/surrogate/kriging.hpp"

#include <vector>

namespace jennopt {

/// Values and partials of samples as one vector of observations: of each sample the value, then
/// dy/dx_j times length(j), j = 0 .. n_x - 1; missing ones are left out.
class Observations {
public:
    /// @param dydx  (n_x, m), NaN where missing
    /// @throws ShapeError if the shapes differ, or there is no sample
    Observations(const ConstMatrixRef& X, const ConstVectorRef& y, const ConstMatrixRef& dydx);

    [[nodiscard]] Index n_x() const { return X_.rows(); }

    [[nodiscard]] Index count() const { return static_cast<Index>(kept_.size()); }

    /// Known partials of each input, (n_x).
    [[nodiscard]] const Vector& known_partials() const { return known_; }

    /// Which of the m (1 + n_x) places are observed.
    [[nodiscard]] const std::vector<Index>& kept() const { return kept_; }

    [[nodiscard]] const Matrix& X() const { return X_; }

    /// The observations at these lengths.
    [[nodiscard]] Vector values(const Vector& length) const;

    /// 1 where a value is observed, 0 where a partial is: the column of the mean.
    [[nodiscard]] const Vector& trend() const { return trend_; }

    /// Lower triangle of the observations' covariances over variance, noise included.
    [[nodiscard]] Matrix covariances(const KrigingParameters& parameters) const;

    /// Derivatives of sum_ab W_ab R_ab, R the covariances, with respect to the logarithms of the
    /// lengths, the logit of the additive share, and the logarithms of the two noises, (n_x + 3).
    /// @param W  symmetric, lower triangle
    [[nodiscard]] Vector pull_back(const KrigingParameters& parameters, const Matrix& W) const;

private:
    [[nodiscard]] bool are_values() const { return known_.sum() == 0.0; }

    /// The same of values alone, which need no places for partials.
    [[nodiscard]] Matrix value_covariances(const KrigingParameters& parameters) const;
    [[nodiscard]] Vector pull_back_values(const KrigingParameters& parameters,
                                          const Matrix& W) const;

    Matrix X_;
    Matrix Y_;  // (1 + n_x, m)
    Vector known_;
    Vector trend_;
    std::vector<Index> kept_;
};

/// rotation^T A, A where the rotation is empty. A NaN spoils its column.
[[nodiscard]] Matrix rotated(const ConstMatrixRef& A, const Matrix& rotation);

}  // namespace jennopt
