#include "core/format.hpp"
#include "report/document.hpp"
#include "report/fixture.hpp"
#include "report/sections.hpp"
#include "report/sweep_fixture.hpp"
#include "support/catch.hpp"

#include <limits>

using namespace jennopt;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

std::string page_of(const StudyResults& study) {
    return document_html(report_document(study, MetricTable(study), {}));
}

std::string text_of(const StudyResults& study) {
    return document_text(report_document(study, MetricTable(study), {}));
}

/// The text of a cell and what stands beside it, by contender and heading; "" where there is none.
std::string cell_of(const StudyResults& study,
                    const std::string& contender,
                    const std::string& heading) {
    const MetricTable table(study);
    const TableBlock block = key_table(ReportView{study, table, ContenderColors(study)}, 0);
    for (std::size_t i = 0; i < block.columns.size(); ++i) {
        for (const auto& row : block.rows) {
            if (block.columns[i].heading == heading && row.front().text == contender) {
                return row[i].detail.empty() ? row[i].text
                                             : fmt::format("{} [{}]", row[i].text, row[i].detail);
            }
        }
    }
    return {};
}

constexpr const char* true_value = "true value at optimum";

std::optional<Spread> spread(double median, double q25, double q75) {
    return Spread{.median = median, .q25 = q25, .q75 = q75, .min = q25, .max = q75, .n = 5};
}

StudyResults constrained(const std::vector<double>& violations) {
    StudyResults study = made_up_input({0.1, 0.2, 0.3}, {0.4, 0.5, 0.6});
    study.arms[0].problem.outputs.push_back({"g", "", OutputRole::constraint});
    for (std::size_t r = 0; r < violations.size(); ++r) {
        study.arms[0].replicates[r].surrogates[0].optimum.verdict.violation = violations[r];
    }
    return study;
}

}  // namespace

TEST_CASE("sections: the best sample and the direct search are rows of the key table",
          "[report][sections]") {
    StudyResults study = made_up_input({0.1, 0.2, 0.3}, {0.4, 0.5, 0.6});
    for (ReplicateRecord& replicate : study.arms[0].replicates) {
        replicate.best_sample = EvaluatedPoint{"training sample", Vector::Ones(2), {7.0, 0, 0, 0}};
        replicate.truth = replicate.surrogates[0].optimum;
        replicate.truth->search.runs[0].evaluations = 12;
        replicate.truth_evaluations = 257;
    }
    CHECK(cell_of(study, "best sample", true_value) == "7.00");
    CHECK(cell_of(study, "best sample", "R2 of values") == "-");
    CHECK(cell_of(study, "direct search", "true evaluations") == "12");
    CHECK(cell_of(study, "direct search", "true evaluations of all starts") == "257");
    CHECK(cell_of(study, "jenn", "true evaluations of all starts") == "-");
}

TEST_CASE("sections: different true values of a column read differently", "[report][sections]") {
    StudyResults study = made_up_input({0.1}, {0.1});
    study.arms[0].replicates[0].surrogates[0].optimum.verdict.true_value = 0.1800012;
    study.arms[0].replicates[0].surrogates[1].optimum.verdict.true_value = 0.1800034;
    CHECK(cell_of(study, "nn", true_value) == "0.180001");
    CHECK(cell_of(study, "jenn", true_value) == "0.180003");
    study.arms[0].problem.outputs[0].unit = "kg";
    CHECK(cell_of(study, "jenn", std::string(true_value) + ", kg") == "0.180003");
}

TEST_CASE("sections: an infeasible optimum is no number to compare in the key table",
          "[report][sections]") {
    CHECK(cell_of(constrained({0.0, 0.0, 0.0}), "nn", true_value) == "0.0400 [0.0250, 0.0650]");
    CHECK(cell_of(constrained({0.5, 0.0, 0.0}), "nn", true_value) == "0.0900 [1 of 3 infeasible]");
    CHECK(cell_of(constrained({0.5, 0.5, 0.0}), "nn", true_value) == "infeasible [2 of 3]");
    CHECK(cell_of(constrained({0.5, 0.5, 0.5}), "nn", true_value) == "infeasible [value 0.0400]");
    CHECK(cell_of(constrained({0.5, 0.5, 0.5}), "nn", "violation at optimum") == "0.500");
    CHECK(cell_of(made_up_input({0.1}, {0.1}), "nn", "violation at optimum").empty());
    // Of 0.01 (infeasible), 0.04 and 0.09 the greatest is best, and an infeasible one is worst.
    StudyResults maximum = constrained({0.5, 0.0, 0.0});
    maximum.arms[0].problem.outputs[0].role = OutputRole::maximize;
    CHECK(cell_of(maximum, "nn", true_value) == "0.0400 [1 of 3 infeasible]");
}

