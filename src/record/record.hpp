#pragma once

#include "jennopt/core/types.hpp"
#include "jennopt/data/normalization.hpp"
#include "jennopt/optimization/polishing.hpp"
#include "jennopt/optimization/search.hpp"
#include "jennopt/optimization/verification.hpp"
#include "jennopt/surrogate/accuracy.hpp"
#include "jennopt/surrogate/fit.hpp"
#include "jennopt/surrogate/krige.hpp"
#include "jennopt/training/selection.hpp"
#include "jennopt/training/training.hpp"
#include "surrogate/calibration.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace jennopt {

/// What is claimed where the truth could not be evaluated at the best minimum found.
inline constexpr const char* next_minimum = "next local minimum";
inline constexpr const char* sample_instead = "best training sample";

/// An optimum that a search claims, and the true function there.
struct OptimumRecord {
    SearchResult search;
    Vector x;                ///< the claim, raw units
    double predicted = 0.0;  ///< objective that the searched model gives there
    Verdict verdict;         ///< all NaN if the truth could not be evaluated there
    std::string failure;  ///< message of the truth at the best minimum found, "" if there is none
    std::string instead;  ///< next_minimum or sample_instead, which the claim is then; "" if it
                          ///< is the best minimum found
    Index checks = 1;     ///< evaluations of the truth at minima
};

/// One trained surrogate of one replicate.
struct SurrogateRecord {
    std::string name;
    std::string kind;                   ///< "nn", "jenn", "kriging" or "polished <base>"
    Index parameters = 0;               ///< of one network, or of kriging of one output
    std::vector<KrigedOutput> kriging;  ///< of each output; none of networks
    // Of the training of the first member:
    std::string trainer;  ///< what trained: the choice of trainer: auto; "likelihood" of kriging
    Index iterations = 0;
    std::string termination;
    Selection
        selection;  ///< lambda and gamma, and how they were found; of a polished one its base's
    LossTerms loss;
    std::vector<TrainingProgress> history;
    Accuracy accuracy;  ///< on the test samples, or by cross-validation
    std::optional<PolishingOutcome> polishing;
    std::vector<Restart> restarts;  ///< every initialization; none where it is polished
    std::optional<SpreadCalibration> calibration;  ///< on the same, if it has a spread
    OptimumRecord optimum;
    Index true_evaluations = 0;   ///< training samples, and the check of its optimum
    double true_cost = 0.0;       ///< the same in units of one value: partials at their price
    double train_seconds = 0.0;   ///< measured; kept in a file of its own
    double search_seconds = 0.0;  ///< measured; kept in a file of its own
};

/// Origin of a point that an optimizer was given.
inline constexpr const char* given_origin = "row of the data";

/// A point at which the problem was evaluated, and the verdict on its own values.
struct EvaluatedPoint {
    std::string origin;  ///< "training sample", "test sample", "optimum of jenn",
                         ///< "direct search", "optimizer best", given_origin
    Vector x;            ///< raw units
    Verdict verdict;
    Vector outputs = {};  ///< all outputs there, as the verdict has them; none: not kept
};

/// A surrogate of which nothing came.
struct LostSurrogate {
    std::string name;
    std::string reason;  ///< the message of what went wrong
};

/// Kind of a step that was not asked for: a row of data that existed.
inline constexpr const char* given_step = "given";

/// Kinds of the steps that infill begins with, in round -1: they were paid for.
inline constexpr const char* sample_step = "sample";  ///< a training sample
inline constexpr const char* check_step = "check";    ///< the truth at a surrogate's optimum

/// One evaluation that an optimizer asked for, or took from data that existed.
struct StepRecord {
    Index round = 0;    ///< evaluations of one round were proposed together; -1: before all
    std::string kind;   ///< name_of(ProposalKind); "search": of a multi-start search; given_step,
                        ///< sample_step, check_step
    std::string model;  ///< name of the model that proposed it, "" if none did
    Vector x;           ///< raw units
    double predicted = 0.0;  ///< objective that the model predicted, NaN if none did
    double value = 0.0;      ///< true objective, NaN if the evaluation failed
    double violation = 0.0;  ///< largest true constraint, at least 0; NaN if it failed
};

/// Method of an optimizer that is the infill of a surrogate.
inline constexpr const char* infill_method = "infill";

/// What an optimizer on the truth found within its budget, in the order of its evaluations: first
/// those that were given.
struct OptimizerRecord {
    std::string name;    ///< its key in the study file, or SurrogateConfig::infill_name()
    std::string method;  ///< "sequential", "multistart"; infill_method
    std::string model;   ///< name_of(ProposingModel) of a sequential one, "" otherwise
    std::vector<StepRecord> steps;
    std::optional<EvaluatedPoint> best;  ///< best feasible step, else the least infeasible
    Vector outputs;                      ///< all outputs of the problem there, as it saw them
    std::vector<std::string> active;     ///< constraints within the tolerance of their limit there
    std::string termination;             ///< why it stopped
    std::string first_failure;           ///< message of the first step that failed, "" if none did
    double proposal_seconds = 0.0;  ///< CPU time per proposal; measured; kept in a file of its own

    /// Steps that were given: nobody paid for them here.
    [[nodiscard]] Index given() const {
        return std::ranges::count(steps, given_step, &StepRecord::kind);
    }

    /// Evaluations that it asked for.
    [[nodiscard]] Index evaluations() const { return std::ssize(steps) - given(); }
};

/// Everything that one replicate of one arm found out. What it was made from lies beside it:
/// training.csv, models/<surrogate>.json, and test.csv, or held_out/<surrogate>.csv with what is
/// predicted at the training samples by cross-validation.
struct ReplicateRecord {
    std::string arm;  ///< Arm::id
    Index replicate = 0;
    Index samples = 0;       ///< training samples that arrived
    Index failed = 0;        ///< training samples whose evaluation failed
    Index failed_tests = 0;  ///< test samples whose evaluation failed
    Index folds = 0;         ///< of the cross-validation that accuracies are of; 0: test samples
    Index missing_partials = 0;
    Index repeated = 0;         ///< training samples at the point of an earlier one
    ConstantRows constant;      ///< inputs and outputs that all training samples agree on
    std::string first_failure;  ///< message of the first failed sample, "" if none
    std::vector<SurrogateRecord> surrogates;
    std::vector<OptimizerRecord> optimizers;
    std::vector<LostSurrogate> lost;     ///< surrogates that diverged or had nothing to learn
    std::optional<OptimumRecord> truth;  ///< the direct search on the true function
    Index truth_evaluations = 0;         ///< of that search, over all its starts
    Index truth_differences = 0;  ///< values that it took besides, for partials that are missing
    Vector
        truth_progress;  ///< best feasible value after each of them, NaN as long as there is none
    std::optional<EvaluatedPoint> best_sample;     ///< of the training samples
    std::optional<EvaluatedPoint> best_evaluated;  ///< of all that was evaluated
    std::string
        truth_failure;  ///< why there is no direct search, "" if there is one or none was wanted
    bool is_sealed = true;  ///< false: of an earlier version, which did not name the files in DONE
};

/// Writes record.json (same seed, same bytes) and timing.json (measured times) into a replicate's
/// folder.
void write_record(const std::filesystem::path& folder, const ReplicateRecord& record);

/// @throws ConfigError naming the file if it is missing or damaged
[[nodiscard]] ReplicateRecord read_record(const std::filesystem::path& folder);

}  // namespace jennopt
