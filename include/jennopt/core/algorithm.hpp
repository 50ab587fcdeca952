#pragma once

#include "jennopt/core/names.hpp"

#include <array>

namespace jennopt {

/// NLopt's gradient-based local algorithms. slsqp, mma and ccsaq take constraints; lbfgs does not.
enum class Algorithm { slsqp, lbfgs, mma, ccsaq };

template <>
inline constexpr auto enum_names<Algorithm> =
    std::to_array<Named<Algorithm>>({{Algorithm::slsqp, "slsqp", "SLSQP"},
                                     {Algorithm::lbfgs, "lbfgs", "L-BFGS"},
                                     {Algorithm::mma, "mma", "MMA"},
                                     {Algorithm::ccsaq, "ccsaq", "CCSAQ"}});

/// Why a minimization ended, by what was measured at its result and not by what the solver reports.
enum class SearchTermination {
    stationary,       ///< stationarity() <= gradient_tolerance, and feasible
    no_progress,      ///< the solver stopped and a restart from its result changed nothing
    max_evaluations,  ///< the budget is used up
    solver_failed,    ///< the solver gave up with an error of its own; the best point is returned
    stopped           ///< the observer stopped it
};

template <>
inline constexpr auto enum_names<SearchTermination> = std::to_array<Named<SearchTermination>>(
    {{SearchTermination::stationary, "stationary"},
     {SearchTermination::no_progress, "no progress"},
     {SearchTermination::max_evaluations, "evaluations used up"},
     {SearchTermination::solver_failed, "solver failed"},
     {SearchTermination::stopped, "stopped"}});

}  // namespace jennopt
