#include "jennopt/core/error.hpp"
#include "jennopt/problem/automatic.hpp"
#include "jennopt/problem/problem.hpp"
#include "support/catch.hpp"

#include <cmath>
#include <functional>
#include <limits>
#include <stdexcept>

using namespace jennopt;

namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

using Answer = std::function<Evaluation(const ConstVectorRef&, Derivatives)>;

/// Answers with what the test says.
class Scripted final : public Problem {
public:
    Scripted(ProblemInfo info, Answer answer)
        : Problem(std::move(info)), answer_(std::move(answer)) {}

private:
    [[nodiscard]] Evaluation do_evaluate(const ConstVectorRef& x,
                                         Derivatives wanted) const override {
        return answer_(x, wanted);
    }

    Answer answer_;
};

ProblemInfo wing_info() {
    return {.name = "wing",
            .summary = "",
            .formula = "",
            .source = "",
            .inputs = {{.name = "span", .unit = "m", .lower = 1.0, .upper = 30.0},
                       {.name = "sweep", .unit = "deg", .lower = -5.0, .upper = 35.0}},
            .outputs = {{.name = "load", .unit = "", .role = OutputRole::constraint},
                        {.name = "drag", .unit = "N"},
                        {.name = "lift", .unit = "N", .role = OutputRole::quantity}}};
}

Evaluation good() {
    return {.value = Vector{{1, 2, 3}}, .jacobian = Matrix::Ones(3, 2)};
}

/// The message of the EvaluationError for an answer at (2.5, 10); "" if there was none.
std::string complaint(const Answer& answer, Derivatives wanted = Derivatives::first) {
    const Scripted problem(wing_info(), answer);
    try {
        (void)problem.evaluate(Vector{{2.5, 10.0}}, wanted);
    } catch (const EvaluationError& error) {
        return error.what();
    }
    return "";
}

std::string complaint(const Evaluation& evaluation) {
    return complaint([&](const ConstVectorRef&, Derivatives) { return evaluation; });
}

void require_refused(const ProblemInfo& info, const std::string& words) {
    CHECK_THROWS_AS(Scripted(info, {}), ConfigError);
    CHECK_THROWS_WITH(Scripted(info, {}),
                      Catch::Contains("problem 'wing'") && Catch::Contains(words));
}

}  // namespace

TEST_CASE("problem info: bounds, objective and constraints follow from inputs and outputs",
          "[problem][problem]") {
    const ProblemInfo info = wing_info();
    CHECK(info.n_x() == 2);
    CHECK(info.n_y() == 3);
    CHECK(info.bounds().lower == Vector{{1.0, -5.0}});
    CHECK(info.bounds().upper == Vector{{30.0, 35.0}});
    CHECK(info.objective() == 1);
    CHECK(info.constraints() == std::vector<Index>{0});
}

TEST_CASE("problem info: asking for an objective that is not there is an error",
          "[problem][problem]") {
    ProblemInfo info = wing_info();
    info.outputs[1].role = OutputRole::quantity;
    CHECK_THROWS_WITH((void)info.objective(),
                      Catch::Contains("'wing'") && Catch::Contains("objective"));
}

TEST_CASE("box_inputs: numbered inputs share their bounds", "[problem][problem]") {
    const std::vector<Input> inputs = box_inputs(3, -1.0, 2.0);
    REQUIRE(inputs.size() == 3);
    CHECK(inputs.front().name == "x1");
    CHECK(inputs.back().name == "x3");
    CHECK(inputs.back().lower == -1.0);
    CHECK(inputs.back().upper == 2.0);
}

TEST_CASE("problem: inconsistent information is refused", "[problem][problem]") {
    ProblemInfo info = wing_info();
    SECTION("no input") {
        info.inputs.clear();
        require_refused(info, "0 inputs");
    }
    SECTION("no output") {
        info.outputs.clear();
        require_refused(info, "0 outputs");
    }
    SECTION("bounds the wrong way round") {
        info.inputs[1].upper = -6.0;
        require_refused(info, "'sweep' are [-5, -6]");
    }
    SECTION("bounds that are not finite") {
        info.inputs[0].upper = infinity;
        require_refused(info, "'span' are [1, inf]");
    }
    SECTION("two names alike") {
        info.outputs[2].name = "span";
        require_refused(info, "'span'");
    }
    SECTION("two objectives") {
        info.outputs[0].role = OutputRole::objective;
        require_refused(info, "2 objectives");
    }
    SECTION("a known optimum of another dimension") {
        info.known_optimum = KnownOptimum{.X = Vector::Zero(3), .value = 0.0, .source = ""};
        require_refused(info, "3 x 1");
    }
}

