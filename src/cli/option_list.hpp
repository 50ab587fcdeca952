#pragma once

#include "cli/command_list.hpp"

#include <boost/program_options.hpp>

#include <string>
#include <vector>

namespace jennopt {

/// The options of a command: the one list that the command line is read, helped, documented and
/// completed by.
[[nodiscard]] boost::program_options::options_description options_of(const Command& command);

/// An option of a command, for its manual.
struct OptionHelp {
    std::string name;     ///< "--output"
    std::string spelled;  ///< "-o, --output DIR"
    std::string meaning;
};

[[nodiscard]] std::vector<OptionHelp> option_help(const Command& command);

}  // namespace jennopt
