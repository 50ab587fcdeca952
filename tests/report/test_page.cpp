#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "jennopt/report/page.hpp"
#include "report/fixture.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

using namespace jennopt;

namespace {

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("write_page: studies with title, note, verdicts and the figures asked for",
          "[report][page]") {
    const ScratchFolder scratch;
    FakeStudy study = fake_study(scratch.path() / "fake");
    study.input.command = "jennopt run fake.yaml";
    study.input.seconds = 75.0;
    study.input.page = {.title = "A | B",
                        .note = "Settings as published.",
                        .shown = {"contours"},
                        .published = {{.what = "order",
                                       .source = "Fig. 9",
                                       .metric = "r2_value",
                                       .better = "jenn",
                                       .than = "nn"}}};
    const auto file = scratch.path() / "page" / "README.md";
    write_page({.file = file, .title = "All of it"}, {study.input});

    const std::string page = read_text(file);
    CHECK(has(page, "# All of it\n"));
    CHECK(has(page, "A \\| B |"));  // inside the table of studies
    CHECK(has(page, "## A | B\n"));
    CHECK(has(page, "`jennopt run fake.yaml`: 1 arm of 5 replicates, 1 min 15 s."));
    CHECK(has(page, "Settings as published.\n\n"));
    CHECK(has(page, "| order | Fig. 9 | jenn better than nn | better in "));
    CHECK(has(page, "| median [quartiles] | R² of values |"));
    CHECK(has(page, "| direct search on the truth | – | – |"));
    const std::string name = study.input.study + "/contours.svg";
    CHECK(has(page, "](" + name + ")"));
    CHECK(std::filesystem::exists(scratch.path() / "page" / name));
}

TEST_CASE("write_page: a figure that is not there is an error that names it", "[report][page]") {
    const ScratchFolder scratch;
    FakeStudy study = fake_study(scratch.path() / "fake");
    study.input.page.shown = {"portrait"};
    CHECK_THROWS_WITH(write_page({.file = scratch.path() / "page.md"}, {study.input}),
                      Catch::Contains("no figure portrait"));
}
