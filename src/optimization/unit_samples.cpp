#include "optimization/unit_samples.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

namespace jennopt {

namespace {

double median(Vector values) {
    const Index middle = values.size() / 2;
    std::nth_element(values.begin(), values.begin() + middle, values.end());
    return values(middle);
}

}  // namespace

void UnitSamples::add(const ConstVectorRef& u,
                      const ConstVectorRef& y,
                      const ConstMatrixRef& jacobian) {
    U.conservativeResize(Eigen::NoChange, m() + 1);
    Y.conservativeResize(Eigen::NoChange, m());
    U.col(m() - 1) = u;
    Y.col(m() - 1) = y;
    J.emplace_back(jacobian);
}

Matrix UnitSamples::partials(Index output) const {
    Matrix result(n_x(), m());
    for (Index t = 0; t < m(); ++t) {
        result.col(t) = J[static_cast<std::size_t>(t)].row(output).transpose();
    }
    return result;
}

UnitSamples UnitSamples::subset(const std::vector<Index>& samples) const {
    UnitSamples result{.U = U(Eigen::all, samples), .Y = Y(Eigen::all, samples)};
    for (const Index t : samples) {
        result.J.push_back(J[static_cast<std::size_t>(t)]);
    }
    return result;
}

std::vector<Index> UnitSamples::nearest(const ConstVectorRef& u, Index count) const {
    std::vector<Index> order(static_cast<std::size_t>(m()));
    std::iota(order.begin(), order.end(), Index{0});
    const Vector distance = (U.colwise() - u).colwise().squaredNorm();
    std::ranges::stable_sort(order, {}, [&](Index t) { return distance(t); });
    order.resize(static_cast<std::size_t>(std::min(count, m())));
    std::ranges::sort(order);
    return order;
}

double UnitSamples::violation(Index sample) const {
    return n_y() > 1 ? std::max(0.0, Y.col(sample).tail(n_y() - 1).maxCoeff()) : 0.0;
}

bool UnitSamples::is_better(Index a, Index b, double constraint_tolerance) const {
    const double violation_a = violation(a);
    const double violation_b = violation(b);
    const bool a_feasible = violation_a <= constraint_tolerance;
    if (a_feasible != (violation_b <= constraint_tolerance)) {
        return a_feasible;
    }
    return a_feasible ? Y(0, a) < Y(0, b) : violation_a < violation_b;
}

double UnitSamples::spread() const {
    const Vector y = Y.row(0);
    return median((y.array() - median(y)).abs());
}

double distance_to(const ConstMatrixRef& points, const ConstVectorRef& u) {
    return points.cols() == 0
               ? std::numeric_limits<double>::infinity()
               : (points.colwise() - u).colwise().lpNorm<Eigen::Infinity>().minCoeff();
}

}  // namespace jennopt
