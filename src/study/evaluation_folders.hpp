#pragma once

#include "problem/external.hpp"

#include <filesystem>
#include <set>
#include <string>

namespace jennopt {

/// Whether the folders of an evaluation's runs are to stay. @param failure  its message, or ""
[[nodiscard]] bool keeps(KeepFolders keep, const std::string& failure);

/// Removes folders of programs' runs that nobody wants: what is left where a run was killed between
/// keeping an answer and removing its folder, or went on beside a program that had not ended yet.
/// Those in which a program is at work stay.
/// @param programs  of a study; removed too if it is empty then
/// @param unwanted  names of evaluations, whose attempts are NAME, NAME-2, ...
void remove_left_folders(const std::filesystem::path& programs,
                         const std::set<std::string>& unwanted);

}  // namespace jennopt
