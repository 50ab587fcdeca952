#pragma once

#include "study/study.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace jennopt {

/// A study that came in an archive, unpacked to a folder of its own.
struct UnpackedStudy {
    std::filesystem::path folder;     ///< with all that the archive holds
    std::filesystem::path file;       ///< the study file
    std::vector<Override> overrides;  ///< that it was run with
    std::filesystem::path results;    ///< its folder of results as it came
    std::filesystem::path output;     ///< where it is run again; the study gets a folder in it
    bool is_new = true;               ///< false: an earlier call unpacked it
};

/// Unpacks what pack() made into a new folder named as the archive, unless that was done before.
/// @param place  that the folder is made in
/// @throws ConfigError as unpack_archive(), if pack() did not make it, or if there is a folder of
/// that name that was made of something else
[[nodiscard]] UnpackedStudy unpack_study(const std::filesystem::path& archive,
                                         const std::filesystem::path& place);

/// Gives a study that is run again the evaluations that came with it, so that only those are made
/// that are missing. Does nothing where it has been run before.
/// @param study  its name
void take_evaluations(const UnpackedStudy& unpacked, const std::string& study);

/// What came out of a study that was run again, beside what came with it, a sentence each: how many
/// evaluations were made, how many files of the results are the same to the byte, and in what the
/// environments differ. Files of measured times are left out.
/// @param folder  of the study that was run again
[[nodiscard]] std::vector<std::string> compare_results(const UnpackedStudy& unpacked,
                                                       const std::filesystem::path& folder);

}  // namespace jennopt
