#pragma once

#include "core/minimize.hpp"
#include "jennopt/core/random.hpp"
#include "jennopt/optimization/sequential.hpp"
#include "optimization/trust_region.hpp"
#include "optimization/unit_samples.hpp"
#include "optimization/warped_kriging.hpp"
#include "surrogate/predictor.hpp"

#include <memory>
#include <vector>

namespace jennopt {

/// Values and partials that kriging takes in at once: beyond, its matrix costs more than a proposal
/// may.
inline constexpr Index most_observations = 700;
/// Times that a fit of kriging evaluates the likelihood of one output.
inline constexpr Index most_likelihoods = 30;

/// Whether kriging on values and partials of so many inputs can take in enough samples for a local
/// step; where not, a competition is left to the network.
[[nodiscard]] constexpr bool affords_kriging(Index n_x) {
    return 4 * (1 + n_x) <= most_observations;
}

/// Models of the objective, warped where that is likelier, and of every constraint over the unit
/// box, fitted to the same samples.
/// One object serves one thread.
class OutputModels {
public:
    /// @param model    kriging, jenn or nn
    /// @param samples  at least one
    /// @param before   models of the last round, whose parameters are a good start; may be null
    OutputModels(ProposingModel model,
                 const UnitSamples& samples,
                 const OutputModels* before,
                 const Rng& rng);

    /// All outputs with their partials at u (n_x).
    [[nodiscard]] Evaluation operator()(const ConstVectorRef& u) const;

    /// False where kriging without noise did not meet the samples' values, and noise was fitted.
    [[nodiscard]] bool is_exact() const { return is_exact_; }

private:
    struct Network {
        Warp warp;
        mutable Predictor of_warped;  // has scratch memory
    };

    [[nodiscard]] static Network fit_network(ProposingModel model,
                                             const UnitSamples& samples,
                                             Index output,
                                             const Rng& rng);

    Index n_x_;
    bool is_exact_ = true;
    std::vector<WarpedKriging> kriging_;  // one per output, or
    std::vector<Network> networks_;       // one per output
};

/// The models plus a linear function of u that makes value and partials at the centre the true
/// ones: with it a trust region ends at a stationary point of the truth (Alexandrov and others,
/// 1998). A missing partial of the centre is set to the models' own.
[[nodiscard]] SmoothFunction corrected(std::shared_ptr<const OutputModels> models,
                                       TrustCentre& centre);

}  // namespace jennopt
