#pragma once

#include "jennopt/core/random.hpp"
#include "jennopt/data/dataset.hpp"
#include "study/trained.hpp"
#include "study/watch.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace jennopt {

/// What surrogates predict at samples that each was made without, and what became of it.
struct HeldOutPrediction {
    Dataset values;                 ///< at the training samples, in their order; NaN where the
                                    ///< surrogate of a fold could not be made
    std::optional<Dataset> spread;  ///< the same, if the surrogate has a spread
};

/// The training samples of a replicate divided into folds, each of which is held back once: what
/// surrogates are judged on where there are no test samples (cross-validation).
///
/// Five folds, one sample each below ten; samples at one point are held back together. The folds
/// are the same for every surrogate, and do not depend on the number of threads.
class HeldOut {
public:
    /// @param training  must outlive this object
    /// @param rng       of the replicate
    HeldOut(const Evaluated& training, const Rng& rng);

    /// 0 where the samples are of fewer than two points.
    [[nodiscard]] Index folds() const { return static_cast<Index>(held_.size()); }

    /// Makes a surrogate again without each fold, as it was made: with its lambda and gamma, or the
    /// parameters of kriging, and polished where it is; and predicts what was held back.
    /// @param task     that it was made with; its base must have been predicted before it
    /// @param trained  what came of it
    /// @param observe  makes an observer for a fold
    [[nodiscard]] HeldOutPrediction predict(const TrainingTask& task,
                                            const Trained& trained,
                                            const std::function<FitObserver(Index fold)>& observe);

    /// The same, where accuracy and calibration of the predictions go into the record.
    /// @return what was predicted
    Dataset judge(const TrainingTask& task,
                  const Trained& trained,
                  const ActivityObserver& observer,
                  SurrogateRecord& record);

private:
    [[nodiscard]] std::optional<Trained> make(const TrainingTask& task,
                                              const Trained& trained,
                                              Index fold,
                                              const FitObserver& observer) const;

    const Evaluated& training_;
    std::vector<std::vector<Index>> held_;
    std::vector<std::vector<Index>> kept_;
    std::map<std::string, std::vector<std::optional<Trained>>> networks_;  // by name, then fold
};

}  // namespace jennopt
