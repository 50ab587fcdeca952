#pragma once

#include "jennopt/optimization/sequential.hpp"
#include "jennopt/optimization/verification.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

namespace jennopt {

using Truth = std::function<Evaluation(const ConstVectorRef&)>;

inline ProblemInfo problem_of(Index n_x, double lower, double upper, bool constrained = false) {
    ProblemInfo info{.name = "test",
                     .summary = "",
                     .formula = "",
                     .source = "",
                     .inputs = box_inputs(n_x, lower, upper),
                     .outputs = {{.name = "y", .unit = ""}}};
    if (constrained) {
        info.outputs.push_back({.name = "c", .unit = "", .role = OutputRole::constraint});
    }
    return info;
}

/// (x1 - 1)^2 + 10 (x2 + 2)^2 + x1 x2.
inline Evaluation quadratic(const ConstVectorRef& x) {
    const double a = x(0) - 1.0;
    const double b = x(1) + 2.0;
    return {.value = Vector::Constant(1, a * a + 10.0 * b * b + x(0) * x(1)),
            .jacobian = Matrix{{2.0 * a + x(1), 20.0 * b + x(0)}}};
}

inline Evaluation rosenbrock(const ConstVectorRef& x) {
    const double u = x(1) - x(0) * x(0);
    return {.value = Vector::Constant(1, 100.0 * u * u + (1.0 - x(0)) * (1.0 - x(0))),
            .jacobian = Matrix{{-400.0 * x(0) * u - 2.0 * (1.0 - x(0)), 200.0 * u}}};
}

inline Outcome outcome_of(const Truth& truth, const Vector& x) {
    return {.x = x, .y = truth(x)};
}

/// Rounds of `batch` until the optimizer ends or `budget` evaluations are made.
inline std::vector<Outcome> run(Sequential& optimizer,
                                const Truth& truth,
                                Index budget,
                                Index batch = 1) {
    std::vector<Outcome> all;
    while (!optimizer.termination() && static_cast<Index>(all.size()) < budget) {
        std::vector<Outcome> round;
        for (const Proposal& proposal : optimizer.propose(batch)) {
            round.push_back(outcome_of(truth, proposal.x));
        }
        optimizer.absorb(round);
        all.insert(all.end(), round.begin(), round.end());
    }
    return all;
}

inline Sequential make(const ProblemInfo& problem,
                       const Vector& start,
                       SequentialOptions options = {}) {
    return {problem, options, start, Rng(7)};
}

inline double stationarity_of(const ProblemInfo& problem, const Outcome& outcome) {
    return verify(problem, outcome.x, outcome.y, 1e-6).gradient_norm;
}

}  // namespace jennopt
