#include "report/plot_axis.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

using namespace jennopt;

namespace {

std::vector<std::string> labels(const AxisTicks& ticks) {
    std::vector<std::string> texts;
    for (const PlotTick& tick : ticks.labelled) {
        texts.push_back(tick.text);
    }
    return texts;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("plot axis: zero is 0, numbers carry a true minus sign and the digits that they need",
          "[report][plot_axis]") {
    CHECK(labels(make_ticks({}, {-0.3, 0.72}, {}, AxisSide::left, 200.0)) ==
          Texts{"−0.2", "0", "0.2", "0.4", "0.6"});
    CHECK(tick_texts(std::vector{0.0111565, 0.011157}, false) == Texts{"0.0111565", "0.011157"});
    CHECK(tick_texts(std::vector{1e5, 1.5e5, 2e5}, false) == Texts{"10⁵", "1.5·10⁵", "2·10⁵"});
    CHECK(tick_texts(std::vector{-2e-5, 0.0, 2e-5}, false) == Texts{"−2·10⁻⁵", "0", "2·10⁻⁵"});
    CHECK(tick_texts(std::vector{0.1, 1.0, 10.0}, true) == Texts{"0.1", "1", "10"});
    CHECK(tick_texts(std::vector{1e-4, 1e-2, 1.0}, true) == Texts{"10⁻⁴", "10⁻²", "10⁰"});
    CHECK(tick_texts(std::vector{0.1}, true) == Texts{"0.1"});
}

TEST_CASE("plot axis: labels differ and do not touch, whatever the range", "[report][plot_axis]") {
    for (const bool logarithmic : {false, true}) {
        for (const AxisSide side : {AxisSide::left, AxisSide::bottom}) {
            for (int k = -12; k <= 12; ++k) {
                for (const double factor : {1.0000003, 1.02, 1.7, 4.9, 5.1, 35.0, 1e4, 1e11}) {
                    const double lower = 0.77 * std::pow(10.0, k);
                    const AxisRange range{lower, factor * lower};
                    const AxisTicks ticks =
                        make_ticks({.logarithmic = logarithmic}, range, {}, side, 180.0);
                    INFO(range.lower << " to " << range.upper << " " << logarithmic);
                    REQUIRE(!ticks.labelled.empty());
                    const Texts texts = labels(ticks);
                    CHECK(std::set<std::string>(texts.begin(), texts.end()).size() == texts.size());
                    for (std::size_t i = 1; i < ticks.labelled.size(); ++i) {
                        const double distance =
                            180.0 * (axis_part(ticks.labelled[i].at, range, logarithmic) -
                                     axis_part(ticks.labelled[i - 1].at, range, logarithmic));
                        const double room = side == AxisSide::left
                                                ? tick_font
                                                : 0.5 * (text_width(texts[i], tick_font) +
                                                         text_width(texts[i - 1], tick_font));
                        CHECK((distance > room || ticks.labelled.size() == 2));
                    }
                }
            }
        }
    }
}

TEST_CASE("plot axis: ranges have a margin, start at zero near it, keep what is given",
          "[report][plot_axis]") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const std::vector<double> values{1.0, nan, 11.0, std::numeric_limits<double>::infinity()};
    CHECK(axis_range({}, values, AxisSide::left).lower == 0.0);
    CHECK(axis_range({}, values, AxisSide::left).upper == Approx(11.5));
    CHECK(axis_range({}, values, AxisSide::bottom).lower == Approx(0.5));
    CHECK(axis_range({}, values, AxisSide::bottom, true).lower == 1.0);
    CHECK(axis_range({.lower = -3.0, .upper = 4.0}, values, AxisSide::left).lower == -3.0);
    CHECK(axis_range({.lower = -3.0, .upper = 4.0}, values, AxisSide::left).upper == 4.0);
    const AxisRange decades =
        axis_range({.logarithmic = true}, std::vector{-1.0, 0.0, 1e-4, 1.0}, AxisSide::left);
    CHECK(decades.lower == Approx(std::pow(10.0, -4.2)));
    CHECK(decades.upper == Approx(std::pow(10.0, 0.2)));
    const AxisRange equal = axis_range({}, std::vector{-2.0, -2.0}, AxisSide::left);
    CHECK(equal.lower == -3.0);
    CHECK(equal.upper == -1.0);
    for (const bool logarithmic : {false, true}) {
        const AxisRange none = axis_range({.logarithmic = logarithmic}, {}, AxisSide::left);
        CHECK(none.upper > none.lower);
    }
}

TEST_CASE("plot axis: logarithmic by the metric's scale, else where the bulk spans decades",
          "[report][plot_axis]") {
    CHECK(is_logarithmic(Scale::logarithmic, std::vector{2.0, 3.0}));
    CHECK(is_logarithmic(Scale::one_minus, std::vector{1e-9, 1e-3}));
    CHECK(!is_logarithmic(Scale::logarithmic, std::vector{0.0, 0.0}));
    CHECK(is_logarithmic(Scale::linear, std::vector{1e-3, 1.0}));
    CHECK(!is_logarithmic(Scale::linear, std::vector{1e-2, 1.0}));
    CHECK(!is_logarithmic(Scale::linear, std::vector{-1e-9, 1e-3, 1.0}));
    CHECK(!is_logarithmic(Scale::linear, {}));
}

TEST_CASE("plot axis: round numbers lie in the range, no more than wanted", "[report][plot_axis]") {
    CHECK(round_numbers({0.0, 10.0}, false, 6) == std::vector{0.0, 2.0, 4.0, 6.0, 8.0, 10.0});
    CHECK(round_numbers({1.0, 100.0}, true, 7) ==
          std::vector{1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0});
    CHECK(round_numbers({0.3, 0.30000000000000004}, false, 6).size() <= 6);  // and it ends
    CHECK(round_numbers({1e16, 1e16 + 2.0}, false, 6).size() <= 6);
    CHECK(round_numbers({1.0, 100.0}, true, 5) == std::vector{1.0, 3.0, 10.0, 30.0, 100.0});
    CHECK(round_numbers({1.0, 3.2}, true, 3) == std::vector{1.0, 2.0, 3.0});
    const std::vector<double> decades = round_numbers({1e-12, 1.0}, true, 5);
    REQUIRE(decades.size() == 5);
    CHECK(decades.front() == Approx(1e-12));
    CHECK(decades.back() == Approx(1.0));
}

TEST_CASE("plot axis: ticks at values leave out what would touch and keep the last",
          "[report][plot_axis]") {
    const std::vector<double> counts{9, 16, 25, 36, 49, 50, 100, 990, 1000};
    const AxisTicks ticks = make_ticks({.logarithmic = true, .ticks_at_values = true},
                                       {8.0, 1100.0},
                                       counts,
                                       AxisSide::bottom,
                                       300.0);
    CHECK(labels(ticks) == Texts{"9", "16", "25", "49", "100", "1000"});
}
