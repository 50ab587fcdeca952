#include "core/text_file.hpp"
#include "jennopt/core/error.hpp"
#include "report/kept_truth.hpp"
#include "support/catch.hpp"
#include "support/scratch_folder.hpp"

#include <stdexcept>

using namespace jennopt;

namespace {

/// Fails where x1 < 0, draws one line.
class Half final : public Problem {
public:
    Half()
        : Problem({.name = "half",
                   .inputs = box_inputs(2, -1.0, 1.0),
                   .outputs = {{.name = "y", .unit = ""},
                               {.name = "g", .unit = "", .role = OutputRole::constraint}}}) {}

private:
    static void require_right(const ConstVectorRef& x) {
        if (x(0) < 0.0) {
            throw std::runtime_error("no mesh");
        }
    }

    [[nodiscard]] Evaluation do_evaluate(const ConstVectorRef& x, Derivatives) const override {
        require_right(x);
        return {.value = Vector{{x(0) / 3.0, -x(1)}}, .jacobian = Matrix::Identity(2, 2)};
    }

    [[nodiscard]] std::vector<Drawing> do_draw(const ConstVectorRef& x) const override {
        require_right(x);
        return {{.title = "shape",
                 .x_label = "a",
                 .y_label = "b",
                 .equal_axes = true,
                 .lines = {{.x = Vector{{0.0, 1.0}}, .y = x}}}};
    }
};

const Vector right{{0.1 + 0.2, 0.5}};
const Vector left{{-0.5, 0.5}};
const Vector never{{0.25, 0.5}};

std::string message_of(const Problem& problem, const Vector& x) {
    try {
        (void)problem.draw(x);
    } catch (const EvaluationError& error) {
        return error.what();
    }
    return "was drawn";
}

/// Asked for a point that works and one that fails, written and read.
std::shared_ptr<const KeptTruth> kept_of(const ScratchFolder& folder) {
    const auto half = std::make_shared<const Half>();
    const AskedTruth asked(half);
    (void)asked.evaluate(right, Derivatives::none);
    CHECK_THROWS_AS(asked.evaluate(left, Derivatives::none), EvaluationError);
    (void)asked.draw(right);
    CHECK_THROWS_AS(asked.draw(left), EvaluationError);
    write_answers(folder.path(), asked.answers());
    return std::make_shared<const KeptTruth>(half->info(),
                                             read_answers(folder.path(), half->info()));
}

}  // namespace

TEST_CASE("kept truth: gives what was asked for, every digit, failures too", "[report][truth]") {
    const ScratchFolder folder;
    const auto kept = kept_of(folder);
    const Half half;
    CHECK(kept->evaluate(right, Derivatives::none).value ==
          half.evaluate(right, Derivatives::none).value);
    CHECK_THROWS_AS(kept->evaluate(left, Derivatives::none), EvaluationError);
    const std::vector<Drawing> drawings = kept->draw(right);
    REQUIRE(drawings.size() == 1);
    CHECK(drawings[0].title == "shape");
    CHECK(drawings[0].equal_axes);
    CHECK(drawings[0].lines.at(0).y == right);
    CHECK(message_of(*kept, left) == message_of(half, left));
    CHECK(kept->missing() == 0);
}

TEST_CASE("kept truth: what was not asked for is counted", "[report][truth]") {
    const ScratchFolder folder;
    const auto kept = kept_of(folder);
    CHECK_THROWS_WITH(kept->evaluate(never, Derivatives::none), Catch::Contains("was not kept"));
    CHECK_THROWS_WITH(kept->draw(never), Catch::Contains("was not kept"));
    CHECK(kept->missing() == 2);
}

TEST_CASE("kept truth: nothing asked for is kept as nothing", "[report][truth]") {
    const ScratchFolder folder;
    CHECK(!has_answers(folder.path()));
    const auto half = std::make_shared<const Half>();
    write_answers(folder.path(), AskedTruth(half).answers());
    const KeptTruth kept(half->info(), read_answers(folder.path(), half->info()));
    CHECK(kept.draw(right).empty());
    CHECK_THROWS_AS(kept.evaluate(right, Derivatives::none), EvaluationError);
}

TEST_CASE("kept truth: a damaged file is refused with what to do", "[report][truth]") {
    const ScratchFolder folder;
    const char* text = GENERATE(R"({"x": [[1, 2]], "y": [[1, 2], [3, 4]]})",
                                R"({"x": [[1, 2], [3, 4]], "y": [[1], [3]]})",
                                R"({"x": [[1, 2], [3]]})",
                                R"({"drawings": [{"x": [1]}]})",
                                R"({"x": 3})",
                                R"([])",
                                R"({"x": [)");
    write_text(folder.path() / "truth.json", text);
    CHECK_THROWS_AS(read_answers(folder.path(), Half().info()), ConfigError);
    CHECK_THROWS_WITH(
        read_answers(folder.path(), Half().info()),
        Catch::Contains("truth.json:") && Catch::EndsWith("the same jennopt run writes it again"));
}
