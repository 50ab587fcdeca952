#pragma once

#include "report/figures/figures.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace jennopt {

/// What a figure over the replicates shows.
struct SpreadSubject {
    std::string_view metric;
    Plot plot;               ///< name, title and the beginning of the caption
    std::string axis;        ///< label
    bool of_optima = false;  ///< infeasible and failed optima have no value
};

/// Every contender in every arm: a point per replicate, median and quartiles. What has no value is
/// drawn at the upper edge and counted in the caption.
/// @return none where no value can be drawn
[[nodiscard]] std::vector<Plot> spread_plot(const StudyResults& study,
                                            const MetricTable& table,
                                            const ContenderColors& colors,
                                            SpreadSubject subject);

}  // namespace jennopt
