#include "problem/airfoil/section_files.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <cmath>

using namespace jennopt;

TEST_CASE("airfoil sections: text ahead of the points and behind them is left out",
          "[problem][airfoil]") {
    const std::string points = lines_of(around("2412"));
    const std::string mean_line = lines_of(side_of("2400", true, 0.0));
    const airfoil::Section plain = section_of("NACA 2412\n" + points);
    CHECK(distance(plain, "2412") < 3e-4);
    for (const std::string& text :
         {points,
          "NACA 2412\n\nof four digits\nx y\n" + points,
          "2412\n" + points,
          "63 412\n" + points,
          "63 412\n60 61\n" + points,
          "2412\n121\n" + points,
          "Name,NACA\nAirfoil surface,\nX(mm),Y(mm)\n" + points + "Camber line,\n" + mean_line,
          "NACA 2412\n" + std::to_string(121) + "\n" + points,
          "NACA 2412\n" + points + "\nhttp://www.example.org\n12.5 %, Re 200000\n0.5 0.5\n",
          "NACA 2412\n" + points + "alpha cl\n-2 0.1\n0 0.2\n2 0.5\n",
          "# a comment\nNACA 2412\n! another\n" + points + "% the last\n",
          "\xEF\xBB\xBF" + points,
          replaced(points, "\n", "\r\n"),
          replaced("NACA 2412\n" + points, "\n", "\r"),
          points + "\x1A"}) {
        INFO(text.substr(0, 60));
        const airfoil::Section read = section_of(text);
        CHECK((read.upper - plain.upper).cwiseAbs().maxCoeff() == 0.0);
        CHECK((read.lower - plain.lower).cwiseAbs().maxCoeff() == 0.0);
    }
}

TEST_CASE("airfoil sections: a symmetric section without a title stays symmetric",
          "[problem][airfoil]") {
    const airfoil::Section section = section_of(lines_of(around("0012", 0.0025)));
    CHECK((section.upper + section.lower).cwiseAbs().maxCoeff() < 1e-12);
}

TEST_CASE("airfoil sections: numbers as other programs and countries write them",
          "[problem][airfoil]") {
    const SectionPoints points = around("2412");
    const std::string plain = lines_of(points, [](double x, double y) {
        std::ostringstream line;
        line << std::fixed << std::setprecision(6) << x << " " << y << "\n";
        return line.str();
    });
    const std::string commas = replaced(plain, ".", ",");
    for (const std::string& text : {commas,
                                    replaced(commas, " ", "\t"),
                                    replaced(commas, " ", ";"),
                                    replaced(commas, " ", ", "),
                                    replaced(plain, " ", ","),
                                    replaced(plain, " ", ", "),
                                    replaced(plain, "\n", "D+00\n"),
                                    replaced(plain, " -", "-"),
                                    replaced(plain, "-", "\xE2\x88\x92"),
                                    replaced(plain, "\n", "  # checked\n")}) {
        INFO(text.substr(0, 40));
        CHECK(distance(text, "2412") < 3e-4);
    }
    const std::string both = replaced(replaced(plain, ".", ","), " ", ",");
    CHECK_THAT(refusal("title\n" + both),
               Catch::Contains("section.dat:2:2: is '1,000000,0,000000'"));
    CHECK_THAT(refusal("title\n" + both), Catch::Contains("commas in and between the numbers"));
}

TEST_CASE("airfoil sections: the sides after one another, as Lednicer and others have them",
          "[problem][airfoil]") {
    const std::string upper = lines_of(side_of("4412", true, 0.0));
    const std::string lower = lines_of(side_of("4412", false, 0.0));
    SectionPoints back = side_of("4412", true, 0.0);
    std::reverse(back.begin(), back.end());
    for (const std::string& text : {"NACA 4412\n  61.  61.\n\n" + upper + "\n" + lower,
                                    "NACA 4412\n 61 61\n" + upper + lower,
                                    "61 61\n" + upper + lower,
                                    "63 412\n61 61\n" + upper + lower,
                                    "NACA 4412\n61 61\nUpper\n" + upper + "Lower\n" + lower,
                                    "NACA 4412\n" + upper + "\n" + lower,
                                    "NACA 4412\n" + lower + upper}) {
        INFO(text.substr(0, 40));
        CHECK(format_of(text) == "Lednicer's format");
        CHECK(distance(text, "4412") < 3e-4);
    }
    const std::string mixed =
        lines_of(back) + "lower side\n" +
        lines_of(back, [](double x, double y) { return line_of(x, y - 0.2 * x * (1.0 - x)); });
    CHECK(format_of(mixed) == "one side after the other");
    CHECK_THAT(refusal("t\n61 61\n" + upper + lines_of(first_of(side_of("4412", false, 0.0), 55))),
               Catch::Contains("section.dat:2:1: is '61 61', but 116 points follow") &&
                   Catch::Contains("Lednicer's format"));
}

