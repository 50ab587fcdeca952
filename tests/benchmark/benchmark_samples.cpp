#include "benchmark/benchmark_samples.hpp"

#include <algorithm>

namespace jennopt {

Dataset draw(const Problem& problem,
             const SamplingOptions& plan,
             double noise,
             const Rng& rng,
             Index noisy_inputs) {
    const Matrix X = sample(problem.info().bounds(), {plan}, rng.child("samples"));
    Rng error = rng.child("noise");
    std::vector<Evaluation> evaluations;
    for (Index t = 0; t < X.cols(); ++t) {
        evaluations.push_back(problem.evaluate(X.col(t), Derivatives::first));
        Matrix& J = evaluations.back().jacobian;  // (n_y, n_x)
        for (double& partial : J.leftCols(noisy_inputs < 0 ? J.cols() : noisy_inputs).reshaped()) {
            partial *= 1.0 + noise * error.normal();
        }
    }
    return make_dataset(X, evaluations);
}

Dataset published_samples() {
    const Bounds box{.lower = Vector::Constant(2, -2.0), .upper = Vector::Constant(2, 2.0)};
    Dataset data = empty_dataset(2, 1);
    data.X = sample(box,
                    {{.plan = SamplingPlan::grid, .levels = {17}},
                     {.plan = SamplingPlan::random, .count = 100}},
                    Rng(1));
    const auto x = data.X.row(0).array();
    const auto y = data.X.row(1).array();
    const Eigen::ArrayXXd valley = y - x.square();
    data.Y = 100.0 * valley.square() + (1.0 - x).square();
    data.J[0] = -400.0 * x * valley - 2.0 * (1.0 - x);
    data.J[1] = 200.0 * valley;
    return data;
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const std::size_t half = values.size() / 2;
    return values.size() % 2 == 1 ? values[half] : 0.5 * (values[half - 1] + values[half]);
}

}  // namespace jennopt
