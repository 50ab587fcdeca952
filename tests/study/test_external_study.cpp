#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "record/record.hpp"
#include "report/study_folder.hpp"
#include "study/finished_study.hpp"
#include "support/catch.hpp"

#include <algorithm>

using namespace jennopt;

namespace {

/// A bowl in awk, which notes every point that it is run at beside the study.
constexpr const char* bowl_script = R"(
echo >> "$JENNOPT_STUDY_FOLDER/count"
tr ',{}[]' '\n\n\n\n\n' | awk -F: -v limit="$1" '
    /^"a":/ { a = $2 } /^"b":/ { b = $2 }
    END { if (b > limit) { print "the mesh collapsed at b = " b > "/dev/stderr"; exit 2 }
          printf "{\"values\": {\"y\": %.17g}, ", (a - 0.3) ^ 2 + 2 * b ^ 2
          printf "\"partials\": {\"y\": {\"a\": %.17g, \"b\": %.17g}}}", 2 * (a - 0.3), 4 * b }'
)";

std::string bowl_study(const std::string& limit) {
    return "study: bowl\n"
           "replicates: 2\n"
           "problem:\n"
           "  external:\n"
           "    name: bowl\n"
           "    command: [sh, bowl.sh, \"" +
           limit +
           "\"]\n"
           "    inputs: [{name: a, lower: -1, upper: 1}, {name: b, lower: -1, upper: 1}]\n"
           "    outputs: [{name: y}]\n"
           "    partials: true\n"
           "sampling: {plan: latin_hypercube, count: 6}\n"
           "test: {plan: random, count: 4}\n"
           "defaults: {hidden: [3], training: {max_iterations: 30}}\n"
           "surrogates: {jenn: {kind: jenn, gamma: 1, lambda: 0}}\n"
           "optimization: {starts: 2, max_evaluations: 5, truth_baseline: true}\n";
}

class Bowl {
public:
    /// @param limit  evaluations at a larger b fail
    explicit Bowl(const std::string& limit = "9", const std::string& more = "") {
        write_text(folder_.path() / "bowl.sh", bowl_script);
        study_ = study_from(bowl_study(limit) + more, folder_);
    }

    [[nodiscard]] const std::filesystem::path& folder() const { return folder_.path(); }

    [[nodiscard]] std::filesystem::path run(const std::string& output,
                                            Index jobs,
                                            const StudyObserver& observer = silent) const {
        return jennopt::run(study_,
                            plan(study_, ProblemRegistry({})),
                            {.output = folder_.path() / output, .jobs = jobs},
                            observer);
    }

    [[nodiscard]] std::size_t evaluations() const {
        const std::string text = read_text(folder_.path() / "count");
        return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    }

    [[nodiscard]] const Study& study() const { return study_; }

private:
    ScratchFolder folder_;
    Study study_;
};

}  // namespace

TEST_CASE("external study: one job and four give the same bytes", "[study][external]") {
    const Bowl bowl;
    const auto one = contents(bowl.run("one", 1));
    const auto four = contents(bowl.run("four", 4));
    CHECK(one == four);
    CHECK(std::none_of(one.begin(), one.end(), [](const auto& file) {
        return file.first.find("programs") != std::string::npos;
    }));
}

TEST_CASE("external study: stopped and run again it repeats no finished evaluation",
          "[study][external]") {
    const Bowl bowl;
    const auto whole = contents(bowl.run("whole", 1));
    const std::size_t needed = bowl.evaluations();
    for (const int stop : {2, 9, 14}) {
        int reports = 0;
        CHECK_THROWS_AS(bowl.run("stopped" + std::to_string(stop),
                                 1,
                                 [&](const StudyProgress& /*progress*/) {
                                     if (++reports == stop) {
                                         throw Interrupted("stop");
                                     }
                                 }),
                        Interrupted);
        const std::size_t before = bowl.evaluations();
        CHECK(contents(bowl.run("stopped" + std::to_string(stop), 1)) == whole);
        CHECK(bowl.evaluations() > before);
    }
    CHECK(bowl.evaluations() == 4 * needed);
}

TEST_CASE("external study: failed points are recorded with the program's words, and kept",
          "[study][external]") {
    const Bowl bowl("0.5");
    const auto folder = bowl.run("out", 2);
    const ReplicateRecord record = read_record(folder / bowl.study().arms.front().id / "r0");
    CHECK(record.failed > 0);
    CHECK(record.samples + record.failed == 6);
    CHECK_THAT(record.first_failure,
               Catch::StartsWith("problem 'bowl' at [") &&
                   Catch::Contains("it ended with exit status 2") &&
                   Catch::Contains("\n  the mesh collapsed at b = "));
    const auto programs = folder / "evaluations" / "programs";
    std::size_t failures = 0;
    const std::string lines = read_text(folder / "evaluations" / "000001.jsonl");
    for (auto at = lines.find(R"("failed")"); at != std::string::npos; ++failures) {
        at = lines.find(R"("failed")", at + 1);
    }
    const std::filesystem::directory_iterator kept(programs);
    CHECK(static_cast<std::size_t>(std::distance(begin(kept), end(kept))) == failures);
    for (const auto& entry : std::filesystem::directory_iterator(programs)) {
        CHECK_THAT(read_text(entry.path() / "stderr.txt"), Catch::StartsWith("the mesh collapsed"));
    }
}

TEST_CASE("external study: rows of data at points of the plan are not run again",
          "[study][external][data]") {
    const Bowl before;
    const auto samples = before.run("out", 2) / before.study().arms.front().id / "r0/training.csv";
    const Bowl bowl("9", "data: runs.csv\n");
    write_text(bowl.folder() / "runs.csv", read_text(samples) + "0.3,0,0,0,0\n");
    const auto place = bowl.run("out", 2);
    // The direct search of each replicate is the same; the check of the optimum is another one.
    CHECK(bowl.evaluations() == before.evaluations() - 6);
    const auto arm = place / bowl.study().arms.front().id;
    CHECK(read_record(arm / "r0").samples == 7);
    CHECK(read_record(arm / "r1").samples == 13);
}

TEST_CASE("external study: data of other columns are refused with their place",
          "[study][external][data]") {
    const Bowl bowl("9", "data: runs.csv\n");
    write_text(bowl.folder() / "runs.csv", "a,z\n1,2\n");
    CHECK_THROWS_WITH(
        bowl.run("out", 1),
        Catch::Contains("study.yaml:15:7: data: ") && Catch::Contains("has no column \"b\""));
    const Bowl none("9", "data: runs.csv\n");
    CHECK_THROWS_WITH(none.run("out", 1), Catch::Contains("data: ") && Catch::Contains("runs.csv"));
}

TEST_CASE("external study: the report is made without the program", "[study][external]") {
    const Bowl bowl;
    const auto folder = bowl.run("out", 2);
    const std::size_t evaluations = bowl.evaluations();
    const StudyResults contents = read_study_folder(folder, {});
    CHECK(contents.arms.front().problem.name == "bowl");
    CHECK(contents.arms.front().truth == nullptr);
    CHECK(bowl.evaluations() == evaluations);
}
