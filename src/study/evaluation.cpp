#include "study/evaluation.hpp"

#include "core/at.hpp"
#include "core/format.hpp"
#include "core/parallel.hpp"
#include "jennopt/core/error.hpp"

#include <mutex>
#include <span>
#include <utility>
#include <vector>

namespace jennopt {

namespace {

/// The points of a plan on their way.
class Batch {
public:
    Batch(const Problem& problem, const Matrix& X, const EvaluationOptions& options)
        : problem_(problem), X_(X), options_(options), results_(at(X.cols())) {}

    std::vector<EvaluationResult> evaluate() {
        for_each_point(
            X_, options_.threads, options_.is_under_way, [this](Index t) { evaluate(t); });
        return std::move(results_);
    }

private:
    void evaluate(Index t) {
        results_[at(t)] = attempt(problem_, X_.col(t));
        const std::scoped_lock lock(mutex_);
        if (t < options_.stop_after && !results_[at(t)].failure.empty() &&
            ++first_failures_ == options_.stop_after && options_.stop_after < X_.cols()) {
            throw FirstFailures(first_failures_text(options_.stop_after,
                                                    X_.cols(),
                                                    fmt::format("{} samples", options_.group),
                                                    results_.front().failure));
        }
        options_.on_progress(static_cast<double>(++finished_) / static_cast<double>(X_.cols()));
    }

    const Problem& problem_;
    const Matrix& X_;
    const EvaluationOptions& options_;
    std::vector<EvaluationResult> results_;
    std::mutex mutex_;
    Index finished_ = 0;
    Index first_failures_ = 0;
};

}  // namespace

void for_each_point(const Matrix& X,
                    Index threads,
                    const std::function<bool(const ConstVectorRef&)>& is_under_way,
                    const std::function<void(Index)>& evaluate) {
    std::vector<Index> later;
    std::mutex mutex;
    parallel_for(X.cols(), threads, [&](Index t) {
        if (is_under_way && is_under_way(X.col(t))) {
            const std::scoped_lock lock(mutex);
            later.push_back(t);
        } else {
            evaluate(t);
        }
    });
    parallel_for(std::ssize(later), threads, [&](Index i) { evaluate(later[at(i)]); });
}

Evaluated evaluate_all(const Problem& problem, const Matrix& X, const EvaluationOptions& options) {
    std::vector<EvaluationResult> results = Batch(problem, X, options).evaluate();
    Evaluated evaluated;
    std::vector<Evaluation> evaluations;
    for (Index t = 0; t < X.cols(); ++t) {
        EvaluationResult& result = results[at(t)];
        if (result.failure.empty()) {
            evaluated.arrived.push_back(t);
            evaluations.push_back(std::move(result.y));
        } else if (evaluated.failed++ == 0) {
            evaluated.first_failure = result.failure;
        }
    }
    if (evaluated.arrived.empty()) {
        throw EvaluationError(
            fmt::format("none of the {} {} samples could be evaluated{}; the first failure: {}",
                        X.cols(),
                        options.group,
                        options.group == "test" ? " (test: none cross-validates the training "
                                                  "samples instead, which are kept)"
                                                : "",
                        evaluated.first_failure));
    }
    evaluated.data = make_dataset(X(Eigen::all, evaluated.arrived), evaluations);
    return evaluated;
}

std::string first_failures_text(Index first,
                                Index all,
                                const std::string& what,
                                const std::string& first_failure) {
    return fmt::format(
        "the first {} of {} {} all failed, no more are tried (failures.stop_after); the first "
        "failure: {}",
        first,
        all,
        what,
        first_failure);
}

Dataset join(const Dataset& first, const Dataset& second) {
    if (first.n_x() != second.n_x() || first.n_y() != second.n_y()) {
        throw ShapeError(fmt::format("datasets of {} and {} inputs, {} and {} outputs",
                                     first.n_x(),
                                     second.n_x(),
                                     first.n_y(),
                                     second.n_y()));
    }
    const Index m = first.m() + second.m();
    Dataset joined{.X = Matrix(first.n_x(), m), .Y = Matrix(first.n_y(), m), .J = {}};
    joined.X << first.X, second.X;
    joined.Y << first.Y, second.Y;
    for (std::size_t j = 0; j < first.J.size(); ++j) {
        Matrix slice(first.n_y(), m);
        slice << first.J[j], second.J[j];
        joined.J.push_back(std::move(slice));
    }
    return joined;
}

Dataset join(const Dataset& data, const EvaluationResult& result) {
    return result.failure.empty() ? join(data, make_dataset(result.x, std::span(&result.y, 1)))
                                  : data;
}

}  // namespace jennopt
