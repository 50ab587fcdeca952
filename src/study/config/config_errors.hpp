#pragma once

#include "jennopt/core/types.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace jennopt {

/// Where a value was given: in the study file or in the n-th --set of the command line.
struct Place {
    std::string source;  ///< the file as it was named, or "--set 2 (seed=x)"
    Index line = 0;      ///< from 1; 0: the source is one value and has no lines
    Index column = 0;    ///< from 1
    Index rank = 0;      ///< order of the sources: 0 the file, n the n-th --set
};

/// "study.yaml:4:10" or "--set 2 (seed=x)".
[[nodiscard]] std::string to_string(const Place& place);

/// Collects everything wrong with a study file, so that the user sees it all at once.
class ConfigErrors {
public:
    /// @param path      of the key, "training.rate"; "" where there is none
    /// @param sentence  what was found and what was expected
    void add(const Place& place, const std::string& path, const std::string& sentence);

    [[nodiscard]] std::size_t count() const { return found_.size(); }

    /// @throws ConfigError with one line per different error, in the order of their places
    void throw_if_any() const;

private:
    struct Finding {
        Place place;
        std::string text;
    };

    std::vector<Finding> found_;
};

}  // namespace jennopt
