#pragma once

#include "jennopt/report/summary.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace jennopt {

struct PageOptions {
    std::filesystem::path file;
    std::string title;  ///< its heading
};

/// Writes one Markdown page of several studies: what was published beside what came out, with a
/// verdict; the figures that each study's page asks for; what is found in them; how long each took.
/// The figures are drawn anew and copied into a folder per study beside the page.
///
/// @param studies  in the order of the page
/// @throws Error if a file cannot be written, or a figure that is asked for is not there
void write_page(const PageOptions& options, const std::vector<ReportInput>& studies);

}  // namespace jennopt
