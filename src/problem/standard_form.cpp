#include "problem/standard_form.hpp"

#include "core/at.hpp"
#include "problem/limits.hpp"

#include <algorithm>

namespace jennopt {

StandardForm::StandardForm(const ProblemInfo& problem)
    : rows_{{problem.objective(), problem.sense(), 0.0}} {
    for (const Index k : problem.constraints()) {
        const Limits limits = limits_of(problem.outputs[at(k)]);
        if (limits.has_upper()) {
            rows_.push_back({k, 1.0 / unit_of(limits.upper), limits.upper});
        }
        if (limits.has_lower()) {
            rows_.push_back({k, -1.0 / unit_of(limits.lower), limits.lower});
        }
    }
}

Vector StandardForm::values(const ConstVectorRef& y) const {
    Vector values(rows());
    for (Index i = 0; i < rows(); ++i) {
        const Row& row = rows_[at(i)];
        values(i) = row.factor * (y(row.output) - row.limit);
    }
    return values;
}

Matrix StandardForm::partials(const ConstMatrixRef& jacobian) const {
    Matrix partials(rows(), jacobian.cols());
    for (Index i = 0; i < rows(); ++i) {
        partials.row(i) = rows_[at(i)].factor * jacobian.row(rows_[at(i)].output);
    }
    return partials;
}

double StandardForm::violation(const ConstVectorRef& y) const {
    return rows() > 1 ? std::max(0.0, values(y).tail(rows() - 1).maxCoeff()) : 0.0;
}

}  // namespace jennopt
