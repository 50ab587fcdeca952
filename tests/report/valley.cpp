#include "report/valley.hpp"

#include "core/format.hpp"

#include <cmath>
#include <vector>

using namespace jennopt;

namespace {

ProblemInfo make_info(Index n_x, bool constraint) {
    ProblemInfo info;
    info.name = "rosenbrock";
    info.summary = "Curved valley with steep walls and a flat floor";
    info.formula = "f(x) = sum_i 100 (x_(i+1) - x_i^2)^2 + (1 - x_i)^2";
    info.source = "Rosenbrock, H. H. (1960), The Computer Journal 3, 175-184";
    for (Index j = 0; j < n_x; ++j) {
        info.inputs.push_back({fmt::format("x{}", j + 1), "", -2.0, 2.0});
    }
    info.outputs = {{"f", "", OutputRole::objective}};
    if (constraint) {
        info.outputs.push_back({"g", "", OutputRole::constraint});
    } else if (n_x > 1) {
        info.known_optimum = KnownOptimum{Matrix::Ones(n_x, 1), 0.0, "by inspection"};
    }
    info.is_cheap = true;
    return info;
}

}  // namespace

Valley::Valley(Index n_x, bool constraint) : Problem(make_info(n_x, constraint)) {}

Evaluation Valley::do_evaluate(const ConstVectorRef& x, Derivatives wanted) const {
    const Index n = x.size();
    Evaluation y{Vector::Zero(info().n_y()), Matrix::Zero(info().n_y(), n)};
    for (Index i = 0; i + 1 < n; ++i) {
        const double bend = x(i + 1) - x(i) * x(i);
        y.value(0) += 100.0 * bend * bend + (1.0 - x(i)) * (1.0 - x(i));
        y.jacobian(0, i) += -400.0 * bend * x(i) - 2.0 * (1.0 - x(i));
        y.jacobian(0, i + 1) += 200.0 * bend;
    }
    if (n == 1) {
        y.value(0) = (1.0 - x(0)) * (1.0 - x(0)) + std::sin(5.0 * x(0));
        y.jacobian(0, 0) = -2.0 * (1.0 - x(0)) + 5.0 * std::cos(5.0 * x(0));
    }
    if (y.value.size() > 1) {
        y.value(1) = x.sum() - 1.5;
        y.jacobian.row(1).setOnes();
    }
    if (wanted == Derivatives::none) {
        y.jacobian.resize(0, 0);
    }
    return y;
}

Dataset sample_truth(const Problem& truth, Index count, Rng rng) {
    const Bounds bounds = truth.info().bounds();
    Matrix X(bounds.lower.size(), count);
    for (Index t = 0; t < count; ++t) {
        for (Index j = 0; j < X.rows(); ++j) {
            X(j, t) = bounds.lower(j) + (bounds.upper(j) - bounds.lower(j)) * rng.uniform();
        }
    }
    std::vector<Evaluation> evaluations;
    for (Index t = 0; t < count; ++t) {
        evaluations.push_back(truth.evaluate(X.col(t), Derivatives::first));
    }
    return make_dataset(X, evaluations);
}
