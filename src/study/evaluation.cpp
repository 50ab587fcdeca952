#include "study/evaluation.hpp"

#include "core/format.hpp"
#include "core/parallel.hpp"
#include "jennopt/core/error.hpp"

#include <mutex>
#include <utility>
#include <vector>

namespace jennopt {

std::string numbered_key(std::string_view group, Index number) {
    return fmt::format("{}/{:06}", group, number);
}

Evaluated evaluate_all(const Problem& problem,
                       const Matrix& X,
                       std::string_view group,
                       Journal* journal,
                       Index threads,
                       const std::function<void(double)>& on_progress) {
    std::vector<JournalEntry> entries(static_cast<std::size_t>(X.cols()));
    std::mutex mutex;
    Index finished = 0;
    parallel_for(X.cols(), threads, [&](Index t) {
        const std::string key = numbered_key(group, t);
        entries[static_cast<std::size_t>(t)] = journal != nullptr
                                                   ? journal->evaluate(problem, key, X.col(t))
                                                   : attempt(problem, key, X.col(t));
        const std::scoped_lock lock(mutex);
        on_progress(static_cast<double>(++finished) / static_cast<double>(X.cols()));
    });
    Evaluated result;
    std::vector<Evaluation> evaluations;
    for (Index t = 0; t < X.cols(); ++t) {
        JournalEntry& entry = entries[static_cast<std::size_t>(t)];
        if (entry.failure.empty()) {
            result.arrived.push_back(t);
            evaluations.push_back(std::move(entry.y));
        } else if (result.failed++ == 0) {
            result.first_failure = entry.failure;
        }
    }
    if (result.arrived.empty()) {
        throw EvaluationError(
            fmt::format("none of the {} {} samples could be evaluated; the first failure: {}",
                        X.cols(),
                        group,
                        result.first_failure));
    }
    result.data = make_dataset(X(Eigen::all, result.arrived), evaluations);
    return result;
}

Dataset join(const Dataset& data, const JournalEntry& entry) {
    if (!entry.failure.empty()) {
        return data;
    }
    Dataset joined{
        .X = Matrix(data.n_x(), data.m() + 1), .Y = Matrix(data.n_y(), data.m() + 1), .J = {}};
    joined.X << data.X, entry.x;
    joined.Y << data.Y, entry.y.value;
    for (Index j = 0; j < data.n_x(); ++j) {
        Matrix slice(data.n_y(), data.m() + 1);
        slice << data.J[static_cast<std::size_t>(j)], entry.y.jacobian.col(j);
        joined.J.push_back(std::move(slice));
    }
    return joined;
}

}  // namespace jennopt
