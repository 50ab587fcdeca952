#include "report/sweep_pairs.hpp"
#include "support/catch.hpp"

#include <cmath>

using namespace jennopt;

namespace {

/// Error factor / m^2: another factor moves the curve along the axis.
SweepCurve power_law(const std::string& name, double factor, const std::vector<double>& samples) {
    SweepCurve curve{name, "", {}};
    for (const double m : samples) {
        SweepPoint point;
        point.at = m;
        point.x = m;
        point.spread.median = factor / (m * m);
        curve.points.push_back(point);
    }
    return curve;
}

constexpr AxisScales logs{true, true};

std::optional<Saving> saving_of(const SweepCurve& own, const SweepCurve& other) {
    SweepData data;
    data.scales = logs;
    data.worst_level = 0.3;
    return saving(data, {&own, &other, ""});
}

}  // namespace

TEST_CASE("levels: crossings are interpolated as the axes are", "[report][sweep_pairs]") {
    CHECK(crossing(logs, {1.0, 1.0, 10.0}, {100.0, 10.0, 1.0}) == Approx(10.0));
    CHECK(crossing({false, true}, {1.0, 1.0, 10.0}, {100.0, 10.0, 1.0}) == Approx(50.5));
    CHECK(crossing({false, false}, {0.0, 1.0, 2.0}, {3.0, 4.0, 2.0}) == Approx(1.0));
    CHECK(crossing(logs, {0.0, 1.0, 10.0}, {0.1, 10.0, 1.0}) == Approx(0.05));
}

TEST_CASE("levels: a curve reaches a level between its points, at its first one, or not",
          "[report][sweep_pairs]") {
    const SweepCurve curve = power_law("jenn", 100.0, {10, 100});
    CHECK(first_reach(logs, curve, 0.1)->x == Approx(std::sqrt(1000.0)));
    CHECK_FALSE(first_reach(logs, curve, 1.0)->is_bound);
    CHECK(first_reach(logs, curve, 2.0)->is_bound);
    CHECK(first_reach(logs, curve, 2.0)->x == 10.0);
    CHECK_FALSE(first_reach(logs, curve, 1e-3).has_value());
}

TEST_CASE("levels: a curve shifted along the samples saves what it is shifted by",
          "[report][sweep_pairs]") {
    const auto found = saving_of(power_law("jenn", 100.0, {50, 100, 200}),
                                 power_law("nn", 900.0, {50, 100, 200, 400}));
    REQUIRE(found.has_value());
    CHECK(found->factor == Approx(3.0));
    CHECK(found->least == Approx(3.0));
    CHECK(found->most == Approx(3.0));
    CHECK(found->other_x == Approx(3.0 * found->own_x));
    CHECK(found->level == Approx(900.0 / std::pow(found->other_x, 2.0)));
}

TEST_CASE("levels: those that only one curve reaches give no saving", "[report][sweep_pairs]") {
    CHECK_FALSE(saving_of(power_law("jenn", 1.0, {50, 100}), power_law("nn", 1e4, {50, 100})));
    const auto worse =
        saving_of(power_law("jenn", 400.0, {50, 100, 200}), power_law("nn", 100.0, {50, 100, 200}));
    CHECK(worse->factor == Approx(0.5));
    CHECK(fewer_text(worse->factor) == "2.0 times more");
    CHECK(fewer_text(3.0) == "3.0 times fewer");
    CHECK(fewer_text(1.02) == "as many");
}

TEST_CASE("levels: a fit worse than the mean is no level to compare at", "[report][sweep_pairs]") {
    CHECK_FALSE(saving_of(power_law("jenn", 100.0, {1, 4, 8}), power_law("nn", 900.0, {4, 8, 16})));
    CHECK(saving_of(power_law("jenn", 100.0, {1, 4, 20}), power_law("nn", 900.0, {4, 8, 60})));
}

TEST_CASE("levels: exponents by least squares on logarithms", "[report][sweep_pairs]") {
    const auto law = fit_power_law(power_law("nn", 7.0, {10, 20, 40}));
    REQUIRE(law.has_value());
    CHECK(law->exponent == Approx(-2.0));
    CHECK(law->r2 == Approx(1.0));
    CHECK(law->n == 3);
    CHECK(law->last == Approx(40.0));
    CHECK_FALSE(fit_power_law(power_law("nn", 7.0, {10})).has_value());
    CHECK_FALSE(fit_power_law(power_law("nn", -1.0, {10, 20})).has_value());
}
