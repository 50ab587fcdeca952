#include "study/evaluation_folders.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

#include <fstream>

using namespace jennopt;

TEST_CASE("folders of runs: those that nobody wants go, with all attempts, and the rest stays",
          "[study][programs]") {
    const ScratchFolder folder;
    const std::filesystem::path programs = folder.path() / "programs";
    for (const char* name : {"0123456789ab", "0123456789ab-2", "fedcba987654", "fedcba987654-2"}) {
        std::filesystem::create_directories(programs / name / "mesh");
        std::ofstream(programs / name / "mesh" / "cells") << "1\n";
    }
    remove_left_folders(programs, {"0123456789ab"});
    CHECK(!std::filesystem::exists(programs / "0123456789ab"));
    CHECK(!std::filesystem::exists(programs / "0123456789ab-2"));
    CHECK(std::filesystem::exists(programs / "fedcba987654" / "mesh" / "cells"));
    CHECK(std::filesystem::exists(programs / "fedcba987654-2"));

    remove_left_folders(programs, {"fedcba987654"});
    CHECK(!std::filesystem::exists(programs));
    CHECK_NOTHROW(remove_left_folders(programs, {"fedcba987654"}));
}

TEST_CASE("folders of runs: those of failures stay unless none or all do", "[study][programs]") {
    CHECK(keeps(KeepFolders::failed, "it diverged"));
    CHECK(!keeps(KeepFolders::failed, ""));
    CHECK(keeps(KeepFolders::all, ""));
    CHECK(!keeps(KeepFolders::none, "it diverged"));
}
