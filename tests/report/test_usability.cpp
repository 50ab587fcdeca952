#include "report/findings/findings.hpp"
#include "report/findings_fixture.hpp"
#include "support/catch.hpp"

#include <cmath>

using namespace jennopt;
using Catch::Contains;

namespace {

std::string reason(const StudyResults& study) {
    return why_unusable(study, MetricTable(study));
}

template <typename Change>
void change_all(StudyResults& study, const Change& change) {
    for (ReplicateRecord& replicate : study.arms[0].replicates) {
        for (SurrogateRecord& record : replicate.surrogates) {
            change(record);
        }
    }
}

void fail(SurrogateRecord& record) {
    record.optimum.failure = "the mesh is tangled";
    record.optimum.verdict = {NAN, NAN, NAN, NAN};
}

}  // namespace

TEST_CASE("usability: a study with surrogates that predict is usable", "[report][usability]") {
    CHECK(reason(made_up_input({0.1, 0.1}, {0.2, 0.2})).empty());
}

TEST_CASE("usability: every fit worse than the mean is no result, one good one is",
          "[report][usability]") {
    StudyResults study = made_up_input({0.1, 0.1}, {0.2, 0.2});
    add_direct_search(study, {0.0, 0.0});
    change_all(study, [](SurrogateRecord& record) {
        record.accuracy.r2_value = record.name == "nn" ? -3.0 : -1.76;
    });
    CHECK(reason(study) ==
          "every surrogate predicts worse than the mean of the test samples; R2 of values is "
          "-1.76 at best (jenn)");
    study.arms[0].replicates[1].surrogates[0].accuracy.r2_value = 0.1;
    CHECK(reason(study).empty());
}

TEST_CASE("usability: optima where every evaluation fails are no result", "[report][usability]") {
    StudyResults study = made_up_input({0.1, 0.1}, {0.2, 0.2});
    change_all(study, fail);
    CHECK(reason(study) ==
          "every optimum found on a surrogate lies where the evaluation fails; the first failure: "
          "the mesh is tangled");
    study.arms[0].replicates[0].surrogates[0] =
        made_up_input({0.1}, {0.2}).arms[0].replicates[0].surrogates[0];
    CHECK(reason(study).empty());
    study.arms[0].replicates[0].surrogates[0].accuracy.r2_value = -1.0;
    CHECK_THAT(reason(study), Contains("or its optimum lies where the evaluation fails"));
}

TEST_CASE("usability: no surrogate is left", "[report][usability]") {
    StudyResults study = made_up_input({0.1, 0.1}, {0.2, 0.2});
    for (ReplicateRecord& replicate : study.arms[0].replicates) {
        replicate.surrogates.clear();
        replicate.lost = {{"nn", "the loss is inf"}, {"jenn", "the loss is nan"}};
    }
    CHECK(reason(study) ==
          "no surrogate is left, all 4 were lost; nn in the first replicate: the loss is inf");
    study.arms[0].replicates[0].surrogates =
        made_up_input({0.1}, {0.2}).arms[0].replicates[0].surrogates;
    CHECK(reason(study).empty());
}
