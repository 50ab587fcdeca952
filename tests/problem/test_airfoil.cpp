#include "jennopt/core/error.hpp"
#include "jennopt/core/random.hpp"
#include "jennopt/problem/registry.hpp"
#include "problem/airfoil/polar.hpp"
#include "support/catch.hpp"
#include "support/check_derivatives.hpp"
#include "support/places.hpp"
#include "support/scratch_folder.hpp"

#include "airfoil/design.hpp"
#include <algorithm>
#include <cmath>

using namespace jennopt;

namespace {

using Options = std::map<std::string, OptionValue>;

std::unique_ptr<Problem> airfoil_problem(const Options& options = {}) {
    return ProblemRegistry({build_folder() + "/problems"}).make("airfoil", options);
}

std::string complaint(const Options& options) {
    try {
        (void)airfoil_problem(options);
    } catch (const ConfigError& error) {
        return error.what();
    }
    return "";
}

/// The default options with the Mach number as an input, and half the panels, to be quick.
airfoil::Design design(const airfoil::Transition& transition) {
    airfoil::Design d{.base = airfoil::read_section("naca0012", 24),
                      .upper_terms = {},
                      .lower_terms = {},
                      .mach = 0.2,
                      .mach_is_input = true,
                      .reynolds = 1e6,
                      .transition = transition};
    d.upper_terms = airfoil::cst_terms(d.base.x, 5);
    d.lower_terms = airfoil::cst_terms(d.base.x, 5);
    return d;
}

constexpr airfoil::Transition fixed{false, 0.05, 0.05};
constexpr airfoil::Transition free_transition{true, 0.9, 0.9};

using Long = long double;
using LongVector = Eigen::VectorX<Long>;
using Dual = Eigen::AutoDiffScalar<Eigen::Vector<double, 16>>;

Vector random_design(Rng& rng) {
    Vector x(12);
    for (Index j = 0; j < 10; ++j) {
        x(j) = 0.03 * (2.0 * rng.uniform() - 1.0);
    }
    x(10) = 6.0 * rng.uniform();
    x(11) = 0.4 * rng.uniform();
    return x;
}

Matrix partials(const airfoil::Design& d, const Vector& x) {
    Eigen::VectorX<Dual> dual_x = x.cast<Dual>();
    for (Index j = 0; j < x.size(); ++j) {
        dual_x(j).derivatives()(j) = 1.0;
    }
    const Eigen::VectorX<Dual> y = airfoil::outputs(d, dual_x);
    Matrix J(y.size(), x.size());
    for (Index k = 0; k < y.size(); ++k) {
        J.row(k) = y(k).derivatives().head(x.size()).transpose();
    }
    return J;
}

/// Central differences in extended precision, extrapolated (Richardson): errors of order h^4.
LongVector differences(const airfoil::Design& d, const Vector& x, Index j) {
    const auto slope = [&](Long h) -> LongVector {
        LongVector above = x.cast<Long>();
        LongVector below = above;
        above(j) += h;
        below(j) -= h;
        return (airfoil::outputs(d, above) - airfoil::outputs(d, below)) / (2 * h);
    };
    const Long h = j == 10 ? 3e-4L : 3e-6L;  // degrees; weights and the Mach number
    return (4 * slope(h / 2) - slope(h)) / 3;
}

/// Largest difference over outputs and inputs, each output's in units of its largest partial.
double worst_partial(const airfoil::Design& d, const Vector& x) {
    const Matrix J = partials(d, x);
    double worst = 0.0;
    for (Index j = 0; j < x.size(); ++j) {
        const LongVector reference = differences(d, x, j);
        for (Index k = 0; k < J.rows(); ++k) {
            const double error = std::abs(static_cast<double>(reference(k)) - J(k, j));
            worst = std::max(worst, error / J.row(k).cwiseAbs().maxCoeff());
        }
    }
    return worst;
}

}  // namespace

TEST_CASE("airfoil: the partials agree with differences in extended precision",
          "[problem][airfoil]") {
    Rng rng(1);
    const airfoil::Design with_trips = design(fixed);
    const airfoil::Design without = design(free_transition);
    for (int i = 0; i < 20; ++i) {
        const Vector x = random_design(rng);
        INFO(x.transpose());
        CHECK(worst_partial(with_trips, x) < 1e-10);
        if (i < 5) {
            CHECK(worst_partial(without, x) < 2e-8);  // of the differences: transition is sharp
        }
    }
}

