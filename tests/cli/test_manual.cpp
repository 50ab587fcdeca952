#include "cli/program.hpp"
#include "core/text_file.hpp"
#include "support/catch.hpp"
#include "support/places.hpp"
#include "support/scratch_folder.hpp"

#include <sstream>
#include <string>

using namespace jennopt;

namespace {

/// The words that bash would offer for the last of these.
std::string completed(const std::string& words) {
    const ScratchFolder folder;
    write_text(
        folder.path() / "complete",
        "source completion\nCOMP_WORDS=(" + words +
            ")\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n_jennopt\necho \"${COMPREPLY[*]}\"\n");
    return jennopt_program("describe completion > completion && bash complete",
                           folder.path().string())
        .output;
}

}  // namespace

TEST_CASE("manual: the page has every command and option, as help has", "[cli][manual]") {
    const ProgramOutcome page = jennopt_program("describe man");
    CHECK(page.exit_code == 0);
    CHECK_THAT(page.output,
               Catch::StartsWith(".TH JENNOPT 1") &&
                   Catch::Contains(".SS jennopt run [OPTIONS] ") &&
                   Catch::Contains(".B \\-o, \\-\\-output DIR\n") &&
                   Catch::Contains(".B \\-\\-retry\\-failed\n") &&
                   Catch::Contains(".SS jennopt pack [OPTIONS] FOLDER\n") &&
                   Catch::Contains(".SH EXIT STATUS\n0 done; "));
    CHECK_THAT(jennopt_program("describe nothing").output,
               Catch::Contains("takes study, man or completion, found nothing"));
}

TEST_CASE("manual: bash completes commands and the options of each", "[cli][manual]") {
    CHECK(completed("jennopt pre") == "predict\n");
    CHECK(completed("jennopt run --re") == "--retry-failed\n");
    CHECK(completed("jennopt run study.yaml --ho") == "--hours\n");
    CHECK(completed("jennopt predict --re") == "\n");
    CHECK(completed("jennopt run stu") == "\n");  // names of files
    CHECK_THAT(completed("jennopt ''"),
               Catch::Contains("run check ") && Catch::Contains(" suggest "));
}

TEST_CASE("container: the recipe installs every library that ./dev does", "[cli][manual]") {
    const std::string recipe = read_text(source_folder() + "/configs/Containerfile");
    std::istringstream words(read_text(source_folder() + "/dev"));
    std::string word;
    while (words >> word && word != "packages=(") {
    }
    int libraries = 0;
    while (words >> word && word != ")") {
        if (word.ends_with("-dev")) {
            INFO(word);
            CHECK_THAT(recipe, Catch::Contains(" " + word));
            ++libraries;
        }
    }
    CHECK(libraries > 5);
}
