#pragma once

#include "core/json.hpp"
#include "jennopt/optimization/polishing.hpp"
#include "jennopt/surrogate/accuracy.hpp"
#include "jennopt/surrogate/fit.hpp"
#include "surrogate/calibration.hpp"

#include <vector>

namespace jennopt {

// What is known of a trained surrogate, as record.json holds it: to it, and from it.

[[nodiscard]] Json to_json(const LossTerms& loss);

[[nodiscard]] LossTerms loss_from(const Json& json);

[[nodiscard]] Json to_json(const std::vector<TrainingProgress>& history);

[[nodiscard]] std::vector<TrainingProgress> history_from(const Json& rows);

[[nodiscard]] Json to_json(const Accuracy& accuracy);

[[nodiscard]] Accuracy accuracy_from(const Json& json);

[[nodiscard]] Json to_json(const PolishingOutcome& outcome);

[[nodiscard]] PolishingOutcome polishing_from(const Json& json);

[[nodiscard]] Json to_json(const std::vector<Restart>& restarts);

[[nodiscard]] std::vector<Restart> restarts_from(const Json& list);

[[nodiscard]] Json to_json(const SpreadCalibration& calibration);

[[nodiscard]] SpreadCalibration calibration_from(const Json& json);

}  // namespace jennopt
