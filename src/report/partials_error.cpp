#include "report/partials_error.hpp"

#include "jennopt/core/error.hpp"
#include "record/metric.hpp"
#include "report/replicate_files.hpp"

#include <algorithm>
#include <cmath>

namespace jennopt {

namespace {

constexpr PartialsError no_partials{NAN, NAN};

/// Whether partials can be other than the true ones; missing ones may have been filled in.
bool disturbs(const WrapperOptions& wrappers) {
    return wrappers.partials != PartialsOptions{} || wrappers.noise.partials > 0.0 ||
           wrappers.missing != MissingOptions{};
}

bool has_cheap_truth(const ArmResults& arm) {
    return arm.truth != nullptr && arm.truth->info().is_cheap && arm.truth->info().has_partials &&
           !arm.arm.config.problem.is_table();
}

/// Empty where the function fails.
Matrix true_partials(const Problem& truth, const ConstVectorRef& x) {
    try {
        return truth.evaluate(x, Derivatives::first).jacobian;
    } catch (const EvaluationError&) {
        return {};
    }
}

PartialsError error_of(const StudyResults& study,
                       const ArmResults& arm,
                       const ReplicateRecord& replicate) {
    if (!disturbs(arm.arm.config.problem.wrappers)) {
        return {0.0, 0.0};
    }
    if (const auto* kept = dynamic_cast<const KeptTruth*>(arm.truth)) {
        const auto& errors = kept->answers().partials_errors;
        const auto found =
            std::ranges::find(errors, replicate.replicate, &ReplicatePartialsError::replicate);
        return found == errors.end() ? no_partials : found->error;
    }
    try {
        return partials_error(read_training(study, arm, replicate), *arm.truth);
    } catch (const Error&) {
        return no_partials;
    }
}

}  // namespace

PartialsError partials_error(const Dataset& given, const Problem& truth) {
    double relative = 0.0;
    double distance = 0.0;
    double size = 0.0;
    double n = 0.0;
    for (Index t = 0; t < given.m(); ++t) {
        const Matrix exact = true_partials(truth, given.X.col(t));
        for (Index j = 0; j < exact.cols(); ++j) {
            for (Index k = 0; k < exact.rows(); ++k) {
                const double is = given.J[static_cast<std::size_t>(j)](k, t);
                const double should = exact(k, j);
                if (!std::isfinite(is) || !std::isfinite(should) || should == 0.0) {
                    continue;
                }
                relative += std::abs(is - should) / std::abs(should);
                distance += std::abs(is - should);
                size += std::abs(should);
                n += 1.0;
            }
        }
    }
    return n > 0.0 ? PartialsError{relative / n, distance / size} : no_partials;
}

std::vector<ArmMetric> partials_errors(const StudyResults& study) {
    std::vector<ArmMetric> errors;
    for (std::size_t a = 0; a < study.arms.size(); ++a) {
        if (has_cheap_truth(study.arms[a])) {
            ArmMetric mean{a, std::string(metrics::partials_error), {}};
            ArmMetric pooled{a, std::string(metrics::partials_error_pooled), {}};
            for (const ReplicateRecord& replicate : study.arms[a].replicates) {
                const PartialsError error = error_of(study, study.arms[a], replicate);
                mean.values.push_back(error.mean);
                pooled.values.push_back(error.pooled);
            }
            errors.insert(errors.end(), {std::move(mean), std::move(pooled)});
        }
    }
    const bool any = std::ranges::any_of(errors, [](const ArmMetric& metric) {
        return std::ranges::any_of(metric.values, [](double error) { return error > 0.0; });
    });
    return any ? errors : std::vector<ArmMetric>{};
}

}  // namespace jennopt
