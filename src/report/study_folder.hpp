#pragma once

#include "problem/wrappers.hpp"
#include "record/record.hpp"
#include "report/truth_source.hpp"
#include "study/config.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace jennopt {

/// One arm with the replicates of it that are finished.
struct ArmResults {
    Arm arm;
    std::vector<ReplicateRecord> replicates;  ///< in order; fewer than planned in a study under way
    ProblemInfo problem;                      ///< as this arm's options make it
    /// Draws; sampled only if is_cheap; null: neither. A KeptTruth where the code of the problem is
    /// not loaded.
    const Problem* truth = nullptr;
};

/// A number per replicate that no record holds: computed from the samples, of every surrogate of
/// the arm.
struct ArmMetric {
    std::size_t arm = 0;         ///< index into StudyResults::arms
    std::string metric;          ///< name in the catalogue
    std::vector<double> values;  ///< in the order of ArmResults::replicates, NaN: not there
};

/// What the folder of a study holds: everything a report is made from.
struct StudyResults {
    std::filesystem::path folder;            ///< of the study: `folder/<arm id>/r<replicate>/`
    std::string study;                       ///< name
    std::vector<ArmResults> arms;            ///< in the order of the study file
    std::vector<SweepFigure> figures;        ///< over the sweep, of the study file
    std::vector<ArmMetric> partials_errors;  ///< of the training samples
    std::vector<std::string> left_out;       ///< finished replicates that are damaged, a sentence
    std::vector<std::string> missing;        ///< replicates that are not finished, a sentence each
    std::vector<std::string> lost;           ///< replicates whose evaluations failed, a sentence
    std::string command;                     ///< command line that makes the study again
    std::string version;                     ///< of jennopt
    double seconds = 0.0;                    ///< of wall time that the study took; 0: unknown
    Index jobs = 0;                          ///< that it last ran with; 0: unknown
    std::vector<std::shared_ptr<const Problem>> problems;  ///< keep ArmResults::truth alive
};

/// Reads the finished replicates of the arms that study.json lists, the figures and the time it
/// took. One of which something is damaged is left out.
///
/// No code is loaded because the folder names it: the problem of an arm is the one that is loaded
/// already, that of a plugin which the user names, one of the program's own, or what a run kept of
/// it.
/// @param folder  of the study, output/name
/// @throws ConfigError if the folder holds no study, or no finished replicate, or keeps nothing of
/// a problem that is from nowhere else
[[nodiscard]] StudyResults read_study_folder(const std::filesystem::path& folder,
                                             const TruthSources& sources);

/// Appends a name that is not among them yet.
void append_once(std::vector<std::string>& names, const std::string& name);

/// Names of the problems of the arms, each once, in the order in which they first appear.
[[nodiscard]] std::vector<std::string> problem_names(const StudyResults& study);

/// Names of the trained surrogates of an arm, in the order in which they first appear.
[[nodiscard]] std::vector<std::string> surrogate_names(const ArmResults& arm);

/// The same over all arms.
[[nodiscard]] std::vector<std::string> surrogate_names(const StudyResults& study);

/// Names of the optimizers of an arm, in the order in which they first appear; the same over all
/// arms.
[[nodiscard]] std::vector<std::string> optimizer_names(const ArmResults& arm);
[[nodiscard]] std::vector<std::string> optimizer_names(const StudyResults& study);

/// Whether the study has no surrogates, and so no samples.
[[nodiscard]] bool has_only_optimizers(const StudyResults& study);

/// The configuration of a surrogate in the first arm that has it; null if none has.
[[nodiscard]] const SurrogateConfig* find_config(const StudyResults& study,
                                                 std::string_view surrogate);

/// Whether there are more arms than a reader wants to see one by one: a report then shows what they
/// have in common.
[[nodiscard]] bool has_many_arms(const StudyResults& study);

/// Whether the objectives of all arms are maximized.
[[nodiscard]] bool maximizes(const StudyResults& study);

}  // namespace jennopt
