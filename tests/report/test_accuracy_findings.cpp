#include "report/findings/accuracy.hpp"
#include "report/findings_fixture.hpp"
#include "support/catch.hpp"

using namespace jennopt;
using Catch::Contains;

TEST_CASE("accuracy findings: who predicts best needs a test", "[report][accuracy]") {
    const std::string text =
        sentences_of(accuracy_findings, made_up_input(std::vector(5, 0.1), std::vector(5, 0.1)));
    CHECK_THAT(text,
               Contains("R2 of partials on test samples (medians of 5 replicates): jenn (0.9500) "
                        "beats nn (0.8000, in 5 of 5 replicates)."));
    CHECK_THAT(text, Contains("R2 of values") && Contains("too close to call"));
    CHECK_THAT(sentences_of(accuracy_findings, made_up_input({0.1}, {0.1})), !Contains("beats"));
}

TEST_CASE("accuracy findings: no best one where all are worse than the mean",
          "[report][accuracy]") {
    StudyResults study = made_up_input(std::vector(5, 0.1), std::vector(5, 0.1));
    for (ReplicateRecord& replicate : study.arms[0].replicates) {
        replicate.surrogates[0].accuracy.r2_partials = -1.76;
        replicate.surrogates[1].accuracy.r2_partials = -3.0;
    }
    const std::string text = sentences_of(accuracy_findings, study);
    CHECK_THAT(text,
               Contains("No surrogate predicts partials better than the mean of the test samples: "
                        "R2 is -1.7600 at best (nn)."));
}