TEST_CASE("airfoil: cl and cm are those of XFOIL's inviscid flow", "[problem][airfoil]") {
    for (const ReferencePoint& p :
         read_reference(source_folder() + "/tests/problem/airfoil/xfoil.csv")) {
        if (p.reynolds == 0.0) {
            INFO(p.section << " at " << p.alpha << " degrees");
            const airfoil::Loads<double> loads = loads_at(p);
            CHECK(std::abs(loads.cl - p.cl) <= 0.0022 * std::abs(p.cl) + 3e-4);
            CHECK(std::abs(loads.cm - p.cm) <= 4e-4);
        }
    }
}

// XFOIL's layers act back on the flow and take some of its lift: without that the upper side is
// loaded more at the same angle, and the drag grows too fast where lift is large.
TEST_CASE("airfoil: cd is XFOIL's within ten percent while the flow is attached",
          "[problem][airfoil]") {
    for (const ReferencePoint& p :
         read_reference(source_folder() + "/tests/problem/airfoil/xfoil.csv")) {
        if (p.reynolds > 0.0) {
            INFO(p.section << " at " << p.alpha << " degrees, Reynolds number " << p.reynolds);
            const double error = loads_at(p).cd / p.cd - 1.0;
            const bool is_extreme = p.section == "naca4415" && p.alpha == 8.0;
            CHECK(error > -0.035);
            CHECK(error < (is_extreme ? 0.11 : 0.085));
            if (p.cl < 0.7) {
                CHECK(std::abs(error) < 0.03);
            }
        }
    }
}

TEST_CASE("airfoil: a symmetric section at no angle has neither lift nor moment",
          "[problem][airfoil]") {
    const auto problem = airfoil_problem();
    const Vector y = problem->evaluate(Vector::Zero(11), Derivatives::none).value;
    CHECK(std::abs(y(4)) < 1e-10);
    CHECK(std::abs(y(5)) < 1e-10);
    CHECK(y(6) == Approx(0.0817).epsilon(1e-3));                           // area
    CHECK(y(7) == Approx(0.12).epsilon(1e-3));                             // thickness
    CHECK(y(8) == Approx(0.5 * std::pow(0.6 * 0.2969, 2)).epsilon(1e-3));  // nose radius
}

TEST_CASE("airfoil: the lift of a thin section is 2 pi alpha", "[problem][airfoil]") {
    const airfoil::Section thin = airfoil::naca_section("0001", 100);
    const auto loads = airfoil::analyze(airfoil::Shape<double>{thin.x, thin.upper, thin.lower},
                                        {.alpha = 0.01, .mach = 0.0, .transition = fixed});
    CHECK(loads.cl == Approx(2.0 * std::numbers::pi * 0.01).epsilon(0.015));
    CHECK(std::abs(loads.cm) < 2e-4);
}

TEST_CASE("airfoil: a turn of the whole picture mirrors the lift", "[problem][airfoil]") {
    const auto problem = airfoil_problem({{"alpha_lower", -6.0}});
    Vector x(11);
    x << 0.01, -0.02, 0.015, 0.0, 0.01, -0.005, 0.02, 0.01, -0.01, 0.003, 2.0;
    Vector mirrored(11);
    mirrored << -x.segment(5, 5), -x.head(5), -x(10);
    const Vector y = problem->evaluate(x, Derivatives::none).value;
    const Vector m = problem->evaluate(mirrored, Derivatives::none).value;
    CHECK(m(0) == Approx(y(0)).epsilon(1e-9));
    CHECK(m(4) == Approx(-y(4)).epsilon(1e-9));
    CHECK(m(5) == Approx(-y(5)).epsilon(1e-9));
    CHECK(m(7) == Approx(y(7)).epsilon(1e-9));
}

// Along the line the stagnation point passes corners, and transition moves from the back to the
// nose.
TEST_CASE("airfoil: the partials have no jumps along a line", "[problem][airfoil]") {
    for (const airfoil::Transition& transition : {fixed, free_transition}) {
        const airfoil::Design d = design(transition);
        constexpr int n = 400;
        Vector slope(n);
        for (int i = 0; i < n; ++i) {
            Vector x = Vector::Zero(12);
            x(10) = 8.0 * i / (n - 1.0);
            x(11) = 0.2;
            slope(i) = partials(d, x)(0, 10);
        }
        const Vector steps = (slope.tail(n - 1) - slope.head(n - 1)).cwiseAbs();
        // A jump stays as large with half the distance, a smooth step is halved: compare both.
        const Vector doubled = (slope.tail(n - 2) - slope.head(n - 2)).cwiseAbs();
        const double range = slope.maxCoeff() - slope.minCoeff();
        for (int i = 1; i + 2 < n; ++i) {
            INFO("free: " << transition.free << ", alpha " << 8.0 * i / (n - 1.0));
            CHECK(steps(i) < 0.75 * std::max(doubled(i - 1), doubled(i)) + 0.01 * range);
        }
    }
}