TEST_CASE("problem: a good answer passes unchanged", "[problem][problem]") {
    const Scripted problem(wing_info(), [](const ConstVectorRef&, Derivatives) { return good(); });
    const Evaluation with = problem.evaluate(Vector{{2.5, 10.0}}, Derivatives::first);
    CHECK(with.value == good().value);
    CHECK(with.jacobian == good().jacobian);
    const Evaluation without = problem.evaluate(Vector{{2.5, 10.0}}, Derivatives::none);
    CHECK(without.value == good().value);
    CHECK(without.jacobian.size() == 0);
}

TEST_CASE("problem: a point of another dimension is a ShapeError", "[problem][problem]") {
    const Scripted problem(wing_info(), [](const ConstVectorRef&, Derivatives) { return good(); });
    CHECK_THROWS_AS(problem.evaluate(Vector::Zero(3), Derivatives::none), ShapeError);
    CHECK_THROWS_WITH(problem.evaluate(Vector::Zero(3), Derivatives::none),
                      "problem 'wing': x has 3 entries, expected 2 (one per input)");
}

TEST_CASE("problem: a point that is not finite names problem, point and input",
          "[problem][problem]") {
    const Scripted problem(wing_info(), [](const ConstVectorRef&, Derivatives) { return good(); });
    CHECK_THROWS_WITH(
        problem.evaluate(Vector{{2.5, not_a_number}}, Derivatives::none),
        "problem 'wing' at [2.5, nan]: the input 'sweep' is nan, expected a finite number");
}

TEST_CASE("problem: what the function throws keeps its message", "[problem][problem]") {
    CHECK(complaint([](const ConstVectorRef&, Derivatives) -> Evaluation {
              throw std::runtime_error("no licence left");
          }) == "problem 'wing' at [2.5, 10]: no licence left");
    CHECK(complaint([](const ConstVectorRef&, Derivatives) -> Evaluation { throw 7; }) ==
          "problem 'wing' at [2.5, 10]: it threw something that is not a std::exception");
}

TEST_CASE("problem: an interruption is not turned into a failure", "[problem][problem]") {
    const Scripted problem(wing_info(), [](const ConstVectorRef&, Derivatives) -> Evaluation {
        throw Interrupted("stopped");
    });
    CHECK_THROWS_AS(problem.evaluate(Vector{{2.5, 10.0}}, Derivatives::none), Interrupted);
}

TEST_CASE("problem: a value that is not finite names the output", "[problem][problem]") {
    Evaluation evaluation = good();
    evaluation.value(1) = not_a_number;
    CHECK(complaint(evaluation) ==
          "problem 'wing' at [2.5, 10]: the output 'drag' is nan, expected a finite number");
    evaluation = good();
    evaluation.value(2) = -infinity;
    CHECK(complaint(evaluation) ==
          "problem 'wing' at [2.5, 10]: the output 'lift' is -inf, expected a finite number");
}

TEST_CASE("problem: an infinite partial is refused, a missing one is not", "[problem][problem]") {
    Evaluation evaluation = good();
    evaluation.jacobian(1, 0) = not_a_number;
    CHECK(complaint(evaluation).empty());
    evaluation.jacobian(2, 1) = infinity;
    CHECK(complaint(evaluation) ==
          "problem 'wing' at [2.5, 10]: the partial of output 'lift' by input 'sweep' is inf, "
          "expected a finite number, or NaN if it is missing");
}

TEST_CASE("problem: an answer of another shape is refused with both shapes", "[problem][problem]") {
    CHECK(complaint({.value = Vector::Zero(2), .jacobian = Matrix::Zero(3, 2)}) ==
          "problem 'wing' at [2.5, 10]: it returned 2 values, expected 3 (one per output)");
    CHECK(complaint({.value = Vector::Zero(3), .jacobian = Matrix::Zero(2, 3)}) ==
          "problem 'wing' at [2.5, 10]: it returned a 2 x 3 Jacobian, expected 3 x 2 "
          "(outputs x inputs)");
}

