#pragma once

#include "report/study_folder.hpp"

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

/// What an arm chose, by axis.
using Choices = std::map<std::string, std::string>;

/// Records only: an arm per combination of the axes' values, the surrogates nn and jenn with
/// 1 - R2 of values = error(choices, surrogate, replicate). No files.
[[nodiscard]] jennopt::StudyResults swept_input(
    const std::vector<std::pair<std::string, std::vector<std::string>>>& axes,
    int replicates,
    const std::function<double(const Choices&, const std::string&, int)>& error);

/// A number that an arm chose.
[[nodiscard]] double number(const Choices& choices, const std::string& axis);
