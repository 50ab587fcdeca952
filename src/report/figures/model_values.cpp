#include "report/figures/model_values.hpp"

#include "jennopt/core/error.hpp"

#include <algorithm>
#include <limits>

namespace jennopt {

namespace {

ModelValues from_outputs(const std::string& name,
                         const Matrix& Y,
                         const ProblemInfo& problem,
                         const OptimumRecord* optimum) {
    ModelValues values{name, Y.row(problem.objective()).transpose(), {}, optimum};
    const std::vector<Index> constraints = problem.constraints();
    if (!constraints.empty()) {
        values.violation = Y.row(constraints.front()).transpose();
        for (const Index k : constraints) {
            values.violation = values.violation.cwiseMax(Y.row(k).transpose());
        }
    }
    return values;
}

/// NaN where the evaluation fails.
Matrix true_outputs(const Problem& truth, const Matrix& X) {
    Matrix Y(truth.info().n_y(), X.cols());
    for (Index t = 0; t < X.cols(); ++t) {
        try {
            Y.col(t) = truth.evaluate(X.col(t), Derivatives::none).value;
        } catch (const EvaluationError&) {  // a gap in the picture
            Y.col(t).setConstant(std::numeric_limits<double>::quiet_NaN());
        }
    }
    return Y;
}

const OptimumRecord* if_searched(const OptimumRecord& optimum) {
    return optimum.search.runs.empty() ? nullptr : &optimum;
}

}  // namespace

std::vector<ModelValues> model_values(const ArmView& view, const Matrix& X) {
    const ProblemInfo& problem = view.arm.problem;
    std::vector<ModelValues> all;
    if (problem.is_cheap && view.arm.truth != nullptr) {
        const OptimumRecord* optimum =
            view.replicate.truth ? if_searched(*view.replicate.truth) : nullptr;
        all.push_back(from_outputs(
            std::string(direct_search), true_outputs(*view.arm.truth, X), problem, optimum));
    }
    for (std::size_t i = 0; i < view.files.models.size(); ++i) {
        const TrainedModel& model = view.files.models[i];
        all.push_back(from_outputs(model.name,
                                   predict(model.surrogate, X, false).Y,
                                   problem,
                                   if_searched(view.replicate.surrogates[i].optimum)));
    }
    return all;
}

std::string model_words(const ModelValues& model) {
    return model.name == direct_search ? "true function" : model.name;
}

bool has_objective(const ProblemInfo& problem) {
    return std::any_of(problem.outputs.begin(), problem.outputs.end(), [](const Output& output) {
        return output.role == OutputRole::objective;
    });
}

std::string objective_label(const ProblemInfo& problem) {
    const Output& output = problem.outputs[static_cast<std::size_t>(problem.objective())];
    return with_unit(output.name, output.unit);
}

Vector training_objective(const ArmView& view) {
    return view.files.training.Y.row(view.arm.problem.objective()).transpose();
}

}  // namespace jennopt