TEST_CASE("airfoil: wrong options are refused with what was expected", "[problem][airfoil]") {
    CHECK_THAT(complaint({{"base", std::string("naca12")}}),
               Catch::Contains("airfoil.base: is 'naca12', expected 'naca' and four digits"));
    CHECK_THAT(complaint({{"base", std::string("naca2012")}}), Catch::Contains("both 0 or both"));
    CHECK_THAT(complaint({{"base", std::string("no/such.dat")}}),
               Catch::Contains("'no/such.dat' is neither"));
    CHECK_THAT(complaint({{"transition", std::string("early")}}),
               Catch::Contains("airfoil.transition: is 'early', expected fixed or free"));
    CHECK_THAT(complaint({{"alpha_lower", 7.0}}), Catch::Contains("airfoil.alpha_lower"));
}

TEST_CASE("airfoil: a file of coordinates is the section it describes, a damaged one is refused",
          "[problem][airfoil]") {
    const ScratchFolder folder;
    const std::string path = (folder.path() / "section.dat").string();
    const airfoil::Section naca = airfoil::naca_section("2412", 60);
    const airfoil::Shape<double> shape{naca.x, naca.upper, naca.lower};
    const Vector x = shape.corners_x();
    const Vector y = shape.corners_y();
    const auto write = [&](const std::string& damage) {
        std::ofstream file(path);
        file.precision(12);
        file << "NACA 2412\n";
        for (Index i = 0; i < x.size(); ++i) {
            // Twice as large and moved: the reader takes both back.
            file << 1.0 + 2.0 * x(i) << " " << 2.0 * y(i) << "\n" << (i == 6 ? damage : "");
        }
    };
    write("");
    const airfoil::Section read = airfoil::read_section(path, 50);
    const airfoil::Section expected = airfoil::naca_section("2412", 50);
    CHECK((read.upper - expected.upper).cwiseAbs().maxCoeff() < 3e-4);
    CHECK((read.lower - expected.lower).cwiseAbs().maxCoeff() < 3e-4);
    CHECK_THAT(airfoil_problem({{"base", path}})->info().summary,
               Catch::Contains("the base is 121 points of section.dat, Selig's format"));
    write("0.5 nothing\n");
    CHECK_THAT(complaint({{"base", path}}),
               Catch::Contains("section.dat:9:5: is '0.5 nothing', expected two numbers"));
    std::ofstream(path) << "short\n1 0\n0 0\n1 0\n";
    CHECK_THAT(complaint({{"base", path}}),
               Catch::Contains("the points end after 3, expected at least 20"));
}

TEST_CASE("airfoil: it draws its shape and its pressure", "[problem][airfoil]") {
    const auto problem = airfoil_problem();
    const std::vector<Drawing> drawings = problem->draw(Vector::Zero(11));
    REQUIRE(drawings.size() == 2);
    CHECK(drawings[0].title == "Shape");
    CHECK(drawings[0].equal_axes);
    CHECK(drawings[0].lines.front().y.maxCoeff() == Approx(0.06).epsilon(1e-2));
    // At the stagnation point, whose corner is the nose, c_p is 1 and a little more by compression.
    CHECK(drawings[1].lines.front().y.minCoeff() == Approx(-1.01).epsilon(1e-2));
}

// The numbers with partials that the solver takes hold 16 of them.
TEST_CASE("airfoil: the partials of 19 inputs agree with differences", "[problem][airfoil]") {
    const auto problem = airfoil_problem({{"n_upper", std::int64_t{10}},
                                          {"n_lower", std::int64_t{8}},
                                          {"panels", std::int64_t{40}}});
    Vector x = Vector::LinSpaced(19, -0.01, 0.012);
    x(18) = 2.0;
    const Evaluation found = problem->evaluate(x, Derivatives::first);
    const Vector value = problem->evaluate(x, Derivatives::none).value;
    CHECK((found.value - value).cwiseAbs().maxCoeff() < 1e-10);
    const auto values = [&](const Vector& point) {
        return problem->evaluate(point, Derivatives::none).value;
    };
    require_derivatives(values, x, found.jacobian, 1e-4);
}
