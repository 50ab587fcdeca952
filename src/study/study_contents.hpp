#pragma once

#include "study/study.hpp"

#include <filesystem>

namespace jennopt {

/// Writes study.json into a study's folder: what is in it, and how it is made again.
void write_contents(const std::filesystem::path& folder,
                    const Study& study,
                    const RunOptions& options);

/// Whether the folder's study.json lists the same arms and replicates; false where there is none.
[[nodiscard]] bool has_contents(const std::filesystem::path& folder, const Study& study);

}  // namespace jennopt
