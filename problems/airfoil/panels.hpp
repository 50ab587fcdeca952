#pragma once

#include "jennopt/core/types.hpp"

#include <Eigen/LU>
#include <unsupported/Eigen/AutoDiff>

#include <array>
#include <cmath>
#include <complex>
#include <numbers>

namespace airfoil {

/// Potential flow around a closed polygon whose sides carry vorticity that is linear along each and
/// continuous at the corners (Kuethe and Chow, 1976, Foundations of Aerodynamics, chapter 5).
///
/// With corners z_j = x_j + i y_j (j = 0, ..., N), T_j = z_{j+1} - z_j, M_i = (z_i + z_{i+1})/2 and
/// zeta = (M_i - z_j)/T_j, side j induces at M_i
///
///     u - i v = -i/(2 pi) |T_j|/T_j [gamma_j F_1(zeta) + gamma_{j+1} F_2(zeta)]
///     F_1 = 1 + (1 - zeta) Lambda,  F_2 = zeta Lambda - 1,  Lambda = log(zeta / (zeta - 1))
///
/// Unknown are the N + 1 vorticities gamma, equations are no flow through the middle of a side and
/// gamma_0 + gamma_N = 0 (Kutta). Vorticity makes no fluid, so that the flow through all sides adds
/// up to nearly nothing by itself, while equal and opposite vorticity of the first and the last
/// corner, where two sides meet at a small angle, moves nearly no air. Hence the flow through the
/// first side and that through the last are one equation, their difference, and the other fixes
/// gamma_0 - gamma_N by going on from the next three corners with a vanishing third difference.
///
/// Inside nothing moves, so gamma is the speed along the surface, in units of the free stream,
/// positive in the order of the corners.
template <typename Real>
class PanelFlow {
public:
    using RealVector = Eigen::VectorX<Real>;
    using RealMatrix = Eigen::MatrixX<Real>;
    using Complex = std::complex<Real>;

    /// @param x,y    corners, counterclockwise, the first and the last the same point
    /// @param alpha  angle of attack, radians
    PanelFlow(const RealVector& x, const RealVector& y, const Real& alpha)
        : n_(x.size() - 1),
          corner_(n_ + 1),
          side_(n_),
          direction_(n_),
          wind_(std::polar(Real(1), -alpha)),
          zeta_(n_, n_),
          log_(n_, n_) {
        for (Eigen::Index j = 0; j <= n_; ++j) {
            corner_(j) = Complex(x(j), y(j));
        }
        for (Eigen::Index j = 0; j < n_; ++j) {
            side_(j) = corner_(j + 1) - corner_(j);
            direction_(j) = std::conj(side_(j)) / std::abs(side_(j)) / two_pi;
        }
        factored_.compute(matrix());
        gamma_ = factored_.solve(equations((side_ * wind_).imag().matrix()));
    }

    [[nodiscard]] const RealVector& gamma() const { return gamma_; }

    /// Derivatives of gamma (N + 1, directions) when the ordinates and alpha move. From A gamma =
    /// b, d gamma = -A^-1 (dA gamma - db), with the factorization of A that is there already.
    /// @param dy      (N + 1, directions)
    /// @param dalpha  (directions)
    [[nodiscard]] RealMatrix tangents(const RealMatrix& dy, const RealVector& dalpha) const {
        return -factored_.solve(equations(residual_by_ordinates() * dy +
                                          (side_ * wind_).real().matrix() * dalpha.transpose()));
    }

private:
    static constexpr Real two_pi = 2 * std::numbers::pi_v<Real>;

    /// Right sides of the equations from those of the fluxes: the first is the difference, and two
    /// of them, of smoothness and of Kutta, are zero whatever the shape.
    [[nodiscard]] RealMatrix equations(const RealMatrix& flux) const {
        RealMatrix all = RealMatrix::Zero(n_ + 1, flux.cols());
        all.topRows(n_ - 1) = flux.topRows(n_ - 1);
        all.row(0) -= flux.row(n_ - 1);
        return all;
    }

    /// Matrix of the equations from that of the fluxes, row i through side i. Keeps zeta and Lambda
    /// for the derivatives.
    [[nodiscard]] RealMatrix matrix() {
        RealMatrix A = RealMatrix::Zero(n_, n_ + 1);
        for (Eigen::Index j = 0; j < n_; ++j) {
            const Complex inverse = Real(1) / side_(j);
            for (Eigen::Index i = 0; i < n_; ++i) {
                const Complex zeta =
                    (Real(0.5) * (corner_(i) + corner_(i + 1)) - corner_(j)) * inverse;
                const Complex log = lambda(zeta);
                const Complex factor = side_(i) * direction_(j);
                zeta_(i, j) = zeta;
                log_(i, j) = log;
                A(i, j) += (factor * (Real(1) + (Real(1) - zeta) * log)).real();
                A(i, j + 1) += (factor * (zeta * log - Real(1))).real();
            }
        }
        A = equations(A);
        A(n_, 0) = A(n_, n_) = Real(1);
        for (Eigen::Index k = 0; k < 4; ++k) {
            constexpr std::array difference{1, -3, 3, -1};
            A(n_ - 1, k) += Real(difference[static_cast<std::size_t>(k)]);
            A(n_ - 1, n_ - k) -= Real(difference[static_cast<std::size_t>(k)]);
        }
        return A;
    }