TEST_CASE("sections: of a table the optimum is a prediction, beside the value of its best row",
          "[report][sections]") {
    StudyResults study = made_up_input({0.1, 0.1}, {0.1, 0.1});
    study.arms[0].arm.config.problem.table.file = "rows.csv";
    study.arms[0].replicates[0].best_sample =
        EvaluatedPoint{"row", Vector::Ones(2), {7.0, 0, missing, missing}};
    CHECK(cell_of(study, "jenn", "predicted optimum") == "0.0100");
    CHECK(cell_of(study, "best sample", "value of the row") == "7.00");
    const std::string page = page_of(study);
    CHECK_THAT(page,
               Catch::Contains("of the table, drawn at random") &&
                   Catch::Contains("a table has no function") && !Catch::Contains("true value") &&
                   !Catch::Contains("direct search") && !Catch::Contains("the truth") &&
                   !Catch::Contains("true cost"));
}

TEST_CASE("sections: how R2 is printed is explained once", "[report][sections]") {
    StudyResults study = made_up_input({0.1, 0.1}, {0.1, 0.1});
    CHECK_THAT(page_of(study), Catch::Contains("</sup> stands for 0.9999999964"));
}

TEST_CASE("sections: the head states what was studied", "[report][sections]") {
    StudyResults study = made_up_input({0.1}, {0.1});
    study.version = "0.1.0";
    const std::string problem = study.arms[0].problem.name;
    CHECK_THAT(text_of(study),
               Catch::StartsWith("made_up\n=======\nSurrogate-based optimization of " + problem +
                                 ": 1 replicate, jennopt 0.1.0\n"));
    CHECK_THAT(page_of(study), Catch::Contains("<p>1 replicate was made, with its own samples"));
    study.arms[0].arm.config.replicates = 3;
    CHECK_THAT(text_of(study), Catch::Contains("3 replicates, 1 of 3 finished"));
    CHECK_THAT(page_of(study), Catch::Contains("<p>3 replicates were made, each with its own"));
    study.arms.push_back(study.arms[0]);
    CHECK_THAT(text_of(study), Catch::Contains("2 arms × 3 replicates, 2 of 6 finished"));
}

TEST_CASE("sections: a part for each arm, with its problem where its label does not name it",
          "[report][sections]") {
    StudyResults study = made_up_input({0.1}, {0.2});
    study.arms.push_back(study.arms[0]);
    study.arms[0].arm.label = "case=a";
    study.arms[1].arm.label = "case=b";
    CHECK_THAT(text_of(study),
               Catch::Contains("\ncase=a\n------\n") && Catch::Contains("\ncase=b\n------\n"));
    study.arms[1].problem.name = "ridge";
    CHECK_THAT(text_of(study), Catch::Contains("\ncase=b (ridge)\n"));
    study.arms[1].arm.label = "problem.name=ridge";
    CHECK_THAT(text_of(study), Catch::Contains("\nproblem.name=ridge\n"));
    const std::string page = page_of(study);
    CHECK_THAT(page,
               Catch::Contains("<h2>The problems</h2>") &&
                   Catch::Contains("<h3>problem.name=ridge</h3>\n<p>ridge: "));
}

TEST_CASE("sections: from the ninth arm on the page folds them up", "[report][sections]") {
    const auto error = [](const Choices&, const std::string&, int) { return 0.1; };
    const std::vector<std::string> counts{"1", "2", "3", "4", "5", "6", "7", "8", "9"};
    StudyResults study = swept_input({{"sampling.count", counts}}, 3, error);
    study.arms[2].replicates.pop_back();
    const std::string text = text_of(study);
    CHECK_THAT(text,
               Catch::Contains("9 arms × 3 replicates, 26 of 27 finished") &&
                   Catch::Contains("of 9 arms have notes") && !Catch::Contains("R2 of values"));
    const std::string page = page_of(study);
    CHECK_THAT(page,
               Catch::Contains("<summary>All 9 arms</summary>") &&
                   Catch::Contains("<td class=\"text\">sampling.count=9</td>") &&
                   !Catch::Contains("<h2>All metrics</h2>"));
    study.arms.pop_back();
    CHECK_THAT(text_of(study), Catch::Contains("R2 of values"));
}

