#pragma once

#include "data/csv.hpp"
#include "jennopt/core/types.hpp"
#include "jennopt/surrogate/model_file.hpp"

#include <optional>
#include <string>
#include <vector>

namespace jennopt {

/// Which points lie outside of the least box that holds a surrogate's training samples.
class Extrapolation {
public:
    /// @param X  points, (n_x, m), raw units
    Extrapolation(const NamedSurrogate& model, const ConstMatrixRef& X);

    /// How many points lie outside, and of each input the farthest; "" if all lie inside. Where the
    /// model's file does not hold the range: that it does not.
    /// @param model_file, points_file  as the user named them
    /// @param points                   the table that X is from
    [[nodiscard]] std::string text(const std::string& model_file,
                                   const std::string& points_file,
                                   const Table& points) const;

    /// @throws ConfigError naming the first point that lies outside, or if the range is not known
    void refuse(const std::string& model_file,
                const std::string& points_file,
                const Table& points) const;

private:
    /// How far x_j of point t lies outside, in widths of the range; <= 0 inside. Infinite where the
    /// range has no width.
    [[nodiscard]] double distance(Index j, Index t) const;

    [[nodiscard]] std::string range(Index j) const;

    const NamedSurrogate& model_;
    Matrix X_;
    std::optional<Bounds> samples_;
};

}  // namespace jennopt
