#include "core/format.hpp"
#include "core/json.hpp"
#include "core/text_file.hpp"
#include "report/study_folder.hpp"
#include "study/finished_study.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

using namespace jennopt;

namespace {

constexpr const char* study_text = R"(study: rows
replicates: 1
problem: {table: {file: data.csv, inputs: [a], outputs: [y], test: 5}}
sampling: {count: 4}
defaults: {hidden: [2], lambda: 0.001, training: {max_iterations: 3}}
surrogates: {nn: {kind: nn}}
optimization: {starts: 1, max_evaluations: 5}
sweep:
  sampling.count: [4, 6]
  lambda: {none: {defaults.lambda: 0}, some: {defaults.lambda: 0.5}}
)";

/// The study and its folder after a run.
class Finished {
public:
    explicit Finished(const std::string& more = "") {
        std::string rows = "a,y\n";
        for (int i = 0; i < 20; ++i) {
            rows += fmt::format("{},{}\n", i, i * i);
        }
        write_text(folder_.path() / "data.csv", rows);
        run_again(more);
    }

    void run_again(const std::string& more = "") const {
        const Study study = study_from(study_text + more, folder_);
        (void)run(study,
                  plan(study, ProblemRegistry({})),
                  {.output = folder_.path() / "out", .jobs = 2},
                  silent);
    }

    [[nodiscard]] std::filesystem::path place() const { return folder_.path() / "out" / "rows"; }

    [[nodiscard]] StudyResults read() const { return read_study_folder(place(), {}); }

private:
    ScratchFolder folder_;
};

}  // namespace

TEST_CASE("study folder: the choices of every arm come back", "[report][study_folder]") {
    const Finished finished;
    const StudyResults input = finished.read();
    using Choices = std::vector<std::pair<std::string, std::string>>;
    REQUIRE(input.arms.size() == 4);
    CHECK(input.arms[1].arm.choices == Choices{{"sampling.count", "4"}, {"lambda", "some"}});
    CHECK(input.arms[2].arm.choices == Choices{{"sampling.count", "6"}, {"lambda", "none"}});
}

TEST_CASE("study folder: a folder without choices is read too", "[report][study_folder]") {
    const Finished finished;
    Json json = Json::parse(read_text(finished.place() / "study.json"));
    for (Json& arm : json["arms"]) {
        arm.erase("choices");
    }
    write_text(finished.place() / "study.json", json.dump());
    CHECK(finished.read().arms.at(3).arm.choices.empty());
}

TEST_CASE("study folder: the figures come back, and may change between runs",
          "[report][study_folder]") {
    const Finished finished;
    CHECK(finished.read().figures.empty());
    finished.run_again("figures: [{name: new, along: sampling.count, y: r2_value}]\n");
    const StudyResults input = finished.read();
    CHECK(input.figures.at(0).name == "new");
    CHECK(input.arms.size() == 4);
}

TEST_CASE("study folder: the time that the study took is read", "[report][study_folder]") {
    const Finished finished;
    write_text(finished.place() / "timing.json", R"({"seconds": 192, "jobs": 2})");
    CHECK(finished.read().seconds == 192.0);
    CHECK(finished.read().jobs == 2);
    write_text(finished.place() / "timing.json", "{}");
    CHECK_THROWS_WITH(finished.read(), Catch::Contains("timing.json: is damaged"));
    std::filesystem::remove(finished.place() / "timing.json");
    CHECK(finished.read().seconds == 0.0);
}
