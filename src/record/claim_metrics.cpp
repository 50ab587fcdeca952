#include "record/claim_metrics.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace jennopt {

namespace {

constexpr double no_claim = std::numeric_limits<double>::quiet_NaN();

/// The search of a surrogate or of the truth; null where nothing was searched.
const OptimumRecord* searched(const MetricSource& source) {
    const OptimumRecord* optimum = nullptr;
    if (source.contender == direct_search) {
        optimum = source.replicate.truth ? &*source.replicate.truth : nullptr;
    } else if (const auto* record = find_surrogate(source.replicate, source.contender)) {
        optimum = &record->optimum;
    }
    return optimum == nullptr || optimum->search.runs.empty() ? nullptr : optimum;
}

/// The point that a contender puts forward, and the verdict of the truth.
struct Claim {
    const Vector& x;
    const Verdict& verdict;
};

std::optional<Claim> claim_of(const MetricSource& source) {
    if (source.contender == best_sample) {
        const auto& sample = source.replicate.best_sample;
        return sample ? std::optional(Claim{sample->x, sample->verdict}) : std::nullopt;
    }
    const OptimizerRecord* optimizer = find_optimizer(source.replicate, source.contender);
    if (optimizer != nullptr && optimizer->best) {
        return Claim{optimizer->best->x, optimizer->best->verdict};
    }
    const OptimumRecord* optimum = searched(source);
    return optimum == nullptr ? std::nullopt : std::optional(Claim{optimum->x, optimum->verdict});
}

/// To the nearest known optimum; NaN without one, or where x is of another problem.
double distance_to_known(const ProblemInfo& problem, const Vector& x, const Vector& unit) {
    if (!problem.known_optimum || problem.known_optimum->X.rows() != x.size()) {
        return no_claim;
    }
    const Matrix steps = problem.known_optimum->X.colwise() - x;
    return (unit.cwiseInverse().asDiagonal() * steps).colwise().norm().minCoeff();
}

}  // namespace

std::optional<Verdict> claim_verdict(const MetricSource& source) {
    const auto claim = claim_of(source);
    return claim ? std::optional(claim->verdict) : std::nullopt;
}

double predicted_optimum(const MetricSource& source, Index) {
    const OptimumRecord* optimum = searched(source);
    return optimum == nullptr || source.contender == direct_search ? no_claim : optimum->predicted;
}

double claim_violation(const MetricSource& source, Index) {
    const auto claim = claim_of(source);
    return claim && !source.problem.constraints().empty() ? claim->verdict.violation : no_claim;
}

double claim_distance(const MetricSource& source, Index) {
    const auto claim = claim_of(source);
    return claim && source.problem.has_uniform_inputs() ? claim->verdict.distance : no_claim;
}

double claim_distance_in_widths(const MetricSource& source, Index) {
    const auto claim = claim_of(source);
    if (!claim || source.problem.has_uniform_inputs() || std::isnan(claim->verdict.distance)) {
        return no_claim;
    }
    const Bounds bounds = source.problem.bounds();
    return distance_to_known(source.problem, claim->x, bounds.upper - bounds.lower);
}

double first_start_distance(const MetricSource& source, Index) {
    const OptimumRecord* optimum = searched(source);
    if (optimum == nullptr || source.contender == direct_search ||
        !source.problem.has_uniform_inputs()) {
        return no_claim;
    }
    const Vector& x = optimum->search.runs.front().x;
    return distance_to_known(source.problem, x, Vector::Ones(x.size()));
}

double all_starts_evaluations(const MetricSource& source, Index) {
    return source.contender == direct_search && searched(source) != nullptr
               ? static_cast<double>(source.replicate.truth_evaluations)
               : no_claim;
}

double claim_evaluations(const MetricSource& source, Index) {
    const ReplicateRecord& replicate = source.replicate;
    if (source.contender == best_sample) {
        return replicate.best_sample ? static_cast<double>(replicate.samples + replicate.failed)
                                     : no_claim;
    }
    if (const OptimumRecord* optimum = searched(source);
        source.contender == direct_search && optimum != nullptr) {
        const auto best = static_cast<std::size_t>(optimum->search.best);
        return static_cast<double>(optimum->search.runs.at(best).evaluations);
    }
    if (const OptimizerRecord* optimizer = find_optimizer(replicate, source.contender)) {
        return optimizer->best ? static_cast<double>(evaluations_to_best(*optimizer)) : no_claim;
    }
    const SurrogateRecord* record = find_surrogate(replicate, source.contender);
    return record == nullptr ? no_claim : static_cast<double>(record->true_evaluations);
}

Index evaluations_to_best(const OptimizerRecord& record) {
    const auto found = std::ranges::find(record.steps, record.best->x, &StepRecord::x);
    return found - record.steps.begin() + 1;
}

double claim_cost(const MetricSource& source, Index output) {
    const SurrogateRecord* record = find_surrogate(source.replicate, source.contender);
    if (record != nullptr) {
        return record->true_cost;
    }
    const bool uses_partials = source.contender == direct_search ||
                               find_optimizer(source.replicate, source.contender) != nullptr;
    const double price = uses_partials ? source.problem.gradient_price : 0.0;
    return claim_evaluations(source, output) * (1.0 + price);
}

}  // namespace jennopt
