#pragma once

#include "report/plot.hpp"

#include <string>

namespace jennopt {

/// What gnuplot 5.4 draws <name>.svg from <name>.csv with, in the folder of both; the data are
/// those of plot_csv(). The same plot gives the same bytes.
/// @param plot  at least one panel
[[nodiscard]] std::string plot_script(const Plot& plot);

}  // namespace jennopt
