#include "data/output_partials.hpp"

#include "core/at.hpp"

#include <algorithm>

namespace jennopt {

OutputPartials::OutputPartials(const Dataset& rows, const Differences& differences, Index output)
    : rows_(rows), differences_(differences), output_(output) {
    for (Index j = 0; j < rows.n_x(); ++j) {
        const auto partials = rows.J[at(j)].row(output).array();
        if (2 * partials.isNaN().count() > rows.m()) {
            absent_.push_back(j);
        } else if ((partials.isNaN() || partials == 0.0).all()) {
            zero_.push_back(j);
        } else {
            given_.push_back({output, j, j});
        }
    }
}

Index OutputPartials::independent() const {
    return std::min(rows_.m(), differences_.count());
}

bool OutputPartials::can_be_fitted() const {
    return differences_.total() > 0.0 && affords(false);
}

Matrix OutputPartials::made_by(const std::vector<PartialsOwner>& owners, Index without) const {
    const bool linear = affords(true);
    const Index each = linear ? 1 + rows_.n_x() : 1;
    std::vector<Index> others;
    for (const auto* inputs : {&absent_, &zero_}) {
        std::ranges::copy_if(
            *inputs, std::back_inserter(others), [without](Index j) { return j != without; });
    }
    Matrix made(differences_.count(), std::ssize(owners) + each * std::ssize(others));
    Index column = 0;
    for (const auto& [output, input, along] : owners) {
        made.col(column++) = differences_.made_by(output, input, along);
    }
    for (const Index j : others) {
        made.middleCols(column, each) = differences_.made_by_any_slopes(j, linear);
        column += each;
    }
    return made;
}

Matrix OutputPartials::made_by_given(PairEnd end) const {
    Matrix made(differences_.count(), std::ssize(given_));
    for (std::size_t i = 0; i < given_.size(); ++i) {
        const auto& [output, input, along] = given_[i];
        made.col(static_cast<Index>(i)) = differences_.made_by(output, input, along, end);
    }
    return made;
}

bool OutputPartials::affords(bool linear) const {
    constexpr Index spare_rows = 10;
    const Index each = linear ? 1 + rows_.n_x() : 1;
    const Index factors = std::ssize(given_) + each * (std::ssize(absent_) + std::ssize(zero_));
    return 2 * factors + spare_rows <= independent();
}

}  // namespace jennopt