    /// log(zeta / (zeta - 1)), its branch cut on the side itself, where only the real part counts.
    [[nodiscard]] static Complex lambda(const Complex& zeta) {
        const Real a = zeta.real();
        const Real b = zeta.imag();
        const Real product = a * (a - 1) + b * b;
        const Real ratio = (a * a + b * b) / ((a - 1) * (a - 1) + b * b);
        return {std::log(ratio) / 2, std::atan2(-b, product)};
    }

    /// (N, N + 1): derivative of row i of A gamma - b by y_m, gamma held. Each entry of A is the
    /// real part of an analytic function of the corners, apart from |T_j|/T_j = exp(-i theta_j).
    [[nodiscard]] RealMatrix residual_by_ordinates() const {
        RealMatrix D = RealMatrix::Zero(n_, n_ + 1);
        Eigen::ArrayX<Complex> velocity = Eigen::ArrayX<Complex>::Constant(n_, Complex(0));
        Eigen::ArrayX<Complex> gradient = velocity;
        for (Eigen::Index j = 0; j < n_; ++j) {
            const Complex inverse = Real(1) / side_(j);
            const Real first = gamma_(j);
            const Real second = gamma_(j + 1);
            for (Eigen::Index i = 0; i < n_; ++i) {
                const Complex zeta = zeta_(i, j);
                const Complex log = log_(i, j);
                // G = gamma_j F_1 + gamma_{j+1} F_2 and its derivative by zeta.
                const Complex G = first - second + (first + (second - first) * zeta) * log;
                const Complex dG = (second - first) * log + first * reciprocal(zeta) -
                                   second * reciprocal(zeta - Real(1));
                const Complex induced = direction_(j) * G;
                const Complex K = side_(i) * direction_(j) * inverse * dG;
                const Complex turn =
                    Complex(0, (side_(i) * induced).imag()) * inverse;  // of theta_j
                D(i, j) -= (turn - K * (Real(1) - zeta)).imag();
                D(i, j + 1) -= (-turn - K * zeta).imag();
                velocity(i) += induced;
                gradient(i) += K;
            }
        }
        for (Eigen::Index i = 0; i < n_; ++i) {
            const Complex whole = velocity(i) + Complex(0, 1) * wind_;
            D(i, i) -= (Real(0.5) * gradient(i) - whole).imag();
            D(i, i + 1) -= (Real(0.5) * gradient(i) + whole).imag();
        }
        return D;
    }

    [[nodiscard]] static Complex reciprocal(const Complex& z) {
        return std::conj(z) / std::norm(z);
    }

    Eigen::Index n_;
    Eigen::ArrayX<Complex> corner_;
    Eigen::ArrayX<Complex> side_;       // T_j
    Eigen::ArrayX<Complex> direction_;  // |T_j| / T_j / (2 pi)
    Complex wind_;                      // u - i v of the free stream
    Eigen::ArrayXX<Complex> zeta_;      // (i, j)
    Eigen::ArrayXX<Complex> log_;
    Eigen::PartialPivLU<RealMatrix> factored_;
    RealVector gamma_;
};

/// Speed along the surface at the corners of a polygon: gamma of its PanelFlow.
template <typename Real>
[[nodiscard]] Eigen::VectorX<Real> surface_speed(const jennopt::Vector& x,
                                                 const Eigen::VectorX<Real>& y,
                                                 const Real& alpha) {
    return PanelFlow<Real>(x.cast<Real>(), y, alpha).gamma();
}

/// The same with derivatives, one linear system for all of them.
template <int width>
[[nodiscard]] auto surface_speed(
    const jennopt::Vector& x,
    const Eigen::VectorX<Eigen::AutoDiffScalar<Eigen::Vector<double, width>>>& y,
    const Eigen::AutoDiffScalar<Eigen::Vector<double, width>>& alpha) {
    using Dual = Eigen::AutoDiffScalar<Eigen::Vector<double, width>>;
    jennopt::Vector values(y.size());
    jennopt::Matrix dy(y.size(), width);
    for (Eigen::Index i = 0; i < y.size(); ++i) {
        values(i) = y(i).value();
        dy.row(i) = y(i).derivatives().transpose();
    }
    const PanelFlow<double> flow(x, values, alpha.value());
    const jennopt::Matrix tangents = flow.tangents(dy, alpha.derivatives());
    Eigen::VectorX<Dual> speed(y.size());
    for (Eigen::Index i = 0; i < y.size(); ++i) {
        speed(i) = Dual(flow.gamma()(i), tangents.row(i).transpose());
    }
    return speed;
}

}  // namespace airfoil
