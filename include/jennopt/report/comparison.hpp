#pragma once

#include "jennopt/core/types.hpp"
#include "jennopt/report/summary.hpp"

#include <span>
#include <string>
#include <vector>

namespace jennopt {

/// How often one surrogate did better than another on the same samples.
struct Pairing {
    Index wins = 0;
    Index losses = 0;
    Index ties = 0;

    [[nodiscard]] Index pairs() const { return wins + losses + ties; }
};

/// Counts replicate by replicate where a is smaller than b; replicates in which either is NaN are
/// left out.
/// @throws ShapeError if a and b differ in length
[[nodiscard]] Pairing count_wins(std::span<const double> a, std::span<const double> b);

/// Chance of at least this many wins among wins + losses tosses of a fair coin (one-sided sign
/// test); 1 where nothing was decided.
[[nodiscard]] double sign_test(const Pairing& pairing);

/// What a reader wants to hear first of one arm, in plain sentences: which model found the best
/// optimum, by how much in the median and in how many replicates; who predicts better; what the
/// direct search on the truth says; what restarts and ensembles did.
/// @param arm  index into input.arms
[[nodiscard]] std::vector<std::string> answers(const ReportInput& input, std::size_t arm);

/// What only the arms together tell: how many times fewer training samples a jenn needs than a
/// plain network for the same R2 of values, where sampling.count is swept, and what the figures of
/// input.page show.
[[nodiscard]] std::vector<std::string> overall_answers(const ReportInput& input);

/// What a reader must not miss of one arm: failed evaluations, masked partials, constant inputs and
/// outputs, surrogates and initializations lost,
/// optima predicted far below their true value, infeasible claims, replicates still missing. Empty
/// if all is well.
[[nodiscard]] std::vector<std::string> warnings(const ReportInput& input, std::size_t arm);

}  // namespace jennopt
