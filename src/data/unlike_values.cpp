#include "data/unlike_values.hpp"

#include "core/at.hpp"
#include "data/open_columns.hpp"
#include "data/values_model.hpp"

#include <algorithm>

namespace jennopt {

namespace {

constexpr double left_by_values = 0.1;    // most of a part that the values leave
constexpr double predicts_better = 0.05;  // what the values leave over what the partials miss
constexpr double least_missed = 0.1;      // of an input's part
constexpr double all_missed = 0.5;        // of all differences
constexpr Index polynomial_levels = 5;    // a polynomial follows fewer whatever is between them

bool has_levels(const OutputPartials& partials, const PartialsOwner& owner) {
    return partials.differences().levels(owner.along) >= polynomial_levels;
}

/// The given columns miss the part that the values have along their input.
bool is_missed(const ValuesModel& model, const Vector& given, Index input) {
    const Vector part = model.made.col(input);
    const double missed = (given - part).squaredNorm();
    return model.residual < left_by_values * part.squaredNorm() &&
           model.residual < predicts_better * missed && missed > least_missed * part.squaredNorm();
}

/// What the given columns leave, those of other inputs as the values have them.
double left_by_given(const OutputPartials& partials, const ValuesModel& model) {
    Vector remaining = partials.differences().values() - model.made.rowwise().sum();
    const Matrix given = partials.made_by_given();
    for (std::size_t i = 0; i < partials.given().size(); ++i) {
        remaining += model.made.col(partials.given()[i].along) - given.col(static_cast<Index>(i));
    }
    return remaining.squaredNorm();
}

}  // namespace

std::vector<Index> unlike_values(const OutputPartials& partials) {
    const Differences& differences = partials.differences();
    const auto reaches = [&](const PartialsOwner& owner) { return has_levels(partials, owner); };
    if (std::ranges::none_of(partials.given(), reaches)) {
        return {};
    }
    const Vector values = partials.rows().Y.row(partials.output()).transpose();
    const auto model = values_model(differences, values);
    if (!model || model->residual > left_by_values * differences.total()) {
        return {};
    }
    const double left = left_by_given(partials, *model);
    if (model->residual > 2.0 * predicts_better * left) {
        return {};
    }
    // Inputs that change together have one part, that of all of them.
    const bool all_miss =
        left > all_missed * differences.total() && std::ranges::all_of(partials.given(), reaches);
    const Vector separate = differences.separate();
    const Matrix given = partials.made_by_given();
    std::vector<Index> unlike;
    for (std::size_t i = 0; i < partials.given().size(); ++i) {
        const PartialsOwner& owner = partials.given()[i];
        const bool is_wrong =
            separate(owner.along) < least_separate
                ? all_miss
                : reaches(owner) &&
                      is_missed(*model, given.col(static_cast<Index>(i)), owner.along);
        if (is_wrong) {
            unlike.push_back(owner.along);
        }
    }
    return unlike;
}

}  // namespace jennopt
