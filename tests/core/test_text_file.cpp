#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

#include <fstream>

using namespace jennopt;

TEST_CASE("text file: one that is not there names the nearest that is", "[core][text_file]") {
    const ScratchFolder folder;
    std::ofstream(folder.path() / "study.yaml") << "a";
    CHECK_THROWS_WITH(read_text(folder.path() / "study.yml"),
                      Catch::EndsWith("study.yml: no such file; did you mean '" +
                                      (folder.path() / "study.yaml").string() + "'?"));
    CHECK_THROWS_WITH(read_text(folder.path() / "runs.csv"), Catch::EndsWith(": no such file"));
    CHECK_THROWS_WITH(read_text(folder.path() / "study.yaml" / "x"),
                      Catch::EndsWith("study.yaml/x: no such file"));
    CHECK_THROWS_WITH(read_text(folder.path()), Catch::EndsWith(": is a folder, expected a file"));
}

TEST_CASE("text file: a folder that cannot be made says what stands in the way",
          "[core][text_file]") {
    const ScratchFolder folder;
    make_folder(folder.path() / "a" / "b");
    CHECK(std::filesystem::is_directory(folder.path() / "a" / "b"));
    CHECK_NOTHROW(make_folder(folder.path() / "a" / "b"));
    const std::filesystem::path file = folder.path() / "file";
    std::ofstream(file) << "a";
    CHECK_THROWS_WITH(make_folder(file / "c" / "d"),
                      (file / "c" / "d").string() + ": the folder cannot be made, " +
                          file.string() + " is a file");
    CHECK_THROWS_WITH(make_folder(file),
                      file.string() + ": the folder cannot be made, it is a file");
    CHECK_THROWS_AS(make_folder("/proc/no/such"), ConfigError);
}

TEST_CASE("text file: a new file never replaces one", "[core][text_file]") {
    const ScratchFolder folder;
    const std::filesystem::path file = folder.path() / "file";
    write_new_text(file, "first");
    CHECK_THROWS_AS(write_new_text(file, "second"), ConfigError);
    CHECK(read_text(file) == "first");
    std::filesystem::create_symlink("nowhere", folder.path() / "link");
    CHECK_THROWS_AS(write_new_text(folder.path() / "link", "third"), ConfigError);
    CHECK_THROWS_AS(write_new_text(folder.path() / "no" / "file", "fourth"), ConfigError);
}
