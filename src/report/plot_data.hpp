#pragma once

#include "report/plot.hpp"
#include "report/plot_axis.hpp"

#include <string>
#include <vector>

namespace jennopt {

/// The data of a plot, one row per point: panel, layer, x, y, lower, upper, z, empty where a layer
/// does not have it. A layer is a block, parted from the next by two blank lines; one blank line
/// breaks a line, or ends a row of a grid. Layers without a point have no block.
[[nodiscard]] std::string plot_csv(const Plot& plot);

/// Whether a layer has no point to draw.
[[nodiscard]] bool is_empty(const Layer& layer);

/// What a panel draws along one axis.
struct AxisValues {
    std::vector<double> values;
    bool tight = false;  ///< fills the axis without a margin: cells and images
};

[[nodiscard]] AxisValues values_along(const Panel& panel, AxisSide side);

}  // namespace jennopt
