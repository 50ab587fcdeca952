#pragma once

#include "core/minimize.hpp"
#include "jennopt/core/random.hpp"
#include "jennopt/optimization/sequential.hpp"
#include "jennopt/surrogate/kriging.hpp"
#include "optimization/trust_region.hpp"
#include "optimization/unit_samples.hpp"

#include <memory>
#include <vector>

namespace jennopt {

/// Models of the objective and of every constraint over the unit box, fitted to the same samples.
class OutputModels {
public:
    /// @param model    kriging, jenn or nn
    /// @param samples  at least one
    /// @param before   models of the last round, whose parameters are a good start; may be null
    OutputModels(ProposingModel model,
                 const UnitSamples& samples,
                 const OutputModels* before,
                 const Rng& rng);

    [[nodiscard]] Evaluation operator()(const ConstVectorRef& u) const;

private:
    std::vector<Kriging> kriging_;
    std::vector<std::function<double(const ConstVectorRef&, Vector&)>> networks_;
    Index n_x_;
};

/// The models plus a linear function of u that makes value and partials at the centre the true ones.
/// A missing partial of the centre is set to the models' own.
[[nodiscard]] SmoothFunction corrected(std::shared_ptr<const OutputModels> models,
                                       TrustCentre& centre);

}  // namespace jennopt
