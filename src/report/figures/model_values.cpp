#include "core/format.hpp"
#include "jennopt/core/error.hpp"
#include "problem/standard_form.hpp"
#include "report/figures/figures.hpp"

#include <algorithm>
#include <limits>

namespace jennopt {

namespace {

ModelValues from_outputs(std::string_view name,
                         const Matrix& Y,
                         const ProblemInfo& problem,
                         const OptimumRecord* optimum) {
    ModelValues values{std::string(name), Y.row(problem.objective()).transpose(), {}, nullptr};
    const StandardForm form(problem);
    if (form.rows() > 1) {
        values.violation.resize(Y.cols());
        for (Index t = 0; t < Y.cols(); ++t) {
            values.violation(t) = form.values(Y.col(t)).tail(form.rows() - 1).maxCoeff();
        }
    }
    values.optimum = optimum == nullptr || optimum->search.runs.empty() ? nullptr : optimum;
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

}  // namespace

std::vector<ModelValues> model_values(const ArmView& view, const Matrix& X) {
    const ProblemInfo& problem = view.arm.problem;
    std::vector<ModelValues> all;
    if (problem.is_cheap && view.arm.truth != nullptr) {
        const auto& searched = view.replicate.truth;
        const Matrix Y = true_outputs(*view.arm.truth, X);
        all.push_back(from_outputs(direct_search, Y, problem, searched ? &*searched : nullptr));
    }
    for (std::size_t i = 0; i < view.files.models.size(); ++i) {
        const auto& [name, surrogate, held_out] = view.files.models[i];
        const Matrix Y = predict(surrogate, X, false).Y;
        all.push_back(from_outputs(name, Y, problem, &view.replicate.surrogates[i].optimum));
    }
    return all;
}

std::string model_words(const ModelValues& model) {
    return model.name == direct_search ? "true function" : model.name;
}

bool has_objective(const ProblemInfo& problem) {
    return std::ranges::any_of(problem.outputs, is_objective);
}

std::string objective_label(const ProblemInfo& problem) {
    const Output& output = problem.outputs[static_cast<std::size_t>(problem.objective())];
    return with_unit(output.name, output.unit);
}

Vector training_objective(const ArmView& view) {
    return view.files.training.Y.row(view.arm.problem.objective()).transpose();
}

std::string with_unit(const std::string& name, const std::string& unit) {
    return unit.empty() ? name : fmt::format("{} [{}]", name, unit);
}

std::vector<double> list_of(const ConstVectorRef& values) {
    return {values.begin(), values.end()};
}

}  // namespace jennopt
