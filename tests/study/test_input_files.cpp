#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "study/growing_study.hpp"
#include "study/input_files.hpp"
#include "support/catch.hpp"

using namespace jennopt;

namespace fs = std::filesystem;

namespace {

/// A program with a template, and first points in a file.
constexpr const char* with_program = R"yaml(study: small
problem:
  external:
    name: beam
    command: [sh, run.sh, --fast]
    inputs: [{name: a, lower: 0, upper: 1}]
    outputs: [{name: y}]
    templates: {in.txt: in.tpl}
    results: {y: {file: out.txt, pattern: '(.*)'
}
}
budget: 3
optimizers: {best: {starts: starts.csv}}
)yaml";

std::vector<std::string> names_of(const std::vector<InputFile>& files) {
    std::vector<std::string> names;
    for (const InputFile& file : files) {
        names.push_back(file.name);
    }
    return names;
}

/// A study that is not run, and the folder of its results.
class Kept {
public:
    Kept() {
        for (const char* name : {"run.sh", "in.tpl", "starts.csv", "nothing_of_it.txt"}) {
            write_text(scratch_.path() / name, name);
        }
        fs::create_directories(results());
        study_ = study_from(with_program, scratch_);
        keep_inputs(results(), study_, {});
    }

    [[nodiscard]] fs::path results() const { return scratch_.path() / "results"; }

    void write(const std::string& name, const std::string& text) const {
        write_text(scratch_.path() / name, text);
    }

    void evaluate() const {
        fs::create_directories(results() / "evaluations");
        write_text(results() / "evaluations" / "000001.jsonl", "");
    }

    [[nodiscard]] const Study& study() const { return study_; }

    [[nodiscard]] std::vector<std::string> changes() const {
        return input_changes(results(), study_, {});
    }

private:
    ScratchFolder scratch_;
    Study study_;
};

}  // namespace

TEST_CASE("input files: programs, templates and first points that a study names are known",
          "[study][inputs]") {
    const Kept kept;
    CHECK(names_of(input_files(kept.study(), {})) ==
          std::vector<std::string>{"in.tpl", "run.sh", "starts.csv"});
    const KeptInputs read = read_kept_inputs(kept.results());
    CHECK(read.study == "study.yaml");
    CHECK(read.overrides.empty());
    REQUIRE(read.files.size() == 3);
    CHECK(read.files[1].name == "run.sh");
    CHECK(read.files[1].role == InputRole::evaluation);
    CHECK(read.files[2].role == InputRole::starts);
    CHECK(read_text(kept_study_file(kept.results())) == with_program);
}

TEST_CASE("input files: what has changed is said, with its date and what is not made again",
          "[study][inputs]") {
    const Kept kept;
    CHECK(kept.changes().empty());
    kept.write("run.sh", "echo better");
    CHECK(kept.changes().empty());  // nothing was made with the old one
    kept.evaluate();
    REQUIRE(kept.changes().size() == 1);
    CHECK_THAT(
        kept.changes().front(),
        Catch::StartsWith("small: run.sh has changed since the last run, it was written 20") &&
            Catch::Contains("evaluations that are kept were made with what it was before") &&
            Catch::Contains("results/evaluations and give --force"));
    kept.write("starts.csv", "seed,k,a\n0,0,1\n");
    REQUIRE(kept.changes().size() == 2);
    CHECK_THAT(kept.changes().back(), Catch::Contains("starts.csv has changed"));
    keep_inputs(kept.results(), kept.study(), {});
    CHECK(kept.changes().empty());
    // Not forgotten as long as evaluations may be of the old one.
    CHECK(read_kept_inputs(kept.results()).files.at(1).earlier.size() == 1);
    fs::remove_all(kept.results() / "evaluations");
    keep_inputs(kept.results(), kept.study(), {});
    CHECK(read_kept_inputs(kept.results()).files.at(1).earlier.empty());
}

TEST_CASE("input files: only the content counts", "[study][inputs]") {
    const Kept kept;
    kept.evaluate();
    kept.write("run.sh", "run.sh");  // anew
    CHECK(kept.changes().empty());
}

TEST_CASE("input files: a damaged inputs.json says what to do", "[study][inputs]") {
    const Kept kept;
    for (const char* text : {"{", "{}", "[]", R"({"study": 1, "set": [], "files": []})"}) {
        write_text(kept.results() / "inputs.json", text);
        CHECK_THROWS_WITH(kept.changes(),
                          Catch::Contains("inputs.json") && Catch::Contains("remove it"));
    }
    fs::remove(kept.results() / "inputs.json");
    CHECK(kept.changes().empty());
}

TEST_CASE("input files: the module of a problem is known by its name alone", "[study][inputs]") {
    const ScratchFolder scratch;
    const ScratchFolder plugins;
    write_text(plugins.path() / "counting.so", "module");
    const Study study =
        study_from("study: a\nproblem: {name: counting}\nsurrogates: {nn: {kind: nn}}\n", scratch);
    CHECK(names_of(input_files(study, {plugins.path()})) ==
          std::vector<std::string>{"counting.so"});
    CHECK(input_files(study, {plugins.path()}).front().role == InputRole::module);
    fs::create_directory(scratch.path() / "own");
    write_text(scratch.path() / "own" / "counting.so", "module");
    const auto own = input_files(study, {scratch.path() / "own", plugins.path()});
    CHECK(names_of(own) == std::vector<std::string>{"own/counting.so"});
    CHECK(own.front().role == InputRole::evaluation);
}

TEST_CASE("input files: a run keeps them, and another run says what changed", "[study][inputs]") {
    GrowingStudy place;
    const std::string text = quick_study;
    const ScratchFolder plugins;
    const RunOptions options{.plugin_path = {plugins.path()}};
    write_text(plugins.path() / "counting.so", "one");
    (void)place.run(text, options);
    CHECK(place.sentences().empty());
    CHECK(read_text(place.folder() / "study.yaml") == text);
    write_text(plugins.path() / "counting.so", "two");
    CHECK(place.run(text, options) == 0);
    REQUIRE(place.sentences().size() == 1);
    CHECK_THAT(place.sentences().front(), Catch::Contains("counting.so has changed"));
    CHECK_THAT(read_text(place.folder() / "log.txt"), Catch::Contains("counting.so has changed"));
    CHECK(place.run(text, options) == 0);
    CHECK(place.sentences().empty());
}
