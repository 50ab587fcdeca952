#include "report/document.hpp"
#include "report/fixture.hpp"
#include "report/sections.hpp"
#include "report/sweep_fixture.hpp"
#include "support/catch.hpp"

using namespace jennopt;

namespace {

std::string page_of(const StudyResults& study) {
    return document_html(report_document(study, MetricTable(study), {}));
}

}  // namespace

TEST_CASE("sections: an automatic lambda states how it was found", "[report][sections]") {
    StudyResults study = made_up_input({0.1, 0.1}, {0.1, 0.1});
    std::vector<Selection*> choices;
    for (ReplicateRecord& replicate : study.arms[0].replicates) {
        choices.push_back(&replicate.surrogates[1].selection);
        *choices.back() = {.lambda = 0.1, .gamma = 1.0};
    }
    const ArmResults& arm = study.arms[0];
    CHECK(choice_text(arm, "jenn") == "as usual: with a single sample nothing can be tried");
    CHECK(choice_text(arm, "stranger") == "automatic");
    choices[0]->stopped = true;
    CHECK(choice_text(arm, "jenn") == "as usual: there was no time to try another value");
    choices[1]->candidates = {{1.0, 0.1, 0.25, 0.5, 2, 16},
                              {1.0, 0.01, INFINITY, 0.5, 5, 40, {1.0, 0.003}}};
    CHECK(choice_text(arm, "jenn") ==
          "by cross-validation in 1 of 2 replicates, else as usual with nothing tried, ended by "
          "max_seconds in 1 of 2 replicates");
    choices[0]->stopped = false;
    choices[0]->candidates = choices[1]->candidates;
    CHECK(choice_text(arm, "jenn") == "by cross-validation");
    CHECK_THAT(page_of(study),
               Catch::Contains("By cross-validation it chose γ 1, λ 0.1 (2×).") &&
                   Catch::Contains("What jenn tried in replicate 0") &&
                   Catch::Contains("<td>2</td><td>16</td>") &&
                   Catch::Contains("<td>diverged</td>"));
    choices[1]->gamma_inputs = {1.0, 0.003};
    const std::string second = study.arms[0].problem.inputs[1].name;
    CHECK_THAT(page_of(study),
               Catch::Contains("γ 1, of " + second + " 0.003, λ 0.1 (1×)") &&
                   Catch::Contains("<td>1, of " + second + " 0.003</td>") &&
                   !Catch::Contains("output layer"));
    choices[1]->output_layer = OutputLayer::stepped;
    choices[0]->candidates.back().output_layer = OutputLayer::stepped;
    CHECK_THAT(page_of(study),
               Catch::Contains(" 0.003, λ 0.1, output layer stepped (1×)") &&
                   Catch::Contains("<td>stepped</td>"));
}

TEST_CASE("sections: of kriging there are lengths by input, and nothing of a network",
          "[report][sections]") {
    StudyResults study = made_up_input({0.1, 0.2, 0.3}, {0.4, 0.5, 0.6});
    const std::string name = "jenn";
    SurrogateConfig config;
    config.name = name;
    config.kind = SurrogateKind::kriging;
    study.arms[0].arm.config.surrogates = {config};
    const ProblemInfo& problem = study.arms[0].problem;
    for (ReplicateRecord& replicate : study.arms[0].replicates) {
        for (SurrogateRecord& record : replicate.surrogates) {
            if (record.name == name) {
                record.kind = "kriging";
                record.kriging.assign(static_cast<std::size_t>(problem.n_y()),
                                      {.length = Vector::Constant(problem.n_x(), 8.75),
                                       .deviation = 2.0,
                                       .additive = 0.375,
                                       .value_noise = 0.0123,
                                       .partial_noise = Vector::Zero(problem.n_x())});
            }
        }
    }
    const std::string page = page_of(study);
    CHECK_THAT(page, Catch::Contains(name + ": of greatest likelihood"));
    CHECK_THAT(page, Catch::Contains("0.375"));
    CHECK_THAT(page, Catch::Contains("0.0123"));
    CHECK_THAT(page, Catch::Contains("Kriging: interpolates values and partials"));
    CHECK_THAT(page, !Catch::Contains(name + ": trainer and why it stopped"));
}
