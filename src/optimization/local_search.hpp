#pragma once

#include "jennopt/core/random.hpp"
#include "jennopt/optimization/sequential.hpp"
#include "optimization/output_models.hpp"
#include "optimization/trust_region.hpp"
#include "optimization/unit_samples.hpp"

#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace jennopt {

/// A descent from one sample on models in a trust region, in the unit box.
///
/// Gain ratio r, true by predicted: above 0.75 with a step of at least 0.8 radii the radius
/// doubles, up to the box; below 0.1 it becomes half the step, between a quarter and a half of it;
/// below 0.3 half the step, at least half of it. Any decrease of the merit moves the centre. Smooth
/// models fail at a kink: after two steps in a row below 0.1, or where kriging does not interpolate
/// the samples, the next step is by tangent planes, as long as these do better.
class LocalSearch {
public:
    /// @param model   what proposes
    /// @param centre  of the samples
    LocalSearch(const SequentialOptions& options,
                const UnitSamples& samples,
                Index centre,
                double radius);

    [[nodiscard]] Index centre() const { return centre_; }

    [[nodiscard]] double radius() const { return radius_; }

    /// The model that proposes: of competing ones the one that predicted the last partials best.
    [[nodiscard]] ProposingModel model() const;

    /// Fits the models to the samples around the centre.
    void fit(const UnitSamples& samples, const Rng& rng);

    /// The step that the models propose in a region of this radius; after fit().
    [[nodiscard]] TrustStep step(const UnitSamples& samples,
                                 double radius,
                                 const HeldInputs& held = {}) const;

    /// Compares every model's prediction of the partials at u with the true ones.
    void score(const UnitSamples& samples, const ConstVectorRef& u, const ConstMatrixRef& jacobian);

    /// Takes in that a step leads to a point that is known already: a poor one.
    void shrink();

    /// Takes in what became of a step.
    /// @param radius   that the step was made with
    /// @param arrived  the sample there; none: it failed
    void judge(const UnitSamples& samples,
               const TrustStep& step,
               double radius,
               std::optional<Index> arrived);

private:
    [[nodiscard]] TrustCentre centre_of(const UnitSamples& samples) const;
    [[nodiscard]] std::vector<Index> neighbours(const UnitSamples& samples) const;
    [[nodiscard]] static bool knows_slope_only(const UnitSamples& samples);

    SequentialOptions options_;
    std::vector<ProposingModel> competing_;
    Index centre_;
    double radius_;
    Index poor_ = 0;       // steps in a row with a ratio below 0.1
    bool planes_ = false;  // the next step is by tangent planes
    std::map<ProposingModel, std::shared_ptr<const OutputModels>> models_;
    std::map<ProposingModel, double> scores_;
};

}  // namespace jennopt
