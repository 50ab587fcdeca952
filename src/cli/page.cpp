#include "jennopt/report/page.hpp"

#include "cli/commands.hpp"
#include "core/format.hpp"
#include "jennopt/report/contents.hpp"

#include <utility>

namespace jennopt {

void page_command(const CommandLine& line) {
    std::vector<StudyContents> contents;
    std::vector<ReportInput> studies;
    for (auto folder = line.arguments.begin() + 1; folder != line.arguments.end(); ++folder) {
        contents.push_back(read_contents(*folder, plugin_places(line)));
        studies.push_back(contents.back().input);  // its arms point into the contents' problems
    }
    write_page({.file = line.arguments.front(), .title = line.title}, studies);
    fmt::print("page: {}\n", line.arguments.front());
}

}  // namespace jennopt
