#pragma once

#include "study/config.hpp"
#include "study/config/keys.hpp"

#include <memory>
#include <vector>

namespace jennopt {

/// What surrogates start from; not written, because the surrogates are written complete.
[[nodiscard]] Slot defaults_block(std::shared_ptr<SurrogateConfig> defaults);

/// The surrogates by name; the defaults must have been read.
[[nodiscard]] Slot surrogates_block(std::vector<SurrogateConfig>& surrogates,
                                    std::shared_ptr<SurrogateConfig> defaults);

}  // namespace jennopt
