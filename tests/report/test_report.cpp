#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "report/fixture.hpp"
#include "report/report.hpp"
#include "report/sweep_fixture.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

#include <chrono>

using namespace jennopt;

TEST_CASE(
    "report: numbers, figures and pages lie in the study's folder, and the text names the "
    "page",
    "[report][report]") {
    const ScratchFolder scratch;
    FakeStudy study = fake_study(scratch.path(), {.replicates = 2, .test_count = 30});
    study.input.seconds = 51.0;
    study.input.jobs = 1;
    const ReportOutcome outcome = write_report(study.input);
    INFO(outcome.text);
    CHECK(outcome.has_usable_fit);
    CHECK(outcome.reason.empty());
    CHECK_THAT(outcome.text,
               Catch::EndsWith("\nreport: " + (scratch.path() / "report.html").string() +
                               "\ntook 51 s with 1 job\n"));
    for (const char* name :
         {"metrics.csv", "summary.csv", "summary.json", "report.html", "report.md", "figures"}) {
        CHECK(std::filesystem::exists(scratch.path() / name));
    }
    const std::string page = read_text(scratch.path() / "report.html");
    CHECK_THAT(page, Catch::Contains("</svg>") && !Catch::Contains("<script"));
    CHECK_THAT(read_text(scratch.path() / "report.md"), Catch::Contains("](figures/"));
}

TEST_CASE("report: the same records give the same bytes", "[report][report]") {
    const ScratchFolder scratch;
    const FakeStudy study = fake_study(scratch.path(), {.replicates = 1, .test_count = 20});
    const std::string text = write_report(study.input).text;
    const std::string page = read_text(scratch.path() / "report.html");
    const std::string markdown = read_text(scratch.path() / "report.md");
    CHECK(write_report(study.input).text == text);
    CHECK(read_text(scratch.path() / "report.html") == page);
    CHECK(read_text(scratch.path() / "report.md") == markdown);
}

TEST_CASE("report: the terminal's width is kept", "[report][report]") {
    const ScratchFolder scratch;
    StudyResults study = made_up_input({0.1, 0.2}, {0.1, 0.2});
    study.folder = scratch.path();
    const std::string narrow = write_report(study, 50).text;
    const std::string wide = write_report(study).text;
    CHECK(std::count(narrow.begin(), narrow.end(), '\n') >
          std::count(wide.begin(), wide.end(), '\n'));
}

TEST_CASE("report: fits of which none is better than the mean are nothing to use",
          "[report][report]") {
    const ScratchFolder scratch;
    StudyResults study = made_up_input({0.1, 0.2}, {0.1, 0.2});
    study.folder = scratch.path();
    for (ReplicateRecord& replicate : study.arms[0].replicates) {
        for (SurrogateRecord& surrogate : replicate.surrogates) {
            surrogate.accuracy.r2_value = -1.0;
        }
    }
    const ReportOutcome outcome = write_report(study);
    CHECK_FALSE(outcome.has_usable_fit);
    CHECK_FALSE(outcome.reason.empty());
    CHECK(std::filesystem::exists(scratch.path() / "report.html"));
}

TEST_CASE("report: a study without arms is refused", "[report][report]") {
    CHECK_THROWS_AS(write_report(StudyResults{.folder = "nowhere"}), Error);
}

TEST_CASE("report: three hundred arms are reported in a moment", "[report][report]") {
    const ScratchFolder scratch;
    std::vector<std::string> numbers;
    for (int i = 1; i <= 20; ++i) {
        numbers.push_back(std::to_string(10 * i));
    }
    const auto error = [](const Choices& choices, const std::string& surrogate, int replicate) {
        return (surrogate == "nn" ? 0.1 : 0.01) * (1.0 + replicate) /
               number(choices, "sampling.count");
    };
    StudyResults study = swept_input(
        {{"sampling.count", numbers}, {"s.lambda", {numbers.begin(), numbers.begin() + 15}}},
        5,
        error);
    study.folder = scratch.path();
    SweepFigure figure;
    figure.name = "by_count";
    figure.title = "Error by samples";
    figure.along = "sampling.count";
    figure.y = metrics::r2_value;
    figure.panels = "s.lambda";
    figure.against = "nn";
    study.figures = {figure};
    const auto start = std::chrono::steady_clock::now();
    CHECK_THAT(write_report(study).text, Catch::Contains("summary.csv"));
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    CHECK(seconds.count() < 30.0);  // a tenth of it on an idle machine
}
