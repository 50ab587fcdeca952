#pragma once

#include "data/output_partials.hpp"
#include "data/partials_check.hpp"

#include <string>
#include <vector>

namespace jennopt {

/// Every input's column of one output, by input; CheckedPartials::known is not counted.
[[nodiscard]] std::vector<CheckedPartials> judge_output(const OutputPartials& partials,
                                                        const ProblemInfo& info);

/// Of partials that are 0 in some rows and should not be.
[[nodiscard]] std::string zeros_reason(Index rows);

}  // namespace jennopt
