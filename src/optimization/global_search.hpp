#pragma once

#include "jennopt/core/random.hpp"
#include "jennopt/core/types.hpp"
#include "jennopt/surrogate/kriging.hpp"
#include "optimization/unit_samples.hpp"

#include <vector>

namespace jennopt {

/// Where the unit box may hold something better than is known: minima of mean - kappa * deviation of
/// kriging over all samples, constraints alike.
class GlobalSearch {
public:
    /// @param samples  at least one
    /// @param starts   parameters of an earlier search; may be empty
    GlobalSearch(const UnitSamples& samples,
                 const std::vector<KrigingParameters>& starts,
                 const Rng& rng);

    struct Candidate {
        Vector u;
        double optimistic = 0.0;  ///< mean - kappa * deviation of the objective
        double mean = 0.0;
    };

    /// The best place at this kappa that keeps its distance from `taken` (n_x, any number).
    [[nodiscard]] Candidate minimize_at(double kappa,
                                        const ConstMatrixRef& taken,
                                        double distance,
                                        const Rng& rng) const;

    [[nodiscard]] std::vector<KrigingParameters> parameters() const;

private:
    std::vector<Kriging> models_;
    Matrix best_;  // the best samples, (n_x, at most 3)
};

}  // namespace jennopt
