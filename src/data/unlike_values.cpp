#include "data/unlike_values.hpp"

#include "core/at.hpp"
#include "data/values_model.hpp"

namespace jennopt {

std::vector<Index> unlike_values(const OutputPartials& partials) {
    constexpr double unexplained = 0.1;   // most of a part that the values leave
    constexpr double contradicts = 0.1;   // least of a part that the partials miss
    constexpr double fits_better = 0.05;  // what the values leave over what the partials miss
    constexpr double least_missed = 0.5;
    constexpr double least_separate = 0.05;
    constexpr Index fewest_levels = 5;  // a polynomial follows fewer whatever is between them
    const Differences& differences = partials.differences();
    for (const PartialsOwner& owner : partials.given()) {
        if (differences.levels(owner.along) < fewest_levels) {
            return {};
        }
    }
    const Vector values = partials.rows().Y.row(partials.output()).transpose();
    const auto model = values_model(differences, values);
    if (!model) {
        return {};
    }
    const Matrix given = partials.made_by_given();
    Vector remaining = differences.values() - model->made.rowwise().sum();
    for (std::size_t i = 0; i < partials.given().size(); ++i) {
        remaining += model->made.col(partials.given()[i].along) - given.col(static_cast<Index>(i));
    }
    if (model->residual > 2.0 * fits_better * remaining.squaredNorm() ||
        model->residual > unexplained * differences.total()) {
        return {};
    }
    // Inputs that change together have one part, that of all of them.
    const Vector separate = differences.separate();
    const bool all_miss = remaining.squaredNorm() > least_missed * differences.total();
    std::vector<Index> unlike;
    for (std::size_t i = 0; i < partials.given().size(); ++i) {
        const Index j = partials.given()[i].along;
        if (separate(j) < least_separate) {
            if (all_miss) {
                unlike.push_back(j);
            }
            continue;
        }
        const Vector part = model->made.col(j);
        const double missed = (given.col(static_cast<Index>(i)) - part).squaredNorm();
        if (model->residual < unexplained * part.squaredNorm() &&
            model->residual < fits_better * missed && missed > contradicts * part.squaredNorm()) {
            unlike.push_back(j);
        }
    }
    return unlike;
}

}  // namespace jennopt
