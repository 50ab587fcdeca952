#pragma once

#include <filesystem>
#include <functional>
#include <string>

namespace jennopt {

/// Removes folders of programs' runs that nobody wants: what is left where a run was killed between
/// keeping an answer and removing its folder, or went on beside a program that had not ended yet.
/// Those in which a program is at work stay.
/// @param programs     of a study; removed too if it is empty then
/// @param is_unwanted  by the name of the evaluation, whose attempts are NAME, NAME-2, ...
void remove_left_folders(const std::filesystem::path& programs,
                         const std::function<bool(const std::string&)>& is_unwanted);

}  // namespace jennopt
