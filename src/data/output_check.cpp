#include "data/output_check.hpp"

#include "core/at.hpp"
#include "core/format.hpp"
#include "data/open_columns.hpp"
#include "data/unlike_values.hpp"
#include "data/zero_partials.hpp"
#include "problem/partials_reason.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace jennopt {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double determines = 0.75;      // least share of the differences that a column explains
constexpr double least_right = 0.55;     // of a factor; curvature and noise make no farther ones
constexpr double fits_better = 0.25;     // residual of another reading over that of the given one
constexpr double known_units = 0.25;     // relative, up to which a factor is that of units
constexpr double most_operations = 1e9;  // of the search for owners

bool is_about_one(double factor) {
    return factor >= least_right && factor <= 1.0 / least_right;
}

/// The columns of one output.
class OutputCheck {
public:
    OutputCheck(const OutputPartials& partials, const ProblemInfo& info)
        : partials_(partials),
          differences_(partials.differences()),
          info_(info),
          owners_(partials.given()) {
        for (Index j = 0; j < info.n_x(); ++j) {
            columns_.push_back(
                {.output = partials.output(), .input = j, .factor = nan, .explained = nan});
        }
        const auto size = static_cast<double>(owners_.size());
        fits_left_ = static_cast<Index>(
            most_operations / ((1.0 + size * size) * static_cast<double>(differences_.count())));
    }

    [[nodiscard]] std::vector<CheckedPartials> judge() {
        if (partials_.can_be_fitted()) {
            find_open();
            judge_factors();
            find_owners();
            judge_zeros();
            judge_fit();
        }
        return std::move(columns_);
    }

private:
    void find_open() {
        const std::vector<std::string> open = open_reasons(partials_);
        for (CheckedPartials& column : columns_) {
            column.open = open[at(column.input)];
        }
    }

    void judge_factors() {
        const DifferencesFit fit = differences_.fit(partials_.made_by(owners_));
        residual_ = fit.residual;
        for (std::size_t i = 0; i < owners_.size(); ++i) {
            CheckedPartials& column = columns_[at(owners_[i].along)];
            if (!column.open.empty()) {
                continue;
            }
            column.explained = fit.explained(static_cast<Index>(i));
            if (column.explained < determines) {
                continue;
            }
            const double factor = fit.factors(static_cast<Index>(i));
            if (is_about_one(factor)) {
                column.factor = 1.0 / factor;
            } else if (is_far_from_one(factor, owners_[i]) && no_end_is_right(i, factor)) {
                column.factor = 1.0 / factor;
                column.reason = factor_reason(is_about_one(-factor) ? -1.0 : column.factor,
                                              info_.inputs[at(column.input)],
                                              known_units);
            }
        }
    }

    /// A bend between few values, or of few rows, makes a larger factor than one of many.
    [[nodiscard]] bool is_far_from_one(double factor, const PartialsOwner& owner) const {
        constexpr Index many_levels = 4;
        constexpr double many_rows = 4.0;
        constexpr double few_make = 4.0;
        const Vector made = differences_.made_by(owner.output, owner.input, owner.along);
        const bool are_many = differences_.levels(owner.along) >= many_levels &&
                              differences_.rows_bearing(made) >= many_rows;
        const bool is_about = factor * few_make >= 1.0 && factor <= few_make;
        return are_many || !is_about;
    }

    /// Between two rows a slope that bends is one between those of its ends.
    [[nodiscard]] bool no_end_is_right(std::size_t i, double factor) const {
        Matrix made = partials_.made_by(owners_);
        for (const PairEnd end : {PairEnd::smaller, PairEnd::larger}) {
            made.col(static_cast<Index>(i)) =
                differences_.made_by(partials_.output(), owners_[i].input, owners_[i].along, end);
            const double other = differences_.fit(made).factors(static_cast<Index>(i));
            const bool is_alike = factor < 0.0           ? other < 0.0
                                  : factor < least_right ? other < least_right
                                                         : other > 1.0 / least_right;
            if (!is_alike) {
                return false;
            }
        }
        return true;
    }