TEST_CASE("problem: without partials it is never asked for them and all are missing",
          "[problem][problem]") {
    ProblemInfo info = wing_info();
    info.has_partials = false;
    const Scripted problem(info, [](const ConstVectorRef&, Derivatives wanted) {
        CHECK(wanted == Derivatives::none);
        return Evaluation{.value = Vector{{1, 2, 3}}, .jacobian = {}};
    });
    const Evaluation evaluation = problem.evaluate(Vector{{2.5, 10.0}}, Derivatives::first);
    REQUIRE(evaluation.jacobian.rows() == 3);
    REQUIRE(evaluation.jacobian.cols() == 2);
    CHECK(evaluation.jacobian.array().isNaN().all());
}

TEST_CASE("automatic problem: partials of several outputs, one of them constant",
          "[problem][problem]") {
    const auto problem = automatic_problem(
        wing_info(),
        []<typename Scalar>(const Eigen::VectorX<Scalar>& x) -> Eigen::VectorX<Scalar> {
            using std::exp;
            Eigen::VectorX<Scalar> y(3);
            y << x(0) * x(1), Scalar(4.0), exp(x(0)) / x(1);
            return y;
        });
    const Evaluation evaluation = problem->evaluate(Vector{{2.0, 5.0}}, Derivatives::first);
    const double e2 = std::exp(2.0);
    CHECK(evaluation.value.isApprox(Vector{{10.0, 4.0, e2 / 5.0}}, 1e-15));
    const Matrix expected{{5.0, 2.0}, {0.0, 0.0}, {e2 / 5.0, -e2 / 25.0}};
    CHECK(evaluation.jacobian.isApprox(expected, 1e-15));
}

TEST_CASE("automatic problem: constants inside the function are no trap", "[problem][problem]") {
    const auto problem =
        automatic_problem({.name = "parabola",
                           .summary = "",
                           .formula = "",
                           .source = "",
                           .inputs = box_inputs(20, -1.0, 1.0),
                           .outputs = {{.name = "y", .unit = ""}}},
                          []<typename Scalar>(const Eigen::VectorX<Scalar>& x) -> Scalar {
                              const Scalar two(2.0);
                              Scalar sum(0.0);
                              for (const Scalar& x_i : x) {
                                  sum += (two * two) * (x_i * x_i) - (two + two) * (two - Scalar(2.0));
                              }
                              return sum;
                          });
    const Vector x = Vector::LinSpaced(20, -1.0, 1.0);
    const Evaluation evaluation = problem->evaluate(x, Derivatives::first);
    CHECK(evaluation.value(0) == Approx(4.0 * x.squaredNorm()));
    CHECK(evaluation.jacobian.isApprox(8.0 * x.transpose(), 1e-15));
}

namespace {

/// Draws the lines that the test says.
class Drawer final : public Problem {
public:
    explicit Drawer(std::vector<DrawnLine> lines)
        : Problem(wing_info()), lines_(std::move(lines)) {}

private:
    [[nodiscard]] Evaluation do_evaluate(const ConstVectorRef& /*x*/,
                                         Derivatives /*wanted*/) const override {
        return good();
    }

    [[nodiscard]] std::vector<Drawing> do_draw(const ConstVectorRef& x) const override {
        return {{.title = "Plan of " + std::to_string(x.size()) + " inputs",
                 .x_label = "x",
                 .y_label = "y",
                 .lines = lines_}};
    }

    std::vector<DrawnLine> lines_;
};

}  // namespace

TEST_CASE("problem: it draws nothing unless it says so", "[problem][problem]") {
    const Vector x{{2.5, 10.0}};
    const Scripted plain(wing_info(), [](const auto&, Derivatives) { return good(); });
    CHECK(plain.draw(x).empty());
    const Drawer drawer({{Vector{{0, 1}}, Vector{{2, 3}}}});
    REQUIRE(drawer.draw(x).size() == 1);
    CHECK(drawer.draw(x).front().title == "Plan of 2 inputs");
    CHECK_THROWS_AS(drawer.draw(Vector::Zero(3)), ShapeError);
}

TEST_CASE("problem: a line that cannot be drawn is an error that names its drawing",
          "[problem][problem]") {
    const std::vector<DrawnLine> bad = {{Vector(0), Vector(0)},
                                        {Vector{{0, 1}}, Vector{{2}}},
                                        {Vector{{0.0}}, Vector{{not_a_number}}}};
    for (const DrawnLine& line : bad) {
        CHECK_THROWS_WITH(Drawer({line}).draw(Vector{{2.5, 10.0}}),
                          Catch::Contains("the drawing 'Plan of 2 inputs'"));
    }
}
