#pragma once

#include "jennopt/problem/problem.hpp"
#include "record/record.hpp"
#include "study/config.hpp"

#include <filesystem>
#include <functional>
#include <string_view>

namespace jennopt {

/// Sees how far a replicate is, 0 to 1, and what it does; throws Interrupted to end it.
using ReplicateObserver = std::function<void(double fraction, std::string_view activity)>;

/// One replicate of one arm, and what it is run with.
struct ReplicateTask {
    const Arm& arm;
    Index replicate;
    const Problem& problem;
    std::filesystem::path folder;  ///< created, or continued where a killed run left it
    Index threads;                 ///< evaluations of the problem, or trainings, at once, >= 1
    std::filesystem::path study_folder;  ///< that names of files start from
    ReplicateObserver observer;
};

/// Sample, evaluate, train every surrogate on the same samples, search, polish, check on the truth,
/// search the truth itself, and run the optimizers. Without surrogates only these. The folder then
/// holds config.resolved.yaml, environment.json, evaluations.jsonl, training.csv, test.csv,
/// models/, optima.csv, record.json, timing.json and, last, DONE.
///
/// Randomness comes from the study's seed and the replicate's number, not from the arm: the same
/// replicate has the same samples, initial weights and starts in every arm.
///
/// @throws EvaluationError if so many evaluations fail that nothing can be trained, or the first
/// ones of an optimizer
ReplicateRecord run_replicate(const ReplicateTask& task);

}  // namespace jennopt
