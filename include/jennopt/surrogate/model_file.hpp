#pragma once

#include "jennopt/problem/problem.hpp"
#include "jennopt/surrogate/surrogate.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace jennopt {

/// What a surrogate is a model of, and where it was trained.
struct ModelOrigin {
    std::vector<Input> inputs;    ///< n_x entries, with the study's bounds
    std::vector<Output> outputs;  ///< n_y entries
    Bounds samples;               ///< the least box that holds the training samples
};

/// @param X  the training samples, (n_x, m), m >= 1
[[nodiscard]] ModelOrigin origin_of(const ProblemInfo& problem, const ConstMatrixRef& X);

/// A surrogate with the names of its columns, as a file holds it.
struct NamedSurrogate {
    Surrogate surrogate;
    std::vector<std::string> input_names;    ///< n_x entries
    std::vector<std::string> output_names;   ///< n_y entries
    std::optional<ModelOrigin> origin = {};  ///< none where the file does not say
};

/// @param X  the training samples, (n_x, m), m >= 1
[[nodiscard]] NamedSurrogate named(Surrogate surrogate,
                                   const ProblemInfo& problem,
                                   const ConstMatrixRef& X);

/// One JSON object that reads back to the same bits; the members of an ensemble are a list in
/// it, and kriging has its samples there. src/surrogate/README.md has every key.
/// @throws Error if the file cannot be written
void save(const std::filesystem::path& file, const NamedSurrogate& model);

/// Reads what save() wrote, and `parameters.json` of the Python package JENN (recognized by its
/// keys), whose columns are named x1, x2, ... and y1, y2, ...
/// @throws ConfigError naming the file and the key that is missing, of wrong shape or not finite
[[nodiscard]] NamedSurrogate load(const std::filesystem::path& file);

/// The text of `parameters.json` of the Python package JENN 2.1.1: load() reads the same surrogate
/// back, without names.
/// @throws ConfigError with the reason where that package has no such surrogate
[[nodiscard]] std::string jenn_parameters(const NamedSurrogate& model);

}  // namespace jennopt
