#include "jennopt/core/random.hpp"
#include "jennopt/problem/registry.hpp"
#include "support/catch.hpp"
#include "support/check_derivatives.hpp"
#include "support/places.hpp"

#include <Eigen/QR>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>

using namespace jennopt;

namespace {

const std::vector<std::string> expected_names = {"ackley",
                                                 "airfoil",
                                                 "borehole",
                                                 "branin",
                                                 "goldstein_price",
                                                 "harmonics",
                                                 "hartmann6",
                                                 "rastrigin",
                                                 "rosenbrock",
                                                 "sinusoid",
                                                 "speed_reducer",
                                                 "styblinski_tang",
                                                 "x_sin_x",
                                                 "zakharov"};

/// Simulations: nobody knows their minimum in closed form, and a value takes a millisecond.
const std::vector<std::string> simulations = {"airfoil"};

bool is_simulation(const Problem& problem) {
    return std::count(simulations.begin(), simulations.end(), problem.info().name) > 0;
}

ProblemRegistry registry() {
    return ProblemRegistry({build_folder() + "/problems"});
}

/// Each built-in problem, and those with a free dimension in a second one; the borehole both ways.
std::vector<std::unique_ptr<Problem>> all_problems() {
    std::vector<std::unique_ptr<Problem>> problems;
    for (const std::string& name : registry().names()) {
        problems.push_back(registry().make(name));
        for (const OptionInfo& option : registry().options(name)) {
            if (option.name == "dimension") {
                problems.push_back(registry().make(name, {{"dimension", std::int64_t{11}}}));
            }
        }
    }
    problems.push_back(registry().make("borehole", {{"maximize", true}}));
    return problems;
}

/// Those whose minimum is known, which are all but the simulations.
std::vector<std::unique_ptr<Problem>> solved_problems() {
    std::vector<std::unique_ptr<Problem>> problems = all_problems();
    std::erase_if(problems, [](const auto& problem) { return is_simulation(*problem); });
    return problems;
}

Vector random_point(const Bounds& bounds, Rng& rng) {
    return bounds.from_unit(
        Vector::NullaryExpr(bounds.lower.size(), [&](Index) { return rng.uniform(); }));
}

bool is_feasible(const ProblemInfo& info, const Vector& value) {
    const std::vector<Index> rows = info.constraints();
    return std::all_of(rows.begin(), rows.end(), [&](Index k) { return value(k) <= 0.0; });
}

/// Gradients, in the unit box, of everything that holds with equality at x, turned so that going
/// along one is forbidden: one column per active bound and active constraint.
Matrix active_normals(const ProblemInfo& info, const Vector& x, const Evaluation& at) {
    const Bounds bounds = info.bounds();
    const Vector widths = bounds.upper - bounds.lower;
    Matrix columns(info.n_x(), 0);
    const auto append = [&](const Vector& column) {
        columns.conservativeResize(Eigen::NoChange, columns.cols() + 1);
        columns.rightCols(1) = column;
    };
    for (Index j = 0; j < info.n_x(); ++j) {
        if (x(j) == bounds.lower(j)) {
            append(-Vector::Unit(info.n_x(), j));
        } else if (x(j) == bounds.upper(j)) {
            append(Vector::Unit(info.n_x(), j));
        }
    }
    for (const Index k : info.constraints()) {
        if (at.value(k) > -1e-12) {
            append(at.jacobian.row(k).transpose().cwiseProduct(widths));
        }
    }
    return columns;
}

/// Minimizes along the negative gradient, halving the step until the value falls, inside the
/// bounds.
double descend(const Problem& problem, Vector x) {
    const Bounds bounds = problem.info().bounds();
    const Vector scale = (bounds.upper - bounds.lower).array().square();
    const Index k = problem.info().objective();
    Evaluation here = problem.evaluate(x, Derivatives::first);
    double step = 1.0;
    for (int i = 0; i < 200 && step > 1e-12; ++i) {
        const Vector along = scale.cwiseProduct(here.jacobian.row(k).transpose());
        const Vector trial = (x - step * along).cwiseMax(bounds.lower).cwiseMin(bounds.upper);
        const Evaluation there = problem.evaluate(trial, Derivatives::first);
        const bool is_lower = there.value(k) < here.value(k);
        x = is_lower ? trial : x;
        here = is_lower ? there : here;
        step *= is_lower ? 1.5 : 0.5;
    }
    return here.value(k);
}

}  // namespace

TEST_CASE("built-in problems: all are there and have a row in their README",
          "[problem][builtin_problems]") {
    CHECK(registry().names() == expected_names);
    std::ifstream file(source_folder() + "/problems/README.md");
    std::stringstream text;
    text << file.rdbuf();
    for (const std::string& name : registry().names()) {
        CHECK_THAT(text.str(), Catch::Contains("| `" + name + "` |"));
    }
}

TEST_CASE("built-in problems: each says what it is", "[problem][builtin_problems]") {
    for (const auto& problem : all_problems()) {
        const ProblemInfo& info = problem->info();
        INFO(info.name);
        CHECK_FALSE(info.summary.empty());
        CHECK_FALSE(info.formula.empty());
        CHECK_FALSE(info.source.empty());
        CHECK(info.has_partials);
        CHECK(info.is_cheap != is_simulation(*problem));
        REQUIRE(info.known_optimum.has_value() != is_simulation(*problem));
        CHECK((is_simulation(*problem) || !info.known_optimum->source.empty()));
    }
}

