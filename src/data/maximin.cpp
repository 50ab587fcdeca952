#include "data/maximin.hpp"

#include <algorithm>
#include <limits>

namespace jennopt {

namespace {

using Array = Eigen::ArrayXd;

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Squared distances of point `a` to each point, infinite to itself. One row of V is one point, so
/// that a coordinate of all points is contiguous.
Array squared_distances(const Matrix& V, Index a) {
    Array distances = Array::Zero(V.rows());
    for (Index j = 0; j < V.cols(); ++j) {
        distances += (V.col(j).array() - V(a, j)).square();
    }
    distances(a) = infinity;
    return distances;
}

/// Sum of distance^-16.
double crowding(const Array& squared) {
    return squared.inverse().square().square().square().sum();
}

/// The points and the distance of each to its nearest, kept up to date over exchanges.
class Design {
public:
    explicit Design(const Matrix& U) : V_(U.transpose()), nearest_(V_.rows()) {
        for (Index t = 0; t < V_.rows(); ++t) {
            nearest_(t) = squared_distances(V_, t).minCoeff();
        }
    }

    [[nodiscard]] Matrix points() const { return V_.transpose(); }

    [[nodiscard]] Index end_of_closest_pair() const {
        Index t = 0;
        nearest_.minCoeff(&t);
        return t;
    }

    /// Swaps coordinate j of the points a and b if the criterion falls.
    void try_exchange(Index a, Index b, Index j) {
        const Array old_a = squared_distances(V_, a);
        const Array old_b = squared_distances(V_, b);
        const auto x = V_.col(j).array();
        Array change = (x - V_(b, j)).square() - (x - V_(a, j)).square();
        change(a) = 0.0;
        change(b) = 0.0;
        const Array new_a = old_a + change;
        const Array new_b = old_b - change;
        if (crowding(new_a) + crowding(new_b) >= crowding(old_a) + crowding(old_b)) {
            return;
        }
        std::swap(V_(a, j), V_(b, j));
        const Array closest_before = old_a.min(old_b);
        const Array closest_now = new_a.min(new_b);
        for (Index t = 0; t < V_.rows(); ++t) {
            const bool may_have_grown = closest_before(t) <= nearest_(t) || t == a || t == b;
            nearest_(t) = may_have_grown ? squared_distances(V_, t).minCoeff()
                                         : std::min(nearest_(t), closest_now(t));
        }
    }

private:
    Matrix V_;
    Array nearest_;
};

}  // namespace

Matrix spread_out(const Matrix& U, Rng& rng) {
    const Index n_x = U.rows();
    const Index count = U.cols();
    if (n_x < 2 || count < 3) {
        return U;  // an exchange would only rename the points
    }
    Design design(U);
    const Index trials = std::min<Index>(500'000'000 / (count * (2 * n_x + 16)), 100 * count * n_x);
    for (Index trial = 0; trial < trials; ++trial) {
        const Index a = trial % 2 == 0 ? design.end_of_closest_pair() : rng.below(count);
        const Index b = (a + 1 + rng.below(count - 1)) % count;
        design.try_exchange(a, b, rng.below(n_x));
    }
    return design.points();
}

}  // namespace jennopt
