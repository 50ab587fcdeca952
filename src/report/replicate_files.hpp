#pragma once

#include "jennopt/data/dataset.hpp"
#include "jennopt/surrogate/surrogate.hpp"
#include "report/study_folder.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace jennopt {

struct TrainedModel {
    std::string name;
    Surrogate surrogate;
    std::optional<Dataset> held_out = {};  ///< what cross-validation predicts at the samples
};

/// What lies beside the record of a replicate.
struct ReplicateFiles {
    Dataset training;
    Dataset test;                      ///< none where accuracy is cross-validated
    std::vector<TrainedModel> models;  ///< in the record's order

    /// The samples that accuracy is measured on.
    [[nodiscard]] const Dataset& judged() const { return test.m() == 0 ? training : test; }
};

/// Of a model at the judged samples, values and partials.
[[nodiscard]] Dataset predictions(const TrainedModel& model, const ReplicateFiles& files);

/// The folder of a replicate's record, samples and models.
[[nodiscard]] std::filesystem::path folder_of(const StudyResults& study,
                                              const ArmResults& arm,
                                              const ReplicateRecord& replicate);

/// @throws Error naming the file that is missing or damaged
[[nodiscard]] ReplicateFiles read_files(const StudyResults& study,
                                        const ArmResults& arm,
                                        const ReplicateRecord& replicate);

/// The training samples alone.
/// @throws Error naming the file if it is missing or damaged
[[nodiscard]] Dataset read_training(const StudyResults& study,
                                    const ArmResults& arm,
                                    const ReplicateRecord& replicate);

}  // namespace jennopt
