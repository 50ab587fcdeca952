#include "report/sweep_levels.hpp"

#include "report/number_text.hpp"

#include <algorithm>
#include <cmath>

namespace jennopt {

double crossing(const AxisScales& scales, const Heights& a, const Heights& b) {
    const bool logs = scales.log_y && std::min({a.own, a.other, b.own, b.other}) > 0.0;
    const auto lead = [logs](const Heights& at) {
        return logs ? std::log(at.own / at.other) : at.own - at.other;
    };
    const double part = lead(a) / (lead(a) - lead(b));
    return scales.log_x && a.x > 0.0 && b.x > 0.0 ? a.x * std::pow(b.x / a.x, part)
                                                  : a.x + part * (b.x - a.x);
}

std::optional<Reach> first_reach(const AxisScales& scales, const SweepCurve& curve, double level) {
    for (std::size_t i = 0; i < curve.points.size(); ++i) {
        const SweepPoint& here = curve.points[i];
        if (here.spread.median > level) {
            continue;
        }
        if (i == 0) {
            return Reach{here.x, here.spread.median < level};
        }
        const SweepPoint& before = curve.points[i - 1];
        return Reach{crossing(
            scales, {before.x, before.spread.median, level}, {here.x, here.spread.median, level})};
    }
    return std::nullopt;
}

std::vector<SweepPair> saving_pairs(const SweepFigure& figure,
                                    const SweepData& data,
                                    const SweepPanel& panel) {
    std::vector<SweepPair> pairs = pairs_of(figure, panel);
    std::erase_if(pairs, [&](const SweepPair& pair) {
        return !data.over_samples || side_words(figure.y).lower != "better" ||
               pair.own->contender == direct_search;
    });
    return pairs;
}

std::optional<Saving> saving(const SweepData& data, const SweepPair& pair) {
    std::vector<Saving> all;
    for (const SweepCurve* curve : {pair.own, pair.other}) {
        for (const SweepPoint& point : curve->points) {
            const double level = point.spread.median;
            const auto mine = first_reach(data.scales, *pair.own, level);
            const auto theirs = first_reach(data.scales, *pair.other, level);
            if (level < data.worst_level && mine && theirs && !mine->is_bound &&
                !theirs->is_bound && mine->x > 0.0) {
                all.push_back({.factor = theirs->x / mine->x,
                               .level = level,
                               .own_x = mine->x,
                               .other_x = theirs->x});
            }
        }
    }
    if (all.empty()) {
        return std::nullopt;
    }
    std::ranges::sort(all, {}, &Saving::factor);
    Saving middle = all[(all.size() - 1) / 2];
    middle.least = all.front().factor;
    middle.most = all.back().factor;
    return middle;
}

std::string fewer_text(double factor) {
    constexpr double alike = 1.05;
    return factor >= alike         ? ratio_text(factor) + " fewer"
           : factor <= 1.0 / alike ? ratio_text(1.0 / factor) + " more"
                                   : "as many";
}

std::optional<PowerLaw> fit_power_law(const SweepCurve& curve) {
    std::vector<std::pair<double, double>> logs;
    for (const SweepPoint& point : curve.points) {
        if (point.x > 0.0 && point.spread.median > 0.0) {
            logs.emplace_back(std::log(point.x), std::log(point.spread.median));
        }
    }
    const auto n = static_cast<double>(logs.size());
    double x = 0.0;
    double y = 0.0;
    for (const auto& [a, b] : logs) {
        x += a / n;
        y += b / n;
    }
    double xx = 0.0;
    double xy = 0.0;
    double yy = 0.0;
    for (const auto& [a, b] : logs) {
        xx += (a - x) * (a - x);
        xy += (a - x) * (b - y);
        yy += (b - y) * (b - y);
    }
    if (logs.size() < 2 || !(xx > 0.0)) {
        return std::nullopt;
    }
    const auto [first, last] = std::minmax_element(logs.begin(), logs.end());
    return PowerLaw{.exponent = xy / xx,
                    .r2 = yy > 0.0 ? xy * xy / (xx * yy) : 1.0,
                    .n = static_cast<Index>(logs.size()),
                    .first = std::exp(first->first),
                    .last = std::exp(last->first)};
}

}  // namespace jennopt
