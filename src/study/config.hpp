#pragma once

#include "data/table_problem.hpp"
#include "jennopt/core/names.hpp"
#include "jennopt/data/sampling.hpp"
#include "jennopt/optimization/polishing.hpp"
#include "jennopt/optimization/search.hpp"
#include "jennopt/problem/options.hpp"
#include "jennopt/surrogate/fit.hpp"
#include "jennopt/surrogate/krige.hpp"
#include "problem/external.hpp"
#include "problem/wrappers.hpp"
#include "study/optimizer_config.hpp"

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace jennopt {

enum class SurrogateKind {
    nn,      ///< plain network: gamma = 0
    jenn,    ///< network on values and partials
    kriging  ///< Gaussian process on values and, if wanted, partials
};

template <>
inline constexpr auto enum_names<SurrogateKind> =
    std::to_array<Named<SurrogateKind>>({{SurrogateKind::nn, "nn", "plain network"},
                                         {SurrogateKind::jenn, "jenn", "Jacobian-enhanced network"},
                                         {SurrogateKind::kriging, "kriging", "kriging"}});

/// Columns of a table with a standard deviation per row, which weights of samples are made from;
/// "": none.
struct DeviationColumns {
    std::string values;
    std::string partials;
};

/// One surrogate of a study.
struct SurrogateConfig {
    std::string name;  ///< its key in the study file
    SurrogateKind kind = SurrogateKind::jenn;
    std::string polish;          ///< name of the surrogate to continue from; "" : train afresh
    PolishingOptions polishing;  ///< only where polish is set
    DeviationColumns deviations;
    FitOptions fit;      ///< of networks; gamma.scale is 0 where kind is nn; where polish
                         ///< is set only training is used
    KrigeOptions krige;  ///< only where kind is kriging
    Index infill = 0;    ///< true evaluations that go on from its checked optimum; 0: none

    /// Of the optimizer that the infill is in records and reports.
    [[nodiscard]] std::string infill_name() const { return name + "_infill"; }

    /// Whether partials are asked for to make it.
    [[nodiscard]] bool uses_partials() const {
        return kind == SurrogateKind::jenn || (kind == SurrogateKind::kriging && krige.partials);
    }
};

/// A plugin by its name, a program, a table, or inputs and outputs alone.
struct ProblemConfig {
    std::string name;  ///< of a plugin; of inputs and outputs alone for reports; "" otherwise
    std::map<std::string, OptionValue> options;
    std::map<std::string, Output> goals;  ///< of a plugin's outputs, where they are not its own
    std::optional<ExternalConfig> external;
    TableOptions table;           ///< relative to the study file
    std::vector<Input> inputs;    ///< of a problem without a program, else none
    std::vector<Output> outputs;  ///< the same
    WrapperOptions wrappers;      ///< of the training samples

    [[nodiscard]] bool is_table() const { return !table.file.empty(); }

    /// Somebody evaluates it by other means, and `jennopt suggest` proposes where.
    [[nodiscard]] bool has_no_program() const { return !inputs.empty() || !outputs.empty(); }
};

/// When an optimizer has found the optimum, for reports alone: none of them is told. At a point
/// with objective - optimum <= tolerance * scale and every constraint <= constraint_tolerance.
struct RaceConfig {
    std::optional<double> optimum;  ///< least objective there is; empty: the problem's, if known
    std::optional<double> scale;    ///< in units of the objective, > 0; empty: no race
    double tolerance = 1e-5;        ///< in units of the scale, > 0
    double constraint_tolerance = 1e-6;  ///< in the constraints' units, >= 0

    bool operator==(const RaceConfig&) const = default;
};

/// When failed evaluations end a study; else a failed point is left out.
struct FailurePolicy {
    Index stop_after = 5;              ///< first evaluations that may all fail, >= 0; 0: all
    std::optional<double> stop_above;  ///< largest share of failed ones, in [0, 1); none: no limit
    Index after = 20;                  ///< evaluations of a problem from which stop_above counts

    bool operator==(const FailurePolicy&) const = default;
};

/// One study file, or one arm of it, with every default filled in.
struct StudyConfig {
    std::string study;  ///< name; folder below the output folder
    std::uint64_t seed = 1;
    Index replicates = 5;
    ProblemConfig problem;
    std::string data;                  ///< evaluations that exist: CSV file, relative to the study
                                       ///< file; "": none
    FailurePolicy failures;            ///< when they end the study
    bool check_partials = false;       ///< before anything is spent
    std::vector<std::string> plugins;  ///< folders or modules, relative to the study file
    std::vector<SamplingOptions> sampling = {
        SamplingOptions{}};  ///< training samples; without surrogates neither these nor test
    std::vector<SamplingOptions> test = {
        SamplingOptions{.count = 1000}};  ///< test samples; none for a table, and where accuracy is
                                          ///< cross-validated
    std::vector<SurrogateConfig>
        surrogates;  ///< in the file's order; a polished one after its base
    SearchOptions optimization;
    Index budget = 0;  ///< true evaluations of each optimizer; 0: there is none, or no program
    std::vector<OptimizerConfig> optimizers;  ///< in the file's order
    RaceConfig race;
};

/// A figure over the arms of a sweep, as the study file describes it: curves, or a map where color
/// is set. Arms without the axes named here are not in it. What else is swept makes curves
/// of its own, as the surrogates do.
struct SweepFigure {
    std::string name;  ///< of its files
    std::string title;
    std::string along;   ///< axis whose values follow each other on a curve, all numbers
    std::string x;       ///< metric on the abscissa, median over replicates; "": the axis's numbers
    std::string y;       ///< metric (r2_... are shown as 1 - R2); of a map: the axis upwards
    std::string color;   ///< metric of a map, "" for curves
    std::string panels;  ///< axis with one panel per value, "": one panel
    std::vector<std::string> surrogates;  ///< those drawn; none: all
    std::string against;  ///< surrogate that the others are compared with, pair by pair: where a
                          ///< curve stops being better; of a map: ratio to it; "": nobody
    std::optional<bool> log_x;     ///< none: by the metric's scale, linear over an axis's numbers
    std::optional<bool> log_y;     ///< none: by the metric's scale
    bool slopes = false;           ///< exponent of each curve, fitted on log axes
    std::optional<double> target;  ///< level of y: where each curve first reaches it
    bool maximizes = false;        ///< the study's objective: found by the report, in no study file
};

/// One combination of the sweep's values.
struct Arm {
    std::string label;  ///< what distinguishes it, "sampling.count=9"; "base" without a sweep
    std::vector<std::pair<std::string, std::string>>
        choices;     ///< the same in pairs, axis and value; none without a sweep
    std::string id;  ///< label made fit for a folder name, and a hash of the resolved configuration
    StudyConfig config;
    std::string resolved;  ///< the same as YAML text, every key present
    std::map<std::string, std::string>
        places;  ///< of each key given: "problem.name" -> "study.yaml:4:10"
};

/// Where a key of an arm was given, "study.yaml:4:10"; where it was not, the nearest block around
/// it. For errors that only the problem or the data can find.
[[nodiscard]] std::string place_of(const Arm& arm, const std::string& path);

/// One `--set key.path=value`.
struct Override {
    std::string path;
    std::string value;  ///< YAML
};

struct Study {
    std::filesystem::path file;
    std::string text;                 ///< of the file
    std::vector<Override> overrides;  ///< of the command line
    std::string name;
    Index replicates = 1;
    std::vector<SweepFigure> figures;
    std::vector<Arm> arms;  ///< at least one; all share name, seed, replicates
};

/// Reads, overrides, sweeps and checks a study file. Runs nothing.
/// @throws ConfigError with every error found, one a line, each file:line:column: key path: found,
/// expected
[[nodiscard]] Study read_study(const std::filesystem::path& file,
                               const std::vector<Override>& overrides = {});

/// The same of a text that is in no file.
/// @param source  what errors name in place of file:line:column
[[nodiscard]] Study read_study_text(const std::string& text, const std::string& source);

}  // namespace jennopt
