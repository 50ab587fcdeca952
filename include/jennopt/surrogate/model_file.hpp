#pragma once

#include "jennopt/surrogate/surrogate.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace jennopt {

/// A surrogate with the names of its columns, as a file holds it.
struct NamedSurrogate {
    Surrogate surrogate;
    std::vector<std::string> input_names;   ///< n_x entries
    std::vector<std::string> output_names;  ///< n_y entries
};

/// One JSON object that reads back to the same bits; the members of an ensemble are a list in
/// it, and kriging has its samples there.
/// @throws Error if the file cannot be written
void save(const std::filesystem::path& file, const NamedSurrogate& model);

/// Reads what save() wrote, and `parameters.json` of the Python package JENN (recognized by its
/// keys), whose columns are named x1, x2, ... and y1, y2, ...
/// @throws ConfigError naming the file and the key that is missing, of wrong shape or not finite
[[nodiscard]] NamedSurrogate load(const std::filesystem::path& file);

}  // namespace jennopt
