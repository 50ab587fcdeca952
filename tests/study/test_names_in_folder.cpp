#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "study/growing_study.hpp"
#include "study/study_text.hpp"
#include "support/catch.hpp"

#include <filesystem>
#include <string>
#include <vector>

using namespace jennopt;

namespace fs = std::filesystem;

namespace {

/// Names that lead elsewhere, hide, look like an option, or are no name on some system; as YAML.
const std::vector<std::string> bad_names{"\"..\"",
                                         "../up",
                                         "a/b",
                                         "/tmp/x",
                                         R"("a\0b")",
                                         R"("a\nb")",
                                         "\"-rf\"",
                                         ".hidden",
                                         R"("a\\b")",
                                         "\"a:b\"",
                                         "\"a*b\"",
                                         "\"a b\"",
                                         "'" + std::string(300, 'n') + "'"};

std::vector<std::string> errors_of(const std::string& text) {
    return StudyText(text).errors();
}

}  // namespace

TEST_CASE("names: what becomes a file or folder is refused where it could lie elsewhere",
          "[study][names]") {
    for (const std::string& name : bad_names) {
        INFO(name);
        const std::vector<std::pair<std::string, std::string>> studies{
            {"study: " + name + "\nproblem: {name: bowl}\nsurrogates: {nn: {kind: nn}}\n",
             "study.yaml:1:8: study: is '"},
            {"study: s\nproblem: {name: bowl}\nsurrogates: {? " + name + " : {kind: nn}}\n",
             "study.yaml:3:"},
            {"study: s\nproblem: {name: bowl}\nbudget: 3\noptimizers: {? " + name + " : {}}\n",
             "study.yaml:4:"},
            {"study: s\nproblem: {name: bowl}\nsurrogates: {nn: {kind: nn}}\n"
             "sweep: {axis: {? " +
                 name + " : {seed: 1}}}\n",
             "study.yaml:4:"},
            {"study: s\nproblem: {name: bowl}\nsurrogates: {nn: {kind: nn}}\n"
             "sweep: {sampling.count: [4, 5]}\n"
             "figures: [{name: " +
                 name + ", along: sampling.count, y: r2_value}]\n",
             "study.yaml:5:"}};
        for (const auto& [text, place] : studies) {
            const std::vector<std::string> errors = errors_of(text);
            REQUIRE_FALSE(errors.empty());
            CHECK_THAT(errors.front(), Catch::StartsWith(place));
        }
    }
}

TEST_CASE("names: files that a program gets stay in its folder", "[study][names]") {
    const std::vector<std::string> bad{"../up",
                                       "/tmp/x",
                                       "a/../../b",
                                       R"("a\0b")",
                                       R"("a\nb")",
                                       "'" + std::string(300, 'n') + "'",
                                       "sub/",
                                       "result.json"};
    for (const std::string& name : bad) {
        INFO(name);
        const std::vector<std::string> errors = errors_of(
            "study: s\nproblem:\n  external:\n    name: beam\n    command: [sh]\n"
            "    inputs: [{name: a, lower: 0, upper: 1}]\n    outputs: [{name: y}]\n"
            "    templates: {? " +
            name + " : in.tpl}\nbudget: 3\noptimizers: {best: {}}\n");
        REQUIRE_FALSE(errors.empty());
        CHECK_THAT(errors.front(), Catch::Contains("is no file of the evaluation's folder"));
    }
}

TEST_CASE("names: an arm's folder is fit for every system, whatever its values are",
          "[study][names]") {
    const Study study = StudyText(
                            "study: s\nproblem: {name: bowl}\nsurrogates: {nn: {kind: nn}}\n"
                            "sweep:\n  \"../-rf /\\n*\": {one: {sampling.count: 9}, two: "
                            "{sampling.count: 10}}\n")
                            .read();
    REQUIRE(study.arms.size() == 2);
    for (const Arm& arm : study.arms) {
        INFO(arm.id);
        CHECK(arm.id.size() < 60);
        CHECK(arm.id.front() != '.');
        CHECK(arm.id.front() != '-');
        CHECK(arm.id.find_first_of("/\\ \n*:") == std::string::npos);
    }
    const Study texts = StudyText(
                            "study: s\nproblem: {name: bowl, options: {mesh: a}}\n"
                            "surrogates: {nn: {kind: nn}}\n"
                            "sweep: {problem.options.mesh: [../../x, \"" +
                            std::string(300, 'n') + "\"]}\n")
                            .read();
    for (const Arm& arm : texts.arms) {
        CHECK(arm.id.find('/') == std::string::npos);
        CHECK(arm.id.size() < 60);
    }
}

TEST_CASE("names: --force removes links in a folder of results, and nothing behind them",
          "[study][names][continuation]") {
    const std::string text = quick_study;
    GrowingStudy place;
    (void)place.run(text);
    const ScratchFolder elsewhere;
    const fs::path arm = place.replicate().parent_path();
    const fs::path moved = elsewhere.path() / "arm";
    fs::copy(arm, moved, fs::copy_options::recursive);
    fs::remove_all(arm);
    fs::create_directory_symlink(moved, arm);  // as onto a larger disk
    write_text(elsewhere.path() / "page", "theirs");
    fs::create_symlink(elsewhere.path() / "page", place.folder() / "report.html");
    fs::create_directory_symlink(elsewhere.path(), place.folder() / "figures");
    const auto before = contents(elsewhere.path());
    CHECK(place.run(text) == 0);  // finished behind the link
    discard_results(place.folder());
    CHECK(contents(elsewhere.path()) == before);
    CHECK_FALSE(fs::exists(fs::symlink_status(arm)));
    CHECK_FALSE(fs::exists(fs::symlink_status(place.folder() / "report.html")));
    CHECK_FALSE(fs::exists(fs::symlink_status(place.folder() / "figures")));
}

TEST_CASE("names: a file that is written replaces a link, not what it leads to", "[study][names]") {
    const ScratchFolder folder;
    write_text(folder.path() / "theirs", "theirs");
    fs::create_symlink(folder.path() / "theirs", folder.path() / "report.html");
    write_text(folder.path() / "report.html", "ours");
    CHECK(read_text(folder.path() / "theirs") == "theirs");
    CHECK(read_text(folder.path() / "report.html") == "ours");
    CHECK_FALSE(fs::is_symlink(folder.path() / "report.html"));
}