TEST_CASE("airfoil sections: more than two columns", "[problem][airfoil]") {
    const SectionPoints points = around("2412");
    const SectionPoints upper = side_of("2412", true, 0.0);
    const SectionPoints lower = side_of("2412", false, 0.0);
    int number = 0;
    const std::string numbered = lines_of(points, [&number](double x, double y) {
        return std::to_string(++number) + " " + line_of(x, y);
    });
    const std::string more = lines_of(
        points, [](double x, double y) { return replaced(line_of(x, y), "\n", " 0 0.5\n"); });
    std::string pairs;
    std::string shared;
    for (std::size_t i = 0; i < upper.size(); ++i) {
        const std::string ahead = replaced(line_of(upper[i].first, upper[i].second), "\n", " ");
        pairs += ahead + line_of(lower[i].first, lower[i].second);
        std::ostringstream last;
        last << std::setprecision(12) << lower[i].second << "\n";
        shared += ahead + last.str();
    }
    CHECK(format_of(numbered) == "numbered points");
    CHECK(format_of(more) == "Selig's format");
    CHECK(format_of(pairs) == "columns x y x y");
    CHECK(format_of(shared) == "columns x y y");
    for (const std::string& text : {numbered, more, pairs, shared}) {
        CHECK(distance(text, "2412") < 3e-4);
    }
    const std::string mses = "NACA 2412\n -2.0 3.0 -2.5 3.5\n" + lines_of(points);
    CHECK(format_of(mses) == "the format of MSES");
    CHECK(distance(mses, "2412") < 3e-4);
}

TEST_CASE("airfoil sections: a mean line is not taken for a side", "[problem][airfoil]") {
    const std::string text = lines_of(side_of("0012", true, 0.0), [](double x, double y) {
        std::ostringstream line;
        line << x << " " << y << " " << 0.08 * x * (1.0 - x) << "\n";
        return line.str();
    });
    CHECK_THAT(refusal(text), Catch::Contains("one side, expected both"));
}

TEST_CASE("airfoil sections: order, repeated points, unit and place do not matter",
          "[problem][airfoil]") {
    SectionPoints points = around("2412");
    const std::string percent =
        lines_of(points, [](double x, double y) { return line_of(100.0 * x, 100.0 * y); });
    const std::string moved = lines_of(
        points, [](double x, double y) { return line_of(20.0 + 150.0 * x, 40.0 + 150.0 * y); });
    SectionPoints repeated = points;
    repeated.insert(repeated.begin() + 30, points[30]);
    repeated.insert(repeated.begin(), points[0]);
    SectionPoints turned = points;
    std::reverse(turned.begin(), turned.end());
    for (const std::string& text : {percent, moved, lines_of(repeated), lines_of(turned)}) {
        INFO(text.substr(0, 40));
        CHECK(distance(text, "2412") < 3e-4);
    }
}

TEST_CASE("airfoil sections: points on the face of a blunt edge are left out",
          "[problem][airfoil]") {
    const SectionPoints points = around("2412", 0.005);
    const airfoil::Section plain = section_of(lines_of(points));
    const std::string middle = line_of(1.0, 0.0);
    for (const std::string& text :
         {middle + lines_of(points) + middle,
          lines_of(points) + line_of(points[0].first, points[0].second),
          line_of(1.0, 0.0) + line_of(1.0, 0.001) + lines_of(points) + middle}) {
        CHECK((section_of(text).upper - plain.upper).cwiseAbs().maxCoeff() == 0.0);
        CHECK((section_of(text).lower - plain.lower).cwiseAbs().maxCoeff() == 0.0);
    }
}

TEST_CASE("airfoil sections: a blunt edge is closed over as much of the chord as leaves a section",
          "[problem][airfoil]") {
    CHECK(distance(lines_of(around("0012", 0.0025)), "0012") < 3e-4);  // a wedge all along
    SectionPoints tab = around("0009");
    for (auto& [x, y] : tab) {
        const double least = x > 0.9 ? 0.0025 - 0.02 * (1.0 - x) * (x - 0.9) / 0.1 : 0.0;
        y = std::copysign(std::max(std::abs(y), least), y);
    }
    tab.front().second = 0.0025;
    tab.back().second = -0.0025;
    const airfoil::Section section = section_of(lines_of(tab));
    const Vector thickness = section.upper - section.lower;
    CHECK(thickness.segment(1, n_panels - 1).minCoeff() > 0.0);
    CHECK(thickness(n_panels) == 0.0);
    CHECK(section.origin.find("blunt by 0.5 % of the chord and closed over its last") !=
          std::string::npos);
    const airfoil::Section sharp = airfoil::naca_section("0009", n_panels);
    CHECK((section.upper - sharp.upper).head(30).cwiseAbs().maxCoeff() < 1e-4);
}

// Beside the corner a cubic spline would swing through the other side.
TEST_CASE("airfoil sections: a thin part behind a corner keeps its thickness",
          "[problem][airfoil]") {
    SectionPoints upper;
    for (const double x : {0.0, 0.001, 0.004, 0.01, 0.03, 0.06, 0.12, 0.2, 0.3, 0.5, 0.7, 0.8}) {
        upper.emplace_back(x, 0.6 * std::sqrt(x) * (0.8 - x) + 0.0005);
    }
    upper.front().second = 0.0;
    upper.emplace_back(1.0, 0.0005);
    SectionPoints points(upper.rbegin(), upper.rend());
    for (std::size_t i = 1; i < upper.size(); ++i) {
        points.emplace_back(upper[i].first, -upper[i].second);
    }
    const airfoil::Section section = section_of(lines_of(points));
    CHECK((section.upper - section.lower).segment(1, n_panels - 1).minCoeff() > 0.0);
}

TEST_CASE("airfoil sections: sides that touch by rounding at a sharp edge are read",
          "[problem][airfoil]") {
    const std::string text = lines_of(around("0008"), [](double x, double y) {
        std::ostringstream line;
        line << std::fixed << std::setprecision(3) << x << " " << y << "\n";
        return line.str();
    });
    CHECK(distance(text, "0008") < 1e-3);
}
