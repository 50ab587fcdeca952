#pragma once

#include "study/config.hpp"
#include "study/config/keys.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace jennopt {

// The blocks of a study file that are more than a table of keys.

/// A sampling plan or a list of plans. Where a plan gives no count it is that of the first plan
/// before reading.
[[nodiscard]] Custom plans_block(std::vector<SamplingOptions>& plans);

/// Values of any scalar type; which names and ranges are right only the problem knows.
[[nodiscard]] Custom options_block(std::map<std::string, OptionValue>& options);

/// What surrogates start from; not written, because the surrogates are written complete.
[[nodiscard]] Custom defaults_block(std::shared_ptr<SurrogateConfig> defaults);

/// The surrogates by name; the defaults must have been read.
[[nodiscard]] Custom surrogates_block(std::vector<SurrogateConfig>& surrogates,
                                      std::shared_ptr<SurrogateConfig> defaults);

/// A block of the whole study, not read with the others: arms are made of the sweep before one is
/// read (sweep.hpp), and figures are of no arm (figures_block.hpp).
[[nodiscard]] Custom common_block(const std::string& type);

/// True for letters, digits, - and _, and . after the first.
[[nodiscard]] bool is_name(const std::string& name, bool dots);

}  // namespace jennopt
