#pragma once

#include "airfoil/design.hpp"
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

/// A point of XFOIL's reference table.
struct ReferencePoint {
    std::string section;
    double alpha = 0.0;     ///< degrees
    double reynolds = 0.0;  ///< 0: inviscid
    double cl = 0.0;
    double cd = 0.0;
    double cm = 0.0;
    double transition_upper = 0.0;
};

inline std::vector<ReferencePoint> read_reference(const std::string& file) {
    std::ifstream stream(file);
    std::string line;
    std::getline(stream, line);
    std::vector<ReferencePoint> points;
    while (std::getline(stream, line)) {
        for (char& c : line) {
            c = c == ',' ? ' ' : c;
        }
        ReferencePoint p;
        std::istringstream(line) >> p.section >> p.alpha >> p.reynolds >> p.cl >> p.cd >> p.cm >>
            p.transition_upper;
        points.push_back(p);
    }
    return points;
}

/// What the airfoil problem's flow says at that point, with its default number of panels.
inline airfoil::Loads<double> loads_at(const ReferencePoint& point) {
    const airfoil::Section base = airfoil::read_section(point.section, 50);
    return airfoil::analyze(
        airfoil::Shape<double>{base.x, base.upper, base.lower},
        airfoil::Conditions<double>{.alpha = point.alpha * std::numbers::pi / 180.0,
                                    .mach = 0.0,
                                    .reynolds = point.reynolds > 0.0 ? point.reynolds : 1e6,
                                    .transition = {false, 0.05, 0.05}});
}
