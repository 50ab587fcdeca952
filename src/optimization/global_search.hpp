#pragma once

#include "jennopt/core/random.hpp"
#include "jennopt/core/types.hpp"
#include "jennopt/surrogate/kriging.hpp"
#include "optimization/unit_samples.hpp"
#include "optimization/warped_kriging.hpp"

#include <functional>
#include <vector>

namespace jennopt {

/// Where the unit box may hold something better than is known: the least of mean - kappa *
/// deviation of kriging over all samples, the objective warped where that is likelier, with
/// constraints mean - kappa * deviation <= 0.
///
/// Close to another sample that is better, and beyond most_observations, samples are left out: the
/// best third stays, and a random part of the rest; with more than 69 inputs it learns from values
/// alone. Noise is found by likelihood, so that a kink does not spoil the model elsewhere.
class GlobalSearch {
public:
    /// @param samples  at least one inside the box
    /// @param starts   parameters of an earlier search; may be empty
    GlobalSearch(const UnitSamples& samples,
                 const std::vector<KrigingParameters>& starts,
                 double constraint_tolerance,
                 const Rng& rng);

    struct Candidate {
        Vector u;                 ///< empty if no place is free
        double optimistic = 0.0;  ///< mean - kappa * deviation of the objective
        double mean = 0.0;        ///< of the objective
    };

    /// Which places will do.
    struct Places {
        std::function<bool(const Vector& u)> is_free;
        std::function<Vector(const Vector& u)> snap;  ///< the place next to u that may be one
    };

    /// The best place at this kappa among those that are free.
    [[nodiscard]] Candidate minimize_at(double kappa, const Places& places, const Rng& rng) const;

    [[nodiscard]] std::vector<KrigingParameters> parameters() const;

private:
    /// All outputs, the objective warped, in units of their standard deviation; partials if wanted.
    [[nodiscard]] Evaluation optimistic(const ConstVectorRef& u,
                                        double kappa,
                                        bool with_partials) const;
    [[nodiscard]] std::vector<Vector> starts(double kappa, Rng rng) const;

    std::vector<WarpedKriging> models_;  // constraints without a warp
    Vector scale_;                       // standard deviation of each model
    Matrix best_;                        // the best samples inside the box
};

}  // namespace jennopt
