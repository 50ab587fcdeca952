#include "study/config/figures_block.hpp"
#include "study/study_text.hpp"
#include "support/catch.hpp"

using namespace jennopt;

namespace {

const std::string sweep =
    "sweep:\n  - {sampling.count: [10, 20], trainer: {fast: {}, slow: {defaults.restarts: 2}}}\n"
    "  - {defaults.lambda: [1e-3]}\n";

const std::string full =
    "figures:\n"
    "  - {name: rows, title: Rows, along: sampling.count, x: train_seconds, y: r2_value,\n"
    "     panels: trainer, surrogates: [jenn], against: nn, log_x: true, log_y: false,\n"
    "     slopes: true, target: 1e-5}\n"
    "  - {name: map, along: sampling.count, y: defaults.lambda, color: r2_value}\n";

void check_full(const std::vector<SweepFigure>& figures) {
    REQUIRE(figures.size() == 2);
    const SweepFigure& rows = figures[0];
    CHECK(rows.title == "Rows");
    CHECK(rows.along == "sampling.count");
    CHECK(rows.x == "train_seconds");
    CHECK(rows.y == "r2_value");
    CHECK(rows.panels == "trainer");
    CHECK(rows.surrogates == std::vector<std::string>{"jenn"});
    CHECK(rows.against == "nn");
    CHECK((rows.log_x == true && rows.log_y == false && rows.slopes));
    CHECK(rows.target == 1e-5);
    CHECK(figures[1].color == "r2_value");
    CHECK((!figures[1].log_x && !figures[1].log_y && !figures[1].target));
}

std::string error_of(const std::string& figures) {
    const std::vector<std::string> errors =
        StudyText(small_study + sweep + figures + "\n").errors();
    INFO(figures);
    for (const std::string& error : errors) {
        INFO(error);
    }
    REQUIRE(errors.size() == 1);
    return errors.front();
}

}  // namespace

TEST_CASE("figures: every key is read, and is of no arm", "[study][figures]") {
    const Study plain = StudyText(small_study + sweep).read();
    const Study study = StudyText(small_study + sweep + full).read();
    check_full(study.figures);
    REQUIRE(study.arms.size() == plain.arms.size());
    for (std::size_t i = 0; i < study.arms.size(); ++i) {
        CHECK(study.arms[i].id == plain.arms[i].id);
        CHECK(study.arms[i].resolved == plain.arms[i].resolved);
    }
}

TEST_CASE("figures: their text reads back the same", "[study][figures]") {
    const std::vector<SweepFigure> figures = StudyText(small_study + sweep + full).read().figures;
    check_full(figures_from(figures_text(figures), "study.json"));
    CHECK(figures_from(figures_text({}), "study.json").empty());
    CHECK_THROWS_WITH(figures_from("[{nmae: x, along: a, y: b}]", "study.json"),
                      Catch::Contains("study.json") && Catch::Contains("figures.0.nmae"));
}

TEST_CASE("figures: --set reaches them", "[study][figures]") {
    const StudyText text(small_study + sweep + full);
    CHECK(text.read({{"figures.1.log_x", "true"}}).figures.at(1).log_x == true);
}

TEST_CASE("figures: a wrong key is an error at its place", "[study][figures]") {
    const auto [figures, error] = GENERATE(table<std::string, std::string>({
        {"figures: 3", "study.yaml:9:10: figures: is 3, expected a list with"},
        {"figures: {}", "study.yaml:9:10: figures: is a map, expected a list with"},
        {"figures: [{name: a, along: sampling.count}]", "study.yaml:9:11: figures.0.y: is missing"},
        {"figures: [{name: a, along: sampling.count, y: gamma, target: low}]",
         "study.yaml:9:62: figures.0.target: is 'low', expected a number"},
    }));
    CHECK_THAT(error_of(figures), Catch::StartsWith(error));
}

TEST_CASE("figures: what is not in the study is refused", "[study][figures]") {
    const auto [figure, error] = GENERATE(table<std::string, std::string>({
        {"name: a b, along: sampling.count, y: gamma",
         "study.yaml:9:18: figures.0.name: is 'a b', expected letters"},
        {"name: a, along: sampling.cuont, y: gamma",
         "study.yaml:9:28: figures.0.along: is 'sampling.cuont', expected an axis of the "
         "sweep, one of sampling.count, trainer, defaults.lambda; did you mean 'sampling.count'?"},
        {"name: a, along: trainer, y: gamma",
         "study.yaml:9:28: figures.0.along: is 'trainer', expected an axis of numbers, but it "
         "has the value fast"},
        {"name: a, along: sampling.count, y: trainer, color: gamma",
         "study.yaml:9:47: figures.0.y: is 'trainer', expected an axis of numbers"},
        {"name: a, along: sampling.count, y: r2_valeu",
         "study.yaml:9:47: figures.0.y: is 'r2_valeu', expected a metric; did you mean "
         "'r2_value'?"},
        {"name: a, along: sampling.count, y: gamma, x: r2",
         "study.yaml:9:57: figures.0.x: is 'r2', expected a metric, one of r2_value, r2_partials"},
        {"name: a, along: sampling.count, y: defaults.lambda, color: lamda",
         "study.yaml:9:71: figures.0.color: is 'lamda', expected a metric; did you mean 'lambda'?"},
        {"name: a, along: sampling.count, y: 'gamma[y]'",
         "study.yaml:9:47: figures.0.y: is 'gamma[y]', expected gamma without an output"},
        {"name: a, along: sampling.count, y: gamma, panels: kind",
         "study.yaml:9:62: figures.0.panels: is 'kind', expected an axis"},
        {"name: a, along: sampling.count, y: gamma, against: jen",
         "study.yaml:9:63: figures.0.against: is 'jen', expected a surrogate of the study, one "
         "of nn, jenn, truth, best_sample; did you mean 'jenn'?"},
        {"name: a, along: sampling.count, y: gamma, surrogates: [nn, kriging]",
         "study.yaml:9:71: figures.0.surrogates.1: is 'kriging', expected a surrogate"},
        {"name: a, along: sampling.count, y: gamma}, {name: a, along: sampling.count, y: gamma",
         "study.yaml:9:62: figures.1.name: is 'a', expected a name that no figure before"},
    }));
    CHECK_THAT(error_of("figures: [{" + figure + "}]"), Catch::StartsWith(error));
}

TEST_CASE("figures: a metric of an output is left to the plan", "[study][figures]") {
    const std::string figure = "figures: [{name: a, along: sampling.count, y: 'r2_value[drag]'}]\n";
    CHECK(StudyText(small_study + sweep + figure).errors().empty());
}

TEST_CASE("figures: they cannot be swept", "[study][figures]") {
    CHECK_THAT(StudyText(small_study + "sweep: {figures.0.title: [a, b]}\n").errors().at(0),
               Catch::StartsWith("study.yaml:6:9: sweep.figures.0.title: cannot be swept"));
}
