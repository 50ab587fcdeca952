#include "study/config/describe.hpp"
#include "study/study_text.hpp"
#include "support/catch.hpp"
#include "support/places.hpp"

using namespace jennopt;

namespace {

std::string contents(const std::filesystem::path& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

std::vector<std::string> examples(const std::string& page) {
    const std::string opening = "```yaml\n";
    std::vector<std::string> found;
    for (std::size_t at = page.find(opening); at != std::string::npos;
         at = page.find(opening, at)) {
        at += opening.size();
        const std::size_t end = page.find("```", at);
        found.push_back(page.substr(at, end - at));
        at = end + 3;
    }
    return found;
}

}  // namespace

TEST_CASE("describe: configs README is what the program prints", "[study][describe]") {
    CHECK(contents(source_folder() + "/configs/README.md") == describe_study());
}

TEST_CASE("describe: the examples are studies without errors", "[study][describe]") {
    const std::vector<std::string> texts = examples(describe_study());
    REQUIRE(texts.size() == 7);
    CHECK(StudyText(texts[0]).read().arms.size() == 2);
    CHECK(StudyText(texts[1]).read().arms.front().config.optimizers.size() == 2);
    CHECK(StudyText(texts[2]).read().arms.front().config.problem.has_no_program());
    CHECK(StudyText(small_study + texts[3]).read().arms.size() == 6);
    CHECK(StudyText(small_study + texts[4]).read().arms.size() == 2);
    CHECK(StudyText(small_study + texts[5]).read().arms.size() == 4);
    CHECK(StudyText(small_study + texts[6]).read().figures.size() == 1);
}

TEST_CASE("describe: keys stand with type, default, range and choices", "[study][describe]") {
    const std::string page = describe_study();
    CHECK_THAT(page, Catch::Contains("| `second_moment_decay` | number        | 0.99 "));
    CHECK_THAT(page, Catch::Contains("adam: beta_2; in [0, 1)"));
    CHECK_THAT(page, Catch::Contains("slsqp, lbfgs, mma, ccsaq"));
    CHECK_THAT(page, Catch::Contains("| `polish`              | text          | required "));
}

TEST_CASE("describe: the page is readable on a terminal", "[study][describe]") {
    std::istringstream page(describe_study());
    for (std::string line; std::getline(page, line);) {
        INFO(line);
        CHECK(line.size() <= 122);
    }
}

TEST_CASE("configs: every file is a study without errors", "[study][config]") {
    int files = 0;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(source_folder() + "/configs")) {
        if (entry.path().extension() == ".yaml") {
            ++files;
            INFO(entry.path());
            CHECK_NOTHROW(read_study(entry.path()));
        }
    }
    CHECK(files >= 2);
}
