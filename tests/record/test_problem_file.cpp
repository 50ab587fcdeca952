#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "record/problem_file.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

using namespace jennopt;

namespace {

ProblemInfo wing() {
    return {.name = "wing",
            .summary = "a \"wing\"",
            .formula = "L = q S c_l",
            .source = "by hand",
            .inputs = {{.name = "chord", .unit = "m", .lower = 0.1, .upper = 1.0 / 3.0},
                       {.name = "n",
                        .unit = "",
                        .lower = 1.0,
                        .upper = 1e6,
                        .scale = InputScale::log,
                        .integer = true}},
            .outputs = {{.name = "lift", .unit = "N", .role = OutputRole::maximize},
                        {.name = "load",
                         .unit = "",
                         .role = OutputRole::constraint,
                         .lower = -0.1,
                         .upper = {}}},
            .has_partials = false,
            .gradient_price = 2.5,
            .is_cheap = true,
            .known_optimum = KnownOptimum{
                .X = Matrix{{0.2, 0.3}, {4.0, 5.0}}, .value = 0.1 + 0.2, .source = "a book"}};
}

}  // namespace

TEST_CASE("problem file: what is known of a problem comes back, every digit",
          "[record][problem_file]") {
    const ScratchFolder folder;
    CHECK(!has_problem(folder.path()));
    const ProblemInfo info = wing();
    write_problem(folder.path(), info);
    REQUIRE(has_problem(folder.path()));
    const ProblemInfo read = read_problem(folder.path());
    CHECK(read.name == info.name);
    CHECK(read.summary == info.summary);
    CHECK(read.formula == info.formula);
    CHECK(read.source == info.source);
    CHECK(read.inputs == info.inputs);
    CHECK(read.outputs == info.outputs);
    CHECK(read.has_partials == info.has_partials);
    CHECK(read.gradient_price == info.gradient_price);
    CHECK(read.is_cheap == info.is_cheap);
    REQUIRE(read.known_optimum);
    CHECK(read.known_optimum->X == info.known_optimum->X);
    CHECK(read.known_optimum->value == info.known_optimum->value);
    CHECK(read.known_optimum->source == info.known_optimum->source);
    const std::string text = read_text(folder.path() / "problem.json");
    write_problem(folder.path(), read);
    CHECK(read_text(folder.path() / "problem.json") == text);
}

TEST_CASE("problem file: a damaged one is refused with the file and what to do",
          "[record][problem_file]") {
    const ScratchFolder folder;
    const auto [text, words] = GENERATE(table<const char*, const char*>({
        {"{\"name\": ", "is cut off"},
        {"[]", "is damaged (it is [], expected an object)"},
        {"{\"name\": 3}", "name is 3, expected text"},
        {R"({"name": "wing"})", "0 inputs and 0 outputs"},
        {R"({"name": "w", "inputs": [{"name": "a", "lower": 1, "upper": 0}],
             "outputs": [{"name": "y"}]})",
         "the bounds of input 'a' are [1, 0]"},
    }));
    write_text(folder.path() / "problem.json", text);
    CHECK_THROWS_AS(read_problem(folder.path()), ConfigError);
    CHECK_THROWS_WITH(read_problem(folder.path()),
                      Catch::Contains("problem.json:") && Catch::Contains(words) &&
                          Catch::EndsWith("the same jennopt run writes it again"));
}
