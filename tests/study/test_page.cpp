#include "study/config/page_block.hpp"
#include "study/study_text.hpp"
#include "support/catch.hpp"

using namespace jennopt;

namespace {

const std::string sweep =
    "sweep:\n  - {sampling.count: [10, 20], trainer: {fast: {}, slow: {defaults.restarts: 2}}}\n"
    "  - {defaults.lambda: [1e-3]}\n";

const std::string full =
    "page:\n"
    "  title: How many samples\n"
    "  note: |\n"
    "    First: \"paragraph\" # no comment\n"
    "\n"
    "    Second ± one.\n"
    "  shown: [rows, training]\n"
    "  figures:\n"
    "    - {name: rows, title: Rows, along: sampling.count, x: train_seconds, y: r2_value,\n"
    "       panels: trainer, surrogates: [jenn], against: nn, log_x: true, log_y: false,\n"
    "       slopes: true, target: 1e-5}\n"
    "    - {name: map, along: sampling.count, y: defaults.lambda, color: r2_value}\n"
    "  published:\n"
    "    - {what: a value, source: Fig. 2c, arms: {sampling.count: 20, trainer: fast},\n"
    "       metric: r2_value, surrogate: nn, value: -0.5, reading: 0.02}\n"
    "    - {what: better, metric: r2_value, arms: {defaults.lambda: 0.001}, better: jenn, than: "
    "nn}\n";

void check_full(const Page& page) {
    CHECK(page.title == "How many samples");
    CHECK(page.note == "First: \"paragraph\" # no comment\n\nSecond ± one.\n");
    CHECK(page.shown == std::vector<std::string>{"rows", "training"});
    REQUIRE(page.figures.size() == 2);
    const SweepFigure& rows = page.figures[0];
    CHECK(rows.title == "Rows");
    CHECK(rows.along == "sampling.count");
    CHECK(rows.x == "train_seconds");
    CHECK(rows.y == "r2_value");
    CHECK(rows.panels == "trainer");
    CHECK(rows.surrogates == std::vector<std::string>{"jenn"});
    CHECK(rows.against == "nn");
    CHECK((rows.log_x && !rows.log_y && rows.slopes));
    CHECK(rows.target == 1e-5);
    CHECK(page.figures[1].color == "r2_value");
    CHECK((!page.figures[1].log_x && page.figures[1].log_y && !page.figures[1].target));
    REQUIRE(page.published.size() == 2);
    const Published& value = page.published[0];
    CHECK(value.what == "a value");
    CHECK(value.source == "Fig. 2c");
    CHECK(value.arms ==
          std::map<std::string, std::string>{{"sampling.count", "20"}, {"trainer", "fast"}});
    CHECK(value.metric == "r2_value");
    CHECK(value.surrogate == "nn");
    CHECK(value.value == -0.5);
    CHECK(value.reading == 0.02);
    CHECK_FALSE(page.published[1].value.has_value());
    CHECK(page.published[1].better == "jenn");
    CHECK(page.published[1].than == "nn");
    CHECK(page.published[1].arms.at("defaults.lambda") == "1e-3");  // as the arm has it
}

std::string error_of(const std::string& page) {
    const std::vector<std::string> errors = StudyText(small_study + sweep + page + "\n").errors();
    INFO(page);
    for (const std::string& error : errors) {
        INFO(error);
    }
    REQUIRE(errors.size() == 1);
    return errors.front();
}

}  // namespace

TEST_CASE("page: every key is read, and is of no arm", "[study][page]") {
    const Study plain = StudyText(small_study + sweep).read();
    const Study study = StudyText(small_study + sweep + full).read();
    check_full(study.page);
    REQUIRE(study.arms.size() == plain.arms.size());
    for (std::size_t i = 0; i < study.arms.size(); ++i) {
        CHECK(study.arms[i].id == plain.arms[i].id);
        CHECK(study.arms[i].resolved == plain.arms[i].resolved);
    }
}

TEST_CASE("page: its text reads back the same", "[study][page]") {
    const Page page = StudyText(small_study + sweep + full).read().page;
    check_full(page_from(page_text(page), "study.json"));
    CHECK(page_text(page_from(page_text(Page{}), "study.json")) == page_text(Page{}));
    CHECK_THROWS_WITH(page_from("{tilte: x}", "study.json"),
                      Catch::Contains("study.json") && Catch::Contains("page.tilte"));
}

TEST_CASE("page: --set reaches it", "[study][page]") {
    const StudyText text(small_study + sweep + full);
    CHECK(text.read({{"page.title", "Other"}}).page.title == "Other");
    CHECK(text.read({{"page.figures.1.log_x", "true"}}).page.figures.at(1).log_x);
}

