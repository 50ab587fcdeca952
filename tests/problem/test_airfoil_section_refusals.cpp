#include "problem/airfoil/section_files.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <iterator>

TEST_CASE("airfoil sections: what is no whole section is refused", "[problem][airfoil]") {
    const SectionPoints points = around("2412", 0.0025);
    const SectionPoints upper = side_of("2412", true, 0.0025);
    SectionPoints open(points.begin() + 1, points.end());
    CHECK_THAT(refusal("t\n" + lines_of(open)),
               Catch::Contains("section.dat:2:1: one side ends here, at x = 0.999315"));
    CHECK_THAT(refusal("t\n" + lines_of(first_of(points, 120))),
               Catch::Contains("section.dat:121:1: one side ends here, at x = 0.999315"));
    CHECK_THAT(refusal("t\n" + lines_of(first_of(points, 90))),
               Catch::Contains("expected both sides up to the trailing edge") ||
                   Catch::Contains("one side, expected both"));
    CHECK_THAT(refusal(lines_of(upper)), Catch::Contains("one side, expected both"));
    SectionPoints from_the_nose(points.begin() + 60, points.end());
    from_the_nose.insert(from_the_nose.end(), points.begin(), points.begin() + 61);
    CHECK_THAT(refusal(lines_of(from_the_nose)),
               Catch::Contains("begin and end ahead of the middle"));
    SectionPoints short_points;
    std::copy_if(points.begin(), points.end(), std::back_inserter(short_points), [](const auto& p) {
        return p.first < 0.9;
    });
    CHECK_THAT(refusal(lines_of(short_points)),
               Catch::Contains("expected the trailing edge at x = 1"));
    CHECK_THAT(refusal("t\n" + lines_of(first_of(points, 12))),
               Catch::Contains("the points end after 12, expected at least 20"));
    CHECK_THAT(refusal("t\n1.0\n" + lines_of(points)),
               Catch::Contains("section.dat:2:1: is '1.0', expected two numbers"));
    CHECK_THAT(refusal("t\n121\n" + lines_of(first_of(points, 100))),
               Catch::Contains("section.dat:2:1: is '121', but 100 points follow"));
}

TEST_CASE("airfoil sections: sides that cross are refused with the place", "[problem][airfoil]") {
    SectionPoints lost = around("0012");
    lost[80].second *= -1.01;
    CHECK_THAT(refusal("t\n" + lines_of(lost)),
               Catch::Contains("the sides cross or touch at x = 0.2"));
    SectionPoints edge = around("0012", 0.0);
    edge.front().second = -0.002;
    edge.back().second = 0.002;
    CHECK_THAT(refusal(lines_of(edge)), Catch::Contains("the sides cross"));
}

TEST_CASE("airfoil sections: a line that is no point is refused, never left out",
          "[problem][airfoil]") {
    const SectionPoints points = around("2412");
    const auto damaged = [&](std::size_t at, const std::string& line) {
        return refusal("t\n" + lines_of(first_of(points, at)) + line + "\n" +
                       lines_of(SectionPoints(points.begin() + static_cast<std::ptrdiff_t>(at) + 1,
                                              points.end())));
    };
    for (const std::string line :
         {"0.5 nothing", "O.5 0.03", "0.5 nan", "1e999 0.1", "0.5 (0.1)"}) {
        INFO(line);
        for (const std::size_t at : {0U, 7U, 59U, 60U, 61U, 100U, 120U}) {
            INFO(at);
            CHECK_THAT(damaged(at, line),
                       Catch::Contains("section.dat:" + std::to_string(at + 2) + ":") &&
                           Catch::Contains("is '" + line + "', expected two numbers"));
        }
    }
    CHECK_THAT(damaged(30, "0.5"),
               Catch::Contains("section.dat:32:1: is '0.5', expected two numbers"));
    CHECK_THAT(damaged(30, "0.5 nothing"), Catch::Contains("section.dat:32:5: "));
}

TEST_CASE("airfoil sections: other files are refused by what they are", "[problem][airfoil]") {
    const std::string points = lines_of(around("2412"));
    CHECK_THAT(refusal(""), Catch::Contains("section.dat:1:1: has no line of numbers"));
    CHECK_THAT(refusal("<html>\n"), Catch::Contains("has no line of numbers"));
    CHECK_THAT(refusal(std::string("\xFF\xFE"
                                   "1\0 \0",
                                   6)),
               Catch::Contains("UTF-16"));
    CHECK_THAT(refusal("t\n" + points + "999. 999.\n" + points),
               Catch::Contains("separates the elements"));
    CHECK_THAT(refusal("t\n" + points + "flap\n" + points),
               Catch::Contains("a second section or element begins"));
    CHECK_THAT(refusal(lines_of(around("2412"), [](double x, double y) { return line_of(y, x); })),
               Catch::Contains("expected x along the chord"));
    SectionPoints disordered = around("2412");
    std::swap(disordered[20], disordered[25]);
    CHECK_THAT(refusal(lines_of(disordered)), Catch::Contains("expected it to rise"));
}