TEST_CASE("sections: the designs of more than three problems are folded up", "[report][sections]") {
    StudyResults study = made_up_input({0.1, 0.2}, {0.4, 0.5});
    for (const char* name : {"b", "c"}) {
        study.arms.push_back(study.arms.front());
        study.arms.back().problem.name = name;
    }
    CHECK_THAT(text_of(study), Catch::Contains("c: Use this design"));
    study.arms.push_back(study.arms.front());
    study.arms.back().problem.name = "d";
    CHECK_THAT(text_of(study), !Catch::Contains("Use this design"));
    CHECK_THAT(
        page_of(study),
        Catch::Contains("The best designs of 4 problems") && Catch::Contains("d: Use this design"));
}

TEST_CASE("sections: no nan and no inf reaches a page, whatever is missing", "[report][sections]") {
    StudyResults study = made_up_input({missing, 0.1}, {missing, missing});
    study.arms[0].replicates[0].surrogates[0].accuracy.r2_value = missing;
    study.arms[0].replicates[1].surrogates[0].accuracy.r2_value =
        -std::numeric_limits<double>::infinity();
    const ReportDocument document = report_document(study, MetricTable(study), {});
    for (const std::string& text :
         {document_html(document), document_markdown(document), document_text(document)}) {
        CHECK_THAT(text,
                   !Catch::Contains(">nan") && !Catch::Contains(">inf<") &&
                       !Catch::Contains(" nan ") && !Catch::Contains(" inf "));
    }
}

TEST_CASE("sections: every part of a whole study is on the page", "[report][sections]") {
    StudyResults study = made_up_input({0.1, 0.2}, {0.1, 0.2});
    study.command = "jennopt run configs/quickstart.yaml";
    study.arms[0].arm.resolved = "study: made_up";
    study.arms[0].replicates[0].surrogates[1].polishing =
        PolishingOutcome{true, 0.021, 0.0043, 0.011, 0.012};
    const std::string page = page_of(study);
    for (const char* part : {"<h2>Figures</h2>",
                             "<h2>The problem</h2>",
                             "<h2>What was done</h2>",
                             "<h2>Polishing</h2>",
                             "<h2>Training</h2>",
                             "<h2>All metrics</h2>",
                             "<h2>Reproduction</h2>",
                             "<pre>jennopt run configs/quickstart.yaml</pre>",
                             "<pre>study: made_up</pre>",
                             "Known global optimum",
                             "<td class=\"text\">r2_value</td>"}) {
        CHECK_THAT(page, Catch::Contains(part));
    }
    CHECK_THAT(text_of(study), !Catch::Contains("Reproduction"));
}

TEST_CASE("sections: what infill gave stands beside what polishing gave", "[report][sections]") {
    StudyResults study = made_up_input({0.1, 0.2}, {0.1, 0.2});
    for (ReplicateRecord& replicate : study.arms[0].replicates) {
        replicate.surrogates[1].polishing = PolishingOutcome{true, 0.021, 0.0043, 0.011, 0.012};
        OptimizerRecord infill{.name = "nn_infill", .method = infill_method};
        infill.steps = {{.round = 0, .x = Vector{{0.5, 0.5}}, .value = 0.125}};
        infill.best = EvaluatedPoint{"optimizer nn_infill", infill.steps[0].x, {0.125, 0, 0, 0}};
        replicate.optimizers = {infill};
    }
    study.arms[0].arm.config.surrogates = {{.name = "nn", .infill = 10},
                                           {.name = "jenn", .polish = "nn"}};
    CHECK_THAT(page_of(study),
               Catch::Contains("jenn: polishing: true value ") &&
                   Catch::Contains("; infill of nn with 10 evaluations: 0.1250."));
    study.arms[0].arm.config.surrogates[0].infill = 0;
    CHECK_THAT(page_of(study), !Catch::Contains("jenn: polishing: true value "));
}

TEST_CASE("sections: different medians of a column read differently", "[report][sections]") {
    const std::vector column{spread(0.180001, 0.1, 0.2), spread(0.180002, 0.1, 0.2)};
    const std::vector<TableCell> cells = number_cells(column, NumberStyle::general);
    CHECK(cells[0].text == "0.180001");
    CHECK(cells[1].text == "0.180002");
    CHECK(cells[0].detail == "0.100, 0.200");
}

TEST_CASE("sections: quartiles that read alike are left out, and nothing is a dash",
          "[report][sections]") {
    const std::vector column{
        spread(2.0, 2.0, 2.0), std::optional<Spread>(), spread(INFINITY, 1.0, 2.0)};
    const std::vector<TableCell> cells = number_cells(column, NumberStyle::general);
    CHECK(cells[0].text == "2.00");
    CHECK(cells[0].detail.empty());
    CHECK(cells[1].text == "-");
    CHECK(cells[2].text == "infeasible");
}
