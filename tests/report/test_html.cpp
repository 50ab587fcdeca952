#include "jennopt/report/html.hpp"
#include "jennopt/report/report.hpp"
#include "report/fixture.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

#include <fstream>
#include <iterator>
#include <limits>

using namespace jennopt;
namespace fs = std::filesystem;

namespace {

std::string content(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::size_t count(const std::string& text, const std::string& part) {
    std::size_t n = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
        ++n;
    }
    return n;
}

}  // namespace

TEST_CASE("html: the five characters of HTML are escaped", "[report][html]") {
    CHECK(escape_html("a<b>&\"c'") == "a&lt;b&gt;&amp;&quot;c&#39;");
    CHECK(escape_html("λ = 1") == "λ = 1");
}

TEST_CASE("html: one page with the answer, every section, every figure, and nothing from outside",
          "[report][html]") {
    const ScratchFolder scratch;
    const FakeStudy study = fake_study(scratch.path(), {.replicates = 2, .test_count = 30});
    const std::string text = write_report(study.input);
    CHECK_THAT(text, Catch::Contains("report.html"));
    const std::string page = content(scratch.path() / "report.html");
    for (const char* part : {"found the best optimum",
                             "The problem",
                             "What was done",
                             "Figures",
                             "Polishing",
                             "Training",
                             "All metrics",
                             "Reproduction",
                             "jennopt run configs/quickstart.yaml",
                             "Known global minimum"}) {
        CHECK_THAT(page, Catch::Contains(part));
    }
    CHECK(count(page, "<figure>") == 5);
    CHECK(count(page, "</svg>") == 5);
    CHECK(count(page, "<script") == 0);
    CHECK(count(page, "src=\"http") == 0);
    CHECK(count(page, "id='f1-gpPt0'") == 1);
    CHECK(count(page, "id='gpPt0'") == 0);
    CHECK(fs::exists(scratch.path() / "summary.csv"));
}

TEST_CASE("html: text of users cannot become markup, in the page or in a figure",
          "[report][html]") {
    const ScratchFolder scratch;
    FakeStudy study = fake_study(scratch.path(), {.replicates = 1, .test_count = 20});
    const std::string evil = "<script>alert('1')</script>";
    study.input.study = evil;
    study.input.command = evil;
    study.input.arms[0].problem.summary = evil;
    study.input.arms[0].problem.inputs[0].unit = evil;
    study.input.arms[0].problem.outputs[0].unit = evil;
    study.input.arms[0].arm.resolved = evil;
    study.input.arms[0].arm.label = evil;
    study.input.arms[0].replicates[0].failed = 1;
    study.input.arms[0].replicates[0].first_failure = evil;
    (void)write_report(study.input);
    const std::string page = content(scratch.path() / "report.html");
    CHECK(count(page, "<script") == 0);
    CHECK(count(page, "&lt;script&gt;") >= 6);
}

TEST_CASE("html: no nan reaches the page, and an unfinished arm is no obstacle", "[report][html]") {
    const double missing = std::numeric_limits<double>::quiet_NaN();
    ReportInput input = made_up_input({missing, 0.1}, {missing, missing});
    input.arms[0].replicates[0].surrogates[0].accuracy.r2_value = missing;
    input.arms.push_back(input.arms[0]);
    input.arms[1].arm.label = "empty";
    input.arms[1].replicates.clear();
    const std::string page = html_page(input, summarize(collect_metrics(input)), {});
    CHECK(count(page, ">nan") == 0);
    CHECK(count(page, ">inf") == 0);
    CHECK_THAT(page, Catch::Contains("No replicate of this arm is finished yet"));
}

TEST_CASE("html: the same records give the same bytes", "[report][html]") {
    const ScratchFolder scratch;
    const FakeStudy study = fake_study(scratch.path(), {.replicates = 1, .test_count = 20});
    (void)write_report(study.input);
    const std::string first = content(scratch.path() / "report.html");
    (void)write_report(study.input);
    CHECK(content(scratch.path() / "report.html") == first);
}

TEST_CASE("html: an automatic lambda says how it was found", "[report][html]") {
    ReportInput input = made_up_input({0.1, 0.1}, {0.1, 0.1});
    SurrogateConfig config;
    config.name = "jenn";
    config.kind = SurrogateKind::jenn;
    config.fit.gamma.scale = 1.0;
    input.arms[0].arm.config.surrogates = {config};
    const auto page = [&] { return html_page(input, summarize(collect_metrics(input)), {}); };
    std::vector<Selection*> choices;
    for (ReplicateRecord& replicate : input.arms[0].replicates) {
        choices.push_back(&replicate.surrogates[1].selection);
        *choices.back() = {.lambda = 0.1, .gamma = 1.0};
    }
    CHECK_THAT(page(),
               Catch::Contains("as usual: with a single sample nothing can be tried") &&
                   !Catch::Contains("cross-validation"));

    choices[0]->stopped = true;
    CHECK_THAT(page(), Catch::Contains("as usual: there was no time to try another value"));

    choices[1]->candidates = {{1.0, 0.1, 0.25, 0.5, 2, 16}, {1.0, 0.01, 0.125, 0.5, 5, 40}};
    CHECK_THAT(
        page(),
        Catch::Contains("by cross-validation in 1 of 2 replicates, else as usual with "
                        "nothing tried, ended by max_seconds in 1 of 2 replicates, on the") &&
            Catch::Contains("What jenn tried in replicate 1") &&
            Catch::Contains("<td>2</td><td>16</td>") && Catch::Contains("<td>5</td><td>40</td>"));

    choices[0]->stopped = false;
    choices[0]->candidates = choices[1]->candidates;
    CHECK_THAT(page(),
               Catch::Contains("by cross-validation, on the hidden layers") &&
                   Catch::Contains("jenn chose by cross-validation: γ 1, λ 0.1 (2×)"));
}
