#pragma once

#include "cli/command_line.hpp"

#include <string>

namespace jennopt {

/// @param invocation  the command line as it was typed, for the report
void run_command(const CommandLine& line, const std::string& invocation);
void check_command(const CommandLine& line);
void problems_command(const CommandLine& line);
void describe_command(const CommandLine& line);
void report_command(const CommandLine& line);
void predict_command(const CommandLine& line);

}  // namespace jennopt
