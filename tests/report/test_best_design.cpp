#include "core/json.hpp"
#include "core/text_file.hpp"
#include "report/best_design.hpp"
#include "report/findings/findings.hpp"
#include "report/metric_table.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

using namespace jennopt;

namespace {

/// Two replicates of one optimizer of a beam; only the second one is feasible.
StudyResults beam_study(const std::filesystem::path& folder) {
    StudyResults study{.folder = folder, .study = "beam", .version = "1"};
    ArmResults arm;
    arm.arm.label = "base";
    arm.arm.config.budget = 30;
    arm.arm.config.replicates = 2;
    arm.arm.config.optimizers = {{.name = "best"}};
    arm.problem = {.name = "beam",
                   .inputs = {{"width", "m", 0.0, 2.0}, {"height", "m", 0.0, 1.0}},
                   .outputs = {{"mass", "kg", OutputRole::objective},
                               {"stress", "MPa", OutputRole::constraint},
                               {"sag", "mm", OutputRole::constraint}}};
    for (Index r = 0; r < 2; ++r) {
        ReplicateRecord replicate{.replicate = r};
        OptimizerRecord record{.name = "best",
                               .method = "sequential",
                               .model = "competition",
                               .termination = "no gain predicted"};
        for (Index i = 0; i < 3; ++i) {
            record.steps.push_back(
                {.round = i, .x = Vector{{0.1 * static_cast<double>(i), 0.5}}, .value = 3.0});
        }
        const Vector& x = record.steps[1].x;
        record.best =
            EvaluatedPoint{"optimizer best", x, {2.5, r == 0 ? 0.25 : 0.0, 1e-5, std::nan("")}};
        record.outputs = Vector{{2.5, r == 0 ? 0.25 : 0.0, -1.5}};
        record.active = {"stress"};
        replicate.best_evaluated = record.best;
        replicate.optimizers = {record};
        arm.replicates.push_back(replicate);
    }
    study.arms = {arm};
    return study;
}

}  // namespace

TEST_CASE("best design: the feasible one, with all that a user asks", "[report][optimizer]") {
    const ScratchFolder folder;
    const StudyResults study = beam_study(folder.path());
    const std::vector<BestDesign> designs = best_designs(study);
    REQUIRE(designs.size() == 1);
    CHECK(designs[0].design.replicate == 1);
    CHECK(design_sentences(designs[0]) ==
          std::vector<std::string>{
              "Constraints there: stress = 0 MPa (<= 0 MPa, active), sag = -1.500 mm (<= 0 mm, by "
              "1.50).",
              "Its gradient norm, projected and in the unit box, is 1.00e-05 (0 at an optimum).",
              "best found it after 2 of 3 evaluations and stopped: no gain predicted."});
    const std::vector<Recommendation> advice = recommendations(study);
    REQUIRE(advice.size() == 1);
    CHECK_THAT(recommendation_text(advice[0], false),
               Catch::StartsWith("Use this design: width = 0.1 m, height = 0.5 m (true value 2.5 "
                                 "kg, found by optimizer best, replicate 1)."));

    write_best(study);
    const Json json = Json::parse(read_text(folder.path() / "best.json"));
    const Json& design = json.at("designs").at(0);
    CHECK(design.at("inputs").at(1) == Json({{"name", "height"}, {"unit", "m"}, {"value", 0.5}}));
    CHECK(design.at("objective").at("value") == 2.5);
    CHECK(design.at("constraints").at(0).at("active") == true);
    CHECK(design.at("constraints").at(1).at("active") == false);
    CHECK(design.at("constraints").at(1).at("upper") == 0.0);
    CHECK(design.at("evaluations_to_best") == 2);
    CHECK(design.at("stopped") == "no gain predicted");
    CHECK(design.at("optimizer") == "best");
    CHECK(design.at("distance").is_null());
}

TEST_CASE("best design: it may come from elsewhere, and the file says the same as the page",
          "[report][optimizer]") {
    const ScratchFolder folder;
    StudyResults study = beam_study(folder.path());
    study.arms[0].replicates[0].best_evaluated =
        EvaluatedPoint{"optimum of jenn",
                       Vector{{0.25, 0.5}},
                       {2.25, 0.0, std::nan(""), std::nan("")},
                       Vector{{2.25, -1e-9, -2.0}}};
    const std::vector<BestDesign> designs = best_designs(study);
    REQUIRE(designs.size() == 1);
    CHECK(designs[0].finder == nullptr);
    CHECK_THAT(recommendation_text(designs[0].design, false),
               Catch::Contains("2.25 kg, the optimum of jenn, replicate 0"));
    const std::vector<std::string> sentences = design_sentences(designs[0]);
    REQUIRE(sentences.size() == 2);
    CHECK_THAT(sentences[0], Catch::Contains("(<= 0 MPa, active), sag = "));
    CHECK_THAT(sentences[1], Catch::Contains("partials are missing there"));
    write_best(study);
    const Json json = Json::parse(read_text(folder.path() / "best.json"));
    const Json& design = json.at("designs").at(0);
    CHECK(design.at("found_by") == "optimum of jenn");
    CHECK(design.at("objective").at("value") == 2.25);
    CHECK(design.at("constraints").at(0).at("active") == true);
    CHECK_FALSE(design.contains("optimizer"));
}