    /// All partials of another output; two inputs exchanged; one column of another.
    void find_owners() {
        for (Index k = 0; k < info_.n_y(); ++k) {
            std::vector<PartialsOwner> others = owners_;
            for (PartialsOwner& owner : others) {
                owner.output = k;
            }
            try_owners(others);
        }
        for (std::size_t a = 0; a < owners_.size(); ++a) {
            for (std::size_t b = a + 1; b < owners_.size(); ++b) {
                std::vector<PartialsOwner> others = owners_;
                std::swap(others[a].input, others[b].input);
                std::swap(others[a].output, others[b].output);
                try_owners(others);
            }
        }
        for (std::size_t a = 0; a < owners_.size(); ++a) {
            for (Index k = 0; k < info_.n_y(); ++k) {
                for (Index j = 0; j < info_.n_x(); ++j) {
                    std::vector<PartialsOwner> others = owners_;
                    others[a].output = k;
                    others[a].input = j;
                    try_owners(others);
                }
            }
        }
    }

    /// Takes the owners where they explain what those before do not.
    void try_owners(const std::vector<PartialsOwner>& others) {
        const auto differs = [&](std::size_t i) {
            return others[i].output != owners_[i].output || others[i].input != owners_[i].input;
        };
        std::vector<std::size_t> changed;
        for (std::size_t i = 0; i < others.size(); ++i) {
            if (differs(i)) {
                changed.push_back(i);
            }
        }
        const auto is_open = [&](std::size_t i) {
            const CheckedPartials& column = columns_[at(others[i].along)];
            return column.open.empty() && !column.agrees();
        };
        if (changed.empty() || !std::ranges::all_of(changed, is_open)) {
            return;
        }
        if (fits_left_-- <= 0) {
            return;
        }
        const Matrix made = partials_.made_by(others);
        if (made.array().isNaN().any()) {
            return;
        }
        const DifferencesFit fit = differences_.fit(made);
        const auto is_right = [&](std::size_t i) {
            const auto q = static_cast<Index>(i);
            return fit.explained(q) >= determines && is_about_one(fit.factors(q));
        };
        if (fit.residual > fits_better * residual_ || !std::ranges::all_of(changed, is_right)) {
            return;
        }
        owners_ = others;
        residual_ = fit.residual;
        for (const std::size_t i : changed) {
            CheckedPartials& column = columns_[at(others[i].along)];
            column.explained = fit.explained(static_cast<Index>(i));
            column.reason = owner_reason(info_.outputs[at(others[i].output)],
                                         info_.inputs[at(others[i].input)]);
        }
    }

    void judge_zeros() {
        for (std::size_t i = 0; i < owners_.size(); ++i) {
            CheckedPartials& column = columns_[at(owners_[i].along)];
            const Index zeros = column.is_wrong() || !column.open.empty()
                                    ? 0
                                    : wrong_zeros(partials_, static_cast<Index>(i));
            if (zeros > 0) {
                column.reason = zeros_reason(zeros);
            }
        }
        for (const Index j : partials_.zero()) {
            if (is_wrong_zero(partials_, j)) {
                CheckedPartials& column = columns_[at(j)];
                column.explained = 0.0;
                column.factor = 0.0;
                column.reason = zero_reason;
            }
        }
    }

    /// What no pattern explains, but the values by themselves do.
    void judge_fit() {
        if (std::ranges::none_of(columns_, &CheckedPartials::is_wrong)) {
            for (const Index j : unlike_values(partials_)) {
                columns_[at(j)].reason = unlike_values_reason;
            }
        }
    }

    const OutputPartials& partials_;
    const Differences& differences_;
    const ProblemInfo& info_;
    std::vector<PartialsOwner> owners_;  // of the given columns
    double residual_ = 0.0;
    Index fits_left_ = 0;
    std::vector<CheckedPartials> columns_;
};

}  // namespace

std::string zeros_reason(Index rows) {
    return fmt::format("{} in {} rows", zero_reason, rows);
}

bool CheckedPartials::agrees() const {
    return !is_wrong() && explained >= determines && is_about_one(factor);
}

std::vector<CheckedPartials> judge_output(const OutputPartials& partials, const ProblemInfo& info) {
    return OutputCheck(partials, info).judge();
}

}  // namespace jennopt
