#include "study/problem_views.hpp"

#include "jennopt/core/error.hpp"
#include "study/fingerprint.hpp"

#include <utility>

namespace jennopt {

namespace {

WrapperOptions without_delay(WrapperOptions options) {
    options.delay = 0.0;
    return options;
}

}  // namespace

StoredProblem::StoredProblem(const Problem& inner, EvaluationStore* store, std::string fingerprint)
    : Problem(inner.info()), inner_(inner), store_(store), fingerprint_(std::move(fingerprint)) {}

bool StoredProblem::is_under_way(const ConstVectorRef& x) const {
    return store_ != nullptr && store_->is_under_way(fingerprint_, x);
}

void StoredProblem::expect(const Matrix& X) const {
    if (store_ != nullptr) {
        store_->expect(fingerprint_, X);
    }
}

Evaluation StoredProblem::do_evaluate(const ConstVectorRef& x, Derivatives wanted) const {
    if (store_ == nullptr) {
        return inner_.evaluate(x, wanted);
    }
    EvaluationResult result = store_->evaluate(inner_, fingerprint_, x, wanted);
    if (!result.failure.empty()) {
        throw EvaluationError(result.failure);
    }
    return std::move(result.y);
}

ProblemViews::ProblemViews(const Problem& problem,
                           const ProblemConfig& config,
                           EvaluationStore* store,
                           const Rng& rng)
    : stored_(problem, store, problem_fingerprint(config)),
      truth_(stored_, undisturbed(config.wrappers, problem.info()), rng),
      slow_(problem, {.delay = config.wrappers.delay}, rng),
      stored_slow_(slow_, store, problem_fingerprint(config)),
      samples_(stored_slow_, without_delay(config.wrappers), rng.child("wrappers")) {}

}  // namespace jennopt
