#include "problem/run_folder.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <system_error>
#include <utility>

namespace jennopt {

namespace {

namespace fs = std::filesystem;

fs::path temporary_folder(const std::string& name) {
    std::string pattern = (fs::temp_directory_path() / ("jennopt-" + name + "-XXXXXX")).string();
    if (::mkdtemp(pattern.data()) == nullptr) {
        throw MachineFailure(
            fmt::format("the folder {} cannot be made: {}", pattern, std::strerror(errno)));
    }
    return pattern;
}

}  // namespace

RunFolders::RunFolders(std::string name, KeepFolders keep)
    : name_(std::move(name)), keep_(keep), is_wanted_(keep != KeepFolders::none) {}

RunFolders::~RunFolders() {
    if (!is_wanted_) {
        discard();
    }
}

void RunFolders::discard() {
    for (const fs::path& folder : folders_) {
        std::error_code ignored;  // a folder too many is no reason to lose an evaluation
        fs::remove_all(folder, ignored);
    }
    folders_.clear();
}

fs::path RunFolders::add() {
    EvaluationScope* scope = EvaluationScope::current();
    folders_.push_back(scope == nullptr ? temporary_folder(name_) : scope->make_folder());
    in_use_.emplace(use_folder(folders_.back()));
    return fs::absolute(folders_.back());
}

void RunFolders::succeeded() {
    is_wanted_ = keep_ == KeepFolders::all;
    EvaluationScope* scope = EvaluationScope::current();
    if (is_wanted_ || scope == nullptr) {
        return;
    }
    for (fs::path& folder : folders_) {
        scope->remove_at_end(std::move(folder));
    }
    folders_.clear();
}

void RunFolders::succeeded_before(const fs::path& folder) {
    folders_.push_back(folder);
    succeeded();
}

std::string RunFolders::place() const {
    return is_wanted_ && !folders_.empty()
               ? fmt::format("its folder is {}", folders_.back().string())
               : "its folder was removed (keep_folders: none)";
}

}  // namespace jennopt
