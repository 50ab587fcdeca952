#pragma once

#include "data/differences.hpp"
#include "jennopt/data/dataset.hpp"

#include <vector>

namespace jennopt {

/// Whose partials are taken for those along an input.
struct PartialsOwner {
    Index output;
    Index input;
    Index along;

    bool operator==(const PartialsOwner&) const = default;
};

/// The partials of one output as what they make of differences between near rows.
class OutputPartials {
public:
    /// @param rows, differences  must outlive this object
    OutputPartials(const Dataset& rows, const Differences& differences, Index output);

    [[nodiscard]] const Dataset& rows() const { return rows_; }

    [[nodiscard]] const Differences& differences() const { return differences_; }

    [[nodiscard]] Index output() const { return output_; }

    /// Inputs with partials that are not all 0, each its own owner.
    [[nodiscard]] const std::vector<PartialsOwner>& given() const { return given_; }

    /// Inputs whose partials are all 0.
    [[nodiscard]] const std::vector<Index>& zero() const { return zero_; }

    /// Whether all partials are 0.
    [[nodiscard]] bool is_zero() const { return given_.empty() && absent_.empty(); }

    /// Differences that are independent: no more than rows.
    [[nodiscard]] Index independent() const;

    /// Whether there are enough rows to fit factors of the given columns and slopes along the other
    /// inputs.
    [[nodiscard]] bool can_be_fitted() const;

    /// What owners make of the differences, a column each and, behind, slopes along the inputs that
    /// are not given, linear in the inputs where there are rows enough, else constant.
    /// @param without  an input whose slopes are left out
    [[nodiscard]] Matrix made_by(const std::vector<PartialsOwner>& owners,
                                 Index without = -1) const;

    /// The same of the given columns alone.
    [[nodiscard]] Matrix made_by_given(PairEnd end = PairEnd::mean) const;

private:
    [[nodiscard]] bool affords(bool linear) const;

    const Dataset& rows_;
    const Differences& differences_;
    Index output_;
    std::vector<PartialsOwner> given_;
    std::vector<Index> zero_;
    std::vector<Index> absent_;  // most rows miss their partials
};

}  // namespace jennopt
