#include "report/findings/findings.hpp"
#include "report/findings_fixture.hpp"
#include "support/catch.hpp"

using namespace jennopt;
using Catch::Contains;

namespace {

StudyResults ensemble_study() {
    StudyResults study = made_up_input({0.1, 0.1}, {0.2, 0.2});
    add_configs(study);
    FitOptions& fit = study.arms[0].arm.config.surrogates[1].fit;
    fit.restarts = 2;
    fit.members = 3;
    for (ReplicateRecord& replicate : study.arms[0].replicates) {
        SurrogateRecord& record = replicate.surrogates[1];
        for (Index i = 0; i < 6; ++i) {
            record.restarts.push_back({.initialization = i,
                                       .member = i / 2,
                                       .kept = i % 2 == 0,
                                       .loss = {0.25 * static_cast<double>(i + 1), 0.0, 0.0}});
        }
        record.calibration = SpreadCalibration{{0.42, 0.3}, {0.38, 0.2}};
    }
    return study;
}

}  // namespace

TEST_CASE("accuracy findings: who predicts best needs a test", "[report][accuracy]") {
    const std::string text =
        sentences_of(accuracy_findings, made_up_input(std::vector(5, 0.1), std::vector(5, 0.1)));
    CHECK_THAT(text,
               Contains("R2 of partials on test samples (medians of 5 replicates): jenn (0.9500) "
                        "beats nn (0.8000) in 5 of 5."));
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
                        "R2 is -1.76 at best (nn)."));
}

TEST_CASE("network findings: restarts and the worth of a spread are stated", "[report][accuracy]") {
    StudyResults study = ensemble_study();
    const std::string text = sentences_of(accuracy_findings, study);
    CHECK_THAT(text,
               Contains("jenn keeps the best of 2 initializations for each network: "
                        "training loss 0.250 at best, 1.50 at worst"));
    CHECK_THAT(text,
               Contains("jenn is the mean of 3 networks") && Contains("42 % of") &&
                   Contains("38 % of the partials") &&
                   Contains("the spread understates the error") && Contains("is 0.30"));
    CHECK(sentences_of(warnings, study).empty());
    for (ReplicateRecord& replicate : study.arms[0].replicates) {
        replicate.surrogates[1].calibration->values.coverage = 0.93;
    }
    CHECK_THAT(sentences_of(accuracy_findings, study), Contains("is of about the right size"));
}

TEST_CASE("network findings: trainings that diverged are a warning", "[report][accuracy]") {
    StudyResults study = ensemble_study();
    for (const std::size_t i : {2U, 3U}) {
        Restart& restart = study.arms[0].replicates[1].surrogates[1].restarts[i];
        restart.kept = false;
        restart.failure = "the loss is inf";
    }
    CHECK_THAT(sentences_of(warnings, study),
               Contains("jenn: 2 of 12 trainings diverged and were left out, 1 member without a "
                        "network; the first reason: the loss is inf"));
}

TEST_CASE("network findings: one network needs no sentence", "[report][accuracy]") {
    StudyResults study = made_up_input({0.1}, {0.2});
    add_configs(study);
    study.arms[0].replicates[0].surrogates[1].restarts = {{.kept = true}};
    CHECK_THAT(sentences_of(accuracy_findings, study),
               !Contains("initializations") && !Contains("is the mean of"));
}