TEST_CASE("page: a wrong key is an error at its place", "[study][page]") {
    const auto [page, error] = GENERATE(table<std::string, std::string>({
        {"page: 3", "study.yaml:9:7: page: is 3, expected a map of keys"},
        {"page: {tilte: x}",
         "study.yaml:9:8: page.tilte: is not a known key; did you mean 'title'"},
        {"page: {title: 3}", "study.yaml:9:15: page.title: is 3, expected text (in quotes"},
        {"page: {shown: rows}", "study.yaml:9:15: page.shown: is 'rows', expected a list"},
        {"page: {figures: {}}", "study.yaml:9:17: page.figures: is a map, expected a list with"},
        {"page: {figures: [{name: a, along: sampling.count}]}",
         "study.yaml:9:18: page.figures.0.y: is missing"},
        {"page: {figures: [{name: a, along: sampling.count, y: b, target: low}]}",
         "study.yaml:9:65: page.figures.0.target: is 'low', expected a number"},
        {"page: {published: [{what: a, metric: b, surrogate: nn, value: 1, reading: -1}]}",
         "study.yaml:9:75: page.published.0.reading: is -1, expected a number >= 0"},
    }));
    CHECK_THAT(error_of(page), Catch::StartsWith(error));
}

TEST_CASE("page: what is not in the study is refused", "[study][page]") {
    const auto [figure, error] = GENERATE(table<std::string, std::string>({
        {"name: a b, along: sampling.count, y: z",
         "study.yaml:9:25: page.figures.0.name: is 'a b', expected letters"},
        {"name: a, along: sampling.cuont, y: z",
         "study.yaml:9:35: page.figures.0.along: is 'sampling.cuont', expected an axis of the "
         "sweep, "
         "one of sampling.count, trainer, defaults.lambda; did you mean 'sampling.count'?"},
        {"name: a, along: trainer, y: z",
         "study.yaml:9:35: page.figures.0.along: is 'trainer', expected an axis of numbers, but it "
         "has the value fast"},
        {"name: a, along: sampling.count, y: trainer, color: z",
         "study.yaml:9:54: page.figures.0.y: is 'trainer', expected an axis of numbers"},
        {"name: a, along: sampling.count, y: z, panels: kind",
         "study.yaml:9:65: page.figures.0.panels: is 'kind', expected an axis"},
        {"name: a, along: sampling.count, y: z, against: jen",
         "study.yaml:9:66: page.figures.0.against: is 'jen', expected a surrogate of the study, "
         "one "
         "of nn, jenn, truth; did you mean 'jenn'?"},
        {"name: a, along: sampling.count, y: z, surrogates: [nn, kriging]",
         "study.yaml:9:74: page.figures.0.surrogates.1: is 'kriging', expected a surrogate"},
        {"name: a, along: sampling.count, y: z}, {name: a, along: sampling.count, y: z",
         "study.yaml:9:65: page.figures.1.name: is 'a', expected a name that no figure before"},
    }));
    CHECK_THAT(error_of("page: {figures: [{" + figure + "}]}"), Catch::StartsWith(error));
}

TEST_CASE("page: a published statement is a value or a comparison, of arms that there are",
          "[study][page]") {
    const auto [statement, error] = GENERATE(table<std::string, std::string>({
        {"", "study.yaml:9:20: page.published.0: has none of its numbers, expected either"},
        {"surrogate: nn", "study.yaml:9:20: page.published.0: has surrogate, expected either"},
        {"better: nn, than: jenn, value: 1",
         "study.yaml:9:20: page.published.0: has value, better, than, expected either"},
        {"better: nn, than: jenn, reading: 1",
         "study.yaml:9:20: page.published.0: has better, than, reading, expected either"},
        {"better: nn, than: kriging",
         "study.yaml:9:59: page.published.0.than: is 'kriging', expected a surrogate"},
        {"better: nn, than: jenn, arms: {count: 3}",
         "study.yaml:9:72: page.published.0.arms: is 'count', expected an axis of the sweep"},
        {"better: nn, than: jenn, arms: {sampling.count: 30}",
         "study.yaml:9:88: page.published.0.arms.sampling.count: is '30', expected a value of this "
         "axis, one of 10, 20"},
        {"better: nn, than: jenn, arms: {sampling.count: 10, defaults.lambda: 1e-3}",
         "study.yaml:9:71: page.published.0.arms: has values that no arm has together"},
    }));
    CHECK_THAT(error_of("page: {published: [{what: a, metric: b, " + statement + "}]}"),
               Catch::StartsWith(error));
}

TEST_CASE("page: it cannot be swept", "[study][page]") {
    CHECK_THAT(StudyText(small_study + "sweep: {page.title: [a, b]}\n").errors().at(0),
               Catch::StartsWith("study.yaml:6:9: sweep.page.title: cannot be swept"));
}
