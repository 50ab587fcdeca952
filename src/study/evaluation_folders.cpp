#include "study/evaluation_folders.hpp"

#include "problem/process.hpp"

#include <system_error>
#include <vector>

namespace jennopt {

bool keeps(KeepFolders keep, const std::string& failure) {
    return keep == KeepFolders::all || (keep == KeepFolders::failed && !failure.empty());
}

void remove_left_folders(const std::filesystem::path& programs,
                         const std::set<std::string>& unwanted) {
    std::vector<std::filesystem::path> left;
    std::error_code absent;
    for (const auto& entry : std::filesystem::directory_iterator(programs, absent)) {
        const std::string name = entry.path().filename().string();
        if (unwanted.contains(name.substr(0, name.find('-'))) && !is_folder_in_use(entry.path())) {
            left.push_back(entry.path());
        }
    }
    std::error_code ignored;  // a folder too many is no reason to lose results
    for (const std::filesystem::path& folder : left) {
        std::filesystem::remove_all(folder, ignored);
    }
    std::filesystem::remove(programs, ignored);  // not if folders are in it
}

}  // namespace jennopt