TEST_CASE("best design: a given row that nobody beat", "[report][optimizer]") {
    const ScratchFolder folder;
    StudyResults study = beam_study(folder.path());
    ReplicateRecord& replicate = study.arms[0].replicates[1];
    OptimizerRecord& record = replicate.optimizers[0];
    std::swap(record.steps[0], record.steps[1]);
    record.steps[0].kind = given_step;
    record.best->origin = given_origin;
    replicate.best_evaluated = record.best;
    const std::vector<BestDesign> designs = best_designs(study);
    CHECK_THAT(recommendation_text(designs[0].design, false),
               Catch::Contains("2.5 kg, a row of the data, replicate 1"));
    CHECK(design_sentences(designs[0]).back() ==
          "best found nothing better in 2 evaluations and stopped: no gain predicted.");
    study.arms[0].replicates.erase(study.arms[0].replicates.begin());
    CHECK_THAT(optimizer_findings(study, MetricTable(study), 0).front(),
               Catch::Contains("found after 0 of 2 evaluations, beside 1 that existed; stopped"));
}

TEST_CASE("best design: optimizers are findings, metrics, and make a study usable",
          "[report][optimizer]") {
    const ScratchFolder folder;
    StudyResults study = beam_study(folder.path());
    const MetricTable table(study);
    CHECK(table.contenders(0) == std::vector<std::string>{"best"});
    CHECK(table.median(0, "best", metrics::true_evaluations) == 2.0);
    CHECK(table.median(0, "best", metrics::evaluations_in_all) == 3.0);
    CHECK(table.median(0, "best", metrics::optimizer_rounds) == 3.0);
    CHECK(table.median(0, "best", metrics::optimum_violation) == 0.125);
    const std::vector<std::string> findings = optimizer_findings(study, table, 0);
    REQUIRE(findings.size() == 1);
    CHECK_THAT(findings[0],
               Catch::StartsWith("best: best feasible value 2.500 (median; ") &&
                   Catch::Contains("feasible in 1 of 2 replicates") &&
                   Catch::EndsWith("stopped: no gain predicted."));
    CHECK(why_unusable(study, table).empty());
    study.arms[0].replicates.pop_back();
    CHECK_THAT(why_unusable(study, MetricTable(study)),
               Catch::StartsWith("no optimizer found a feasible design; the least violation is "));
}

TEST_CASE("best design: a maximum with limits of its own, in the user's units",
          "[report][best_design]") {
    const ScratchFolder scratch;
    StudyResults study = beam_study(scratch.path());
    std::vector<Output>& outputs = study.arms[0].problem.outputs;
    outputs[0].role = OutputRole::maximize;
    outputs[1].upper = 200.0;
    outputs[2].lower = outputs[2].upper = -1.5;
    for (ReplicateRecord& replicate : study.arms[0].replicates) {
        const bool is_first = replicate.replicate == 0;
        replicate.best_evaluated->verdict.true_value = is_first ? 2.5 : 3.5;
        replicate.best_evaluated->verdict.violation = 0.0;
        replicate.best_evaluated->outputs = Vector{{is_first ? 2.5 : 3.5, 150.0, -1.5}};
        replicate.optimizers[0].best = replicate.best_evaluated;
    }
    const std::vector<BestDesign> designs = best_designs(study);
    REQUIRE(designs.size() == 1);
    CHECK(designs[0].design.replicate == 1);  // the greater one
    CHECK(
        design_sentences(designs[0]).front() ==
        "Constraints there: stress = 150.0 MPa (<= 200 MPa, by 50.0), sag = -1.500 mm (= -1.5 mm, "
        "met to 0).");
    write_best(study);
    const Json design = Json::parse(read_text(scratch.path() / "best.json")).at("designs").at(0);
    CHECK(design.at("objective").at("sense") == "maximize");
    const Json& stress = design.at("constraints").at(0);
    CHECK(stress.at("lower").is_null());
    CHECK(stress.at("upper") == 200.0);
    CHECK(stress.at("margin") == 50.0);
}

TEST_CASE("best design: without optimizers the constraints are told, too",
          "[report][best_design]") {
    const ScratchFolder scratch;
    StudyResults study = beam_study(scratch.path());
    study.arms[0].arm.config.optimizers.clear();
    for (ReplicateRecord& replicate : study.arms[0].replicates) {
        replicate.optimizers.clear();
        replicate.best_evaluated->outputs = Vector{{2.5, -1.0, -1.5}};
    }
    const std::vector<BestDesign> designs = best_designs(study);
    REQUIRE(designs.size() == 1);
    CHECK(design_sentences(designs[0]).size() == 1);
}
