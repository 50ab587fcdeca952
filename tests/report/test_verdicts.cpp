#include "report/fixture.hpp"
#include "report/verdicts.hpp"
#include "support/catch.hpp"

using namespace jennopt;

namespace {

const std::vector<double> nn_distances{0.5, 0.6, 0.7, 0.8, 0.9, 1.0};
const std::vector<double> jenn_distances{0.1, 0.2, 0.3, 0.4, 0.5, 0.6};

ReportInput published(Published entry) {
    ReportInput input = made_up_input(nn_distances, jenn_distances);
    input.page.published = {std::move(entry)};
    return input;
}

Published distance_of_nn(double value, double reading = 0.0) {
    return {.what = "distance, NN",
            .source = "Fig. 1",
            .metric = "optimum_distance",
            .surrogate = "nn",
            .value = value,
            .reading = reading};
}

Published nearer(const std::string& better, const std::string& than) {
    return {.what = better, .metric = "optimum_distance", .better = better, .than = than};
}

PublishedVerdict only(const ReportInput& input) {
    const std::vector<PublishedVerdict> verdicts = judge(input);
    REQUIRE(verdicts.size() == 1);
    return verdicts.front();
}

}  // namespace

TEST_CASE("judge: a published value agrees inside the range of the replicates",
          "[report][verdicts]") {
    CHECK(only(published(distance_of_nn(0.5))).agreement == Agreement::agrees);
    CHECK(only(published(distance_of_nn(1.0))).agreement == Agreement::agrees);
    CHECK(only(published(distance_of_nn(0.49, 0.02))).agreement == Agreement::agrees);
    const PublishedVerdict inside = only(published(distance_of_nn(0.7)));
    CHECK(inside.published == "0.700");
    CHECK(inside.reproduced == "0.750 [0.500, 1.00]");
    CHECK(inside.source == "Fig. 1");
}

TEST_CASE("judge: outside of the range it is better or worse, by how much", "[report][verdicts]") {
    const PublishedVerdict better = only(published(distance_of_nn(1.5)));
    CHECK(better.agreement == Agreement::better);
    CHECK(better.verdict == "better: 2.0 times smaller");
    const PublishedVerdict worse = only(published(distance_of_nn(0.25)));
    CHECK(worse.agreement == Agreement::worse);
    CHECK(worse.verdict == "worse: 3.0 times larger");
}

TEST_CASE("judge: R2 is better where it is higher, and compared by its error",
          "[report][verdicts]") {
    Published r2{.what = "R2", .metric = "r2_value", .surrogate = "nn", .value = 0.8};  // 0.9 found
    CHECK(only(published(r2)).verdict == "better: error 2.0 times smaller");
    r2.value = 0.95;
    CHECK(only(published(r2)).verdict == "worse: error 2.0 times larger");
}

TEST_CASE("judge: a value that is neither good nor bad differs", "[report][verdicts]") {
    Published predicted{.metric = "optimum_predicted", .surrogate = "nn", .value = -2.0};
    CHECK(only(published(predicted)).agreement == Agreement::differs);
}

TEST_CASE("judge: a published order is held against the pairs", "[report][verdicts]") {
    const PublishedVerdict held = only(published(nearer("jenn", "nn")));
    CHECK(held.agreement == Agreement::confirmed);
    CHECK(held.published == "jenn better than nn");
    CHECK(held.reproduced == "better in 6 of 6, p = 0.016");
    CHECK(only(published(nearer("nn", "jenn"))).agreement == Agreement::contradicted);

    ReportInput close = made_up_input({0.1, 0.2, 0.3, 0.4}, {0.2, 0.1, 0.4, 0.3});
    close.page.published = {nearer("jenn", "nn")};
    CHECK(only(close).agreement == Agreement::undecided);
}

TEST_CASE("judge: one verdict for each arm that an entry means", "[report][verdicts]") {
    ReportInput input = made_up_input(nn_distances, jenn_distances);
    input.arms.push_back(input.arms.front());
    for (std::size_t i = 0; i < 2; ++i) {
        const std::string count = i == 0 ? "10" : "20";
        input.arms[i].arm.label = "sampling.count=" + count;
        input.arms[i].arm.choices = {{"sampling.count", count}};
    }
    Published entry = distance_of_nn(0.7);
    input.page.published = {entry};
    const std::vector<PublishedVerdict> both = judge(input);
    REQUIRE(both.size() == 2);
    CHECK(both[1].what == "distance, NN (sampling.count=20)");

    entry.arms = {{"sampling.count", "20"}};
    input.page.published = {entry};
    CHECK(only(input).what == "distance, NN");
}

TEST_CASE("judge: what no replicate has is said to be missing", "[report][verdicts]") {
    Published entry = distance_of_nn(0.7);
    entry.metric = "no_such_metric";
    const PublishedVerdict verdict = only(published(entry));
    CHECK(verdict.agreement == Agreement::missing);
    CHECK(verdict.verdict == "not there");
    CHECK(verdict.published == "0.700");
}

TEST_CASE("verdicts stand in terminal and page, and nowhere without a publication",
          "[report][verdicts]") {
    const ReportInput input = published(nearer("jenn", "nn"));
    CHECK(verdicts_text(input).find("verdict     confirmed") != std::string::npos);
    CHECK(verdicts_html(input).find("<b>confirmed</b>") != std::string::npos);
    const ReportInput plain = made_up_input(nn_distances, jenn_distances);
    CHECK(verdicts_text(plain).empty());
    CHECK(verdicts_html(plain).empty());
}
