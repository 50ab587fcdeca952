#include "cli/workplace.hpp"
#include "core/text_file.hpp"
#include "support/catch.hpp"

using namespace jennopt;

namespace fs = std::filesystem;

TEST_CASE("program: pack makes an archive that run makes again, elsewhere", "[cli][packing]") {
    const Workplace place;
    const fs::path archive = place.folder() / "small.tar.gz";
    REQUIRE(place.run("--quiet").exit_code == 0);
    const ProgramOutcome packed =
        jennopt_program("pack " + (place.output() / "small").string() + " -o " + archive.string());
    INFO(packed.output);
    CHECK(packed.exit_code == 0);
    CHECK_THAT(packed.output,
               Catch::Contains("the module sinusoid.so is not in it") &&
                   Catch::Contains("makes the results again"));
    const ProgramOutcome again = jennopt_program("run --quiet " + archive.string());
    INFO(again.output);
    CHECK(again.exit_code == 0);
    CHECK_THAT(again.output,
               Catch::Contains("small: nothing was evaluated, all ") &&
                   Catch::Contains("are the same to the byte, measured times apart") &&
                   Catch::Contains("small: the environment is the one that it was made in"));
    CHECK(read_text(place.folder() / "small" / "reproduced" / "small" / "best.json") ==
          read_text(place.output() / "small" / "best.json"));
    // The report of what came in the archive can be read where it lies.
    CHECK(jennopt_program("report " + (place.folder() / "small" / "results" / "small").string() +
                          " --plugin-path " + build_folder() + "/problems")
              .exit_code == 0);
}

TEST_CASE("program: archives are for run, and need a folder of their own", "[cli][packing]") {
    const Workplace place;
    write_text(place.folder() / "a.tgz", "text");
    const std::string archive = (place.folder() / "a.tgz").string();
    const ProgramOutcome checked = jennopt_program("check " + archive);
    CHECK(checked.exit_code == 2);
    CHECK_THAT(checked.output, Catch::Contains("is an archive, expected a study file"));
    const ProgramOutcome damaged = jennopt_program("run " + archive);
    CHECK(damaged.exit_code == 2);
    CHECK_THAT(damaged.output, Catch::Contains("a.tgz: is no .tar.gz of jennopt pack"));
    CHECK_FALSE(fs::exists(place.folder() / "a"));
    fs::create_directory(place.folder() / "a");
    CHECK_THAT(jennopt_program("run " + archive).output, Catch::Contains("is there already"));
    CHECK_THAT(jennopt_program("pack " + place.folder().string()).output,
               Catch::Contains("holds no study"));
}
