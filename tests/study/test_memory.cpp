#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "jennopt/problem/registry.hpp"
#include "study/finished_study.hpp"
#include "study/memory.hpp"
#include "study/study_text.hpp"
#include "support/catch.hpp"
#include "support/places.hpp"
#include "support/scratch_folder.hpp"

using namespace jennopt;

namespace {

constexpr double mebi = 1024.0 * 1024.0;

/// What require_memory() says of a study on the built-in problems.
std::string refused(const std::string& text, double limit) {
    const StudyText file(text);
    const Study study = file.read();
    const std::vector<PlannedArm> arms =
        plan(study, ProblemRegistry({std::filesystem::path(build_folder()) / "problems"}));
    try {
        require_memory(arms, limit);
    } catch (const ConfigError& error) {
        return error.what();
    }
    return "";
}

const std::string big_study =
    "study: big\nproblem: {name: branin}\nsampling: {plan: sobol, count: 100000}\n"
    "surrogates: {jenn: {kind: jenn, hidden: [2000, 2000]}, two: {members: 2, hidden: [1000, "
    "1000]}}\n"
    "test: {plan: random, count: 10}\n";

}  // namespace

TEST_CASE("memory: samples and layers that do not fit are named with what they need",
          "[study][memory]") {
    const std::string errors = refused(big_study, 20.0 * mebi);
    CHECK_THAT(
        errors,
        Catch::Contains(":3:11: sampling: needs at least 0.0391 GiB of memory for 100000 points, "
                        "expected at most the 0.0195 GiB that there are"));
    // 2000 * 3 + 2000 * 2001 + 2001 and 1000 * 3 + 1000 * 1001 + 1001 weights of 8 bytes.
    CHECK_THAT(
        errors,
        Catch::Contains(
            "surrogates.jenn.hidden: needs at least 0.12 GiB of memory for 4010001 weights"));
    CHECK_THAT(errors,
               Catch::Contains("surrogates.two.hidden: needs at least 0.0374 GiB of memory for 2 "
                               "networks of 1005001 weights"));
    CHECK_THAT(errors, !Catch::Contains("test"));
}

TEST_CASE("memory: what fits is not refused", "[study][memory]") {
    CHECK(refused(big_study, 1024.0 * mebi).empty());
    CHECK(memory_limit() > mebi);
}

TEST_CASE("memory: all rows of a table are no plan to make room for", "[study][memory][table]") {
    const ScratchFolder folder;
    write_text(folder.path() / "rows.csv", "x,y\n1,1\n2,4\n3,9\n4,16\n5,25\n6,36\n");
    const Study study = study_from(
        "study: rows\nproblem: {table: {file: rows.csv, inputs: [x], outputs: [y], test: 2}}\n"
        "surrogates: {nn: {kind: nn, hidden: [3]}}\n",
        folder);
    CHECK_NOTHROW(require_memory(plan(study, ProblemRegistry({})), 1024.0 * mebi));
}
