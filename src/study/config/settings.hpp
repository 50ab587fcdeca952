#pragma once

#include "problem/external.hpp"
#include "study/config.hpp"
#include "study/config/keys.hpp"

#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace jennopt {

// What stands in a study file: every setting is one field of an options struct and one line of
// keys, in settings.cpp, surrogates.cpp, optimizers.cpp, problem_blocks.cpp and external_block.cpp.

/// The whole file. Reading fills every default in and checks what can be checked without the
/// problem.
[[nodiscard]] Keys study_keys(StudyConfig& config);

[[nodiscard]] Keys failure_keys(FailurePolicy& policy);
[[nodiscard]] Keys sampling_keys(SamplingOptions& sampling);
[[nodiscard]] Keys training_keys(TrainingOptions& training);
[[nodiscard]] Keys search_keys(SearchOptions& search);
[[nodiscard]] Keys race_keys(RaceConfig& race);

/// nn, jenn or kriging.
[[nodiscard]] Key kind_key(SurrogateConfig& surrogate);

/// What makes kriging; of no network.
[[nodiscard]] Keys kriging_keys(KrigeOptions& krige);

/// What makes a network and its loss; not allowed where a surrogate is polished.
[[nodiscard]] Keys network_keys(SurrogateConfig& surrogate);

/// Only where a surrogate is polished.
[[nodiscard]] Keys polishing_keys(PolishingOptions& polishing);

/// @param partials  gamma: with a factor per input
[[nodiscard]] Keys weight_keys(WeightFactors& weights, std::string& column, bool partials);

/// Of every surrogate.
[[nodiscard]] Key infill_key(SurrogateConfig& surrogate);

/// All keys of a network that is trained afresh, and of one that is polished.
[[nodiscard]] Keys fresh_keys(SurrogateConfig& surrogate);
[[nodiscard]] Keys polished_keys(SurrogateConfig& surrogate);

/// What surrogates start from; not written, because the surrogates are written complete.
[[nodiscard]] Slot defaults_block(const std::shared_ptr<SurrogateConfig>& defaults);

/// Checks infill where the rest of the study is known: it needs a true function and a name.
void settle_infill(const StudyConfig& config, const Cursor& study);

/// Gives the table the columns that weights are made from. Weights by position are refused for its
/// rows, which are drawn at random, and columns where there is no table.
void settle_weights(StudyConfig& config, const Cursor& study);

/// The surrogates by name; the defaults must have been read.
[[nodiscard]] Slot surrogates_block(std::vector<SurrogateConfig>& surrogates,
                                    const std::shared_ptr<SurrogateConfig>& defaults);

// optimizers: who looks for the optimum on the true function. In optimizers.cpp.

/// What every optimizer starts from; not written.
[[nodiscard]] Slot optimizer_defaults_block(const std::shared_ptr<OptimizerConfig>& defaults);

/// The optimizers by name; the defaults must have been read. Not written where there are none.
[[nodiscard]] Slot optimizers_block(std::vector<OptimizerConfig>& optimizers,
                                    const std::shared_ptr<OptimizerConfig>& defaults);

/// All keys of an optimizer of each method but the method itself.
[[nodiscard]] Keys sequential_keys(OptimizerConfig& optimizer);
[[nodiscard]] Keys multistart_keys(OptimizerConfig& optimizer);

/// How surrogates, optimizers, samples and budget go together, once each of them was read.
void settle_optimizers(StudyConfig& config, const Cursor& study);

// problem: what is evaluated, and what stands between it and the surrogates.

[[nodiscard]] Keys problem_keys(ProblemConfig& problem);
[[nodiscard]] Keys table_keys(TableOptions& table);
[[nodiscard]] Keys partials_keys(PartialsOptions& partials);
[[nodiscard]] Keys noise_keys(NoiseOptions& noise);
[[nodiscard]] Keys missing_keys(MissingOptions& missing);

// Inputs and outputs of a program or a table, and those of a problem without a program. In
// variable_blocks.cpp.

[[nodiscard]] Keys input_keys(Input& input);
[[nodiscard]] Keys output_keys(Output& output);
[[nodiscard]] Slot inputs_block(std::vector<Input>& inputs);
[[nodiscard]] Slot outputs_block(std::vector<Output>& outputs);

/// Roles and limits by output: a role, or a map of keys.
[[nodiscard]] Slot goals_block(std::map<std::string, Output>& goals);

/// Each a name of a column or a map of keys.
[[nodiscard]] Slot table_inputs_block(TableOptions& table);
[[nodiscard]] Slot table_outputs_block(TableOptions& table);

// problem.external: a program as the problem.

[[nodiscard]] Slot external_block(std::optional<ExternalConfig>& external);
[[nodiscard]] Keys external_keys(ExternalConfig& external);

/// @param result  read: its partials must be by an input
[[nodiscard]] Keys result_keys(ExternalResult& result);

/// How the keys go together, once each of them could be read. In external_checks.cpp.
/// @param block  that they were read from, for the places
void check_external(const ExternalConfig& external, const Cursor& block);

/// The same of a problem that is inputs and outputs alone.
void check_program_less(const ProblemConfig& problem, const Cursor& block);

}  // namespace jennopt