TEST_CASE("built-in problems: partials agree with central differences",
          "[problem][builtin_problems]") {
    Rng rng(1);
    for (const auto& problem : all_problems()) {
        INFO(problem->info().name);
        const auto function = [&](const Vector& x) {
            return problem->evaluate(x, Derivatives::none).value;
        };
        const Bounds bounds = problem->info().bounds();
        const Vector widths = bounds.upper - bounds.lower;
        for (int i = 0; i < 3; ++i) {
            const Vector x = random_point(bounds, rng);
            const Matrix jacobian = problem->evaluate(x, Derivatives::first).jacobian;
            require_derivatives(function, x, jacobian, 1e-6);
            // In the unit box too, so that the partials by every input count, whatever its unit.
            require_derivatives(
                [&](const Vector& u) { return function(bounds.lower + widths.cwiseProduct(u)); },
                bounds.to_unit(x),
                jacobian * widths.asDiagonal(),
                1e-5);
        }
    }
}

TEST_CASE("built-in problems: the value does not depend on whether partials are wanted",
          "[problem][builtin_problems]") {
    Rng rng(2);
    for (const auto& problem : all_problems()) {
        INFO(problem->info().name);
        const Vector x = random_point(problem->info().bounds(), rng);
        const Vector with = problem->evaluate(x, Derivatives::first).value;
        const Vector without = problem->evaluate(x, Derivatives::none).value;
        CHECK(with.isApprox(without, 1e-14));
    }
}

TEST_CASE("built-in problems: each known minimizer is inside and feasible with the known value",
          "[problem][builtin_problems]") {
    for (const auto& problem : solved_problems()) {
        const ProblemInfo& info = problem->info();
        for (const auto& column : info.known_optimum->X.colwise()) {
            const Vector x = column;
            INFO(info.name << " at " << x.transpose());
            CHECK(info.bounds().contains(x));
            const Evaluation at = problem->evaluate(x, Derivatives::first);
            CHECK(at.value(info.objective()) ==
                  Approx(info.known_optimum->value).epsilon(1e-12).margin(1e-12));
            for (const Index k : info.constraints()) {
                CHECK(at.value(k) <= 1e-12);
            }
        }
    }
}

// Karush-Kuhn-Tucker: the objective's gradient is cancelled by those of active bounds and
// constraints.
TEST_CASE("built-in problems: each known minimizer is stationary", "[problem][builtin_problems]") {
    for (const auto& problem : solved_problems()) {
        const ProblemInfo& info = problem->info();
        const Bounds bounds = info.bounds();
        for (const auto& column : info.known_optimum->X.colwise()) {
            const Vector x = column;
            INFO(info.name << " at " << x.transpose());
            const Evaluation at = problem->evaluate(x, Derivatives::first);
            const Vector gradient = (at.jacobian.row(info.objective()).transpose())
                                        .cwiseProduct(bounds.upper - bounds.lower);
            const Matrix active = active_normals(info, x, at);
            Vector rest = gradient;
            if (active.cols() > 0) {
                const Vector multipliers = active.colPivHouseholderQr().solve(-gradient);
                CHECK(multipliers.minCoeff() >= 0.0);
                rest += active * multipliers;
            }
            CHECK(rest.norm() <= 1e-6 * std::max(1.0, gradient.norm()));
        }
    }
}

TEST_CASE("built-in problems: nothing feasible is found below the known optimum",
          "[problem][builtin_problems]") {
    Rng rng(3);
    for (const auto& problem : solved_problems()) {
        const ProblemInfo& info = problem->info();
        INFO(info.name);
        const Bounds bounds = info.bounds();
        const double known = info.known_optimum->value;
        const Vector best = info.known_optimum->X.col(0);
        double lowest = std::numeric_limits<double>::infinity();
        for (int i = 0; i < 2000; ++i) {
            // Half of them everywhere, half of them nearer and nearer to the minimizer.
            const double nearness = i % 2 == 0 ? 1.0 : std::pow(10.0, -8.0 * rng.uniform());
            const Vector x = best + nearness * (random_point(bounds, rng) - best);
            const Vector value = problem->evaluate(x, Derivatives::none).value;
            if (is_feasible(info, value)) {
                lowest = std::min(lowest, value(info.objective()));
            }
        }
        for (int i = 0; i < 20 && info.constraints().empty(); ++i) {
            lowest = std::min(lowest, descend(*problem, random_point(bounds, rng)));
        }
        CHECK(lowest >= known - 1e-8 * std::max(1.0, std::abs(known)));
        CHECK(lowest < std::numeric_limits<double>::infinity());
    }
}

TEST_CASE("ackley: the partials at the kink are zero", "[problem][builtin_problems]") {
    const auto ackley = registry().make("ackley");
    CHECK(ackley->evaluate(Vector::Zero(2), Derivatives::first).jacobian.cwiseAbs().maxCoeff() ==
          0.0);
}

TEST_CASE("rastrigin: the bounds are options and the paper's by default",
          "[problem][builtin_problems]") {
    const Bounds paper = registry().make("rastrigin")->info().bounds();
    CHECK(paper.lower == Vector{{-1.0, -1.0}});
    CHECK(paper.upper == Vector{{1.5, 1.5}});
    const Bounds classic =
        registry().make("rastrigin", {{"lower", -5.12}, {"upper", 5.12}})->info().bounds();
    CHECK(classic.lower == Vector{{-5.12, -5.12}});
    CHECK(classic.upper == Vector{{5.12, 5.12}});
}
