#pragma once

// Stands in for the words beside each enumeration until they are there.
#include "study/config.hpp"

#include <string>

namespace jennopt {

inline std::string words_of(SamplingPlan plan) {
    switch (plan) {
        case SamplingPlan::grid:
            return "a full grid";
        case SamplingPlan::random:
            return "uniform random sampling";
        case SamplingPlan::latin_hypercube:
            return "Latin hypercube sampling";
        case SamplingPlan::maximin_latin_hypercube:
            return "maximin Latin hypercube sampling";
        case SamplingPlan::sobol:
            return "a Sobol' sequence with a random digital shift";
        case SamplingPlan::halton:
            return "a Halton sequence with random digit permutations";
    }
    return {};
}

inline std::string words_of(Algorithm algorithm) {
    switch (algorithm) {
        case Algorithm::slsqp:
            return "SLSQP";
        case Algorithm::lbfgs:
            return "L-BFGS";
        case Algorithm::mma:
            return "MMA";
        case Algorithm::ccsaq:
            return "CCSAQ";
    }
    return {};
}

inline std::string words_of(OutputRole role) {
    switch (role) {
        case OutputRole::objective:
            return "objective, minimized";
        case OutputRole::constraint:
            return "constraint, feasible where ≤ 0";
        case OutputRole::quantity:
            return "quantity of interest";
    }
    return {};
}

inline std::string words_of(Trainer trainer) {
    switch (trainer) {
        case Trainer::automatic:
            return "the trainer that fits the size";
        case Trainer::levenberg_marquardt:
            return "Levenberg-Marquardt";
        case Trainer::adam:
            return "Adam";
        case Trainer::lbfgs:
            return "L-BFGS";
    }
    return {};
}

inline std::string words_of(Activation activation) {
    return to_string(activation);
}

}  // namespace jennopt
