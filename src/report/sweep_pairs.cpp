#include "report/sweep_pairs.hpp"

#include "core/format.hpp"
#include "report/number_text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace jennopt {

namespace {

Meeting meeting_at(double x, const SweepPoint& own, const SweepPoint& other) {
    std::vector<double> ratios;
    for (std::size_t r = 0; r < own.values.size(); ++r) {
        ratios.push_back(own.values[r] / other.values[r]);
    }
    const std::optional<Spread> ratio = spread_of(ratios);
    Meeting meeting{.point = &own,
                    .x = x,
                    .own = own.spread.median,
                    .other = other.spread.median,
                    .ratio = ratio ? ratio->median : std::nan(""),
                    .pairs = count_wins(own.values, other.values).pairs(),
                    .lacks_infeasible = own.infeasible + other.infeasible > 0};
    const auto printed =
        distinct_numbers(std::array{meeting.own, meeting.other}, NumberStyle::general);
    if (printed[0] != printed[1]) {
        meeting.verdict = compare_pairs(own.values, other.values);
    }
    return meeting;
}

std::pair<Index, Index> pair_counts(std::span<const Meeting> all) {
    if (all.empty()) {
        return {};
    }
    const auto [least, most] = std::ranges::minmax(all, {}, &Meeting::pairs);
    return {least.pairs, most.pairs};
}

const SweepPoint* point_in(const SweepCurve& curve, std::size_t arm) {
    const auto found = std::ranges::find(curve.points, arm, &SweepPoint::arm);
    return found == curve.points.end() ? nullptr : &*found;
}

}  // namespace

std::vector<SweepPair> pairs_of(const SweepFigure& figure, const SweepData& data) {
    std::map<std::pair<std::size_t, std::string_view>, const SweepCurve*> rivals;
    for (const SweepCurve& curve : data.curves) {
        if (curve.contender == figure.against) {
            rivals[{curve.panel, curve.others}] = &curve;
        }
    }
    std::vector<SweepPair> pairs;
    for (const SweepCurve& curve : data.curves) {
        const auto found = rivals.find({curve.panel, curve.others});
        if (found != rivals.end() && curve.contender != figure.against) {
            pairs.push_back({&curve, found->second, curve_name(curve, data.panels[curve.panel])});
        }
    }
    return pairs;
}

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

std::vector<SweepPair> saving_pairs(const SweepFigure& figure, const SweepData& data) {
    std::vector<SweepPair> pairs = pairs_of(figure, data);
    std::erase_if(pairs, [&](const SweepPair& pair) {
        return !data.over_samples || side_words(figure.y, figure.maximizes).lower != "better" ||
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
                all.push_back({theirs->x / mine->x, 0.0, 0.0, level, mine->x, theirs->x});
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
    std::vector<std::array<double, 2>> logs;
    for (const SweepPoint& point : curve.points) {
        if (point.x > 0.0 && point.spread.median > 0.0) {
            logs.push_back({std::log(point.x), std::log(point.spread.median)});
        }
    }
    if (logs.size() < 2) {
        return std::nullopt;
    }
    Matrix centered = Eigen::Map<Matrix>(logs.front().data(), 2, std::ssize(logs));
    const auto [first, last] = std::ranges::minmax(logs);
    centered.colwise() -= Vector(centered.rowwise().mean());
    const Matrix squares = centered * centered.transpose();
    const double xx = squares(0, 0);
    const double xy = squares(0, 1);
    const double yy = squares(1, 1);
    return !(xx > 0.0) ? std::nullopt
                       : std::optional(PowerLaw{.exponent = xy / xx,
                                                .r2 = yy > 0.0 ? xy * xy / (xx * yy) : 1.0,
                                                .n = std::ssize(logs),
                                                .first = std::exp(first[0]),
                                                .last = std::exp(last[0])});
}

bool share_abscissa(const SweepPair& pair) {
    return std::ranges::all_of(pair.own->points, [&](const SweepPoint& point) {
        const SweepPoint* opposite = point_in(*pair.other, point.arm);
        return opposite == nullptr || opposite->x == point.x;
    });
}

std::vector<Meeting> meetings_of(const SweepPair& pair) {
    const bool by_x = share_abscissa(pair);
    std::vector<Meeting> meetings;
    for (const SweepPoint& point : pair.own->points) {
        if (const SweepPoint* opposite = point_in(*pair.other, point.arm)) {
            meetings.push_back(meeting_at(by_x ? point.x : point.at, point, *opposite));
        }
    }
    return meetings;
}

std::vector<SweepMap> maps_of(const SweepFigure& figure, const SweepData& data) {
    std::vector<SweepMap> maps;
    for (const SweepPair& pair : pairs_of(figure, data)) {
        maps.push_back({pair.name, meetings_of(pair)});
    }
    for (const SweepCurve& curve : data.curves) {
        if (!figure.against.empty()) {
            break;
        }
        SweepMap& map = maps.emplace_back();
        map.name = curve_name(curve, data.panels[curve.panel]);
        for (const SweepPoint& point : curve.points) {
            map.cells.push_back({.point = &point,
                                 .own = point.spread.median,
                                 .ratio = point.spread.median,
                                 .pairs = point.spread.n,
                                 .lacks_infeasible = point.infeasible > 0});
        }
    }
    return maps;
}

Index count_verdict(std::span<const Meeting> all, PairVerdict verdict) {
    return std::ranges::count(all, verdict, &Meeting::verdict);
}

std::optional<std::string> too_few_pairs(std::span<const Meeting> all) {
    const Index most = pair_counts(all).second;
    if (most >= fewest_pairs) {
        return std::nullopt;
    }
    return fmt::format(
        "not decided ({}, a sign test needs {})", plural(most, "pair"), fewest_pairs);
}

std::string test_text(std::span<const Meeting> all) {
    const auto [least, most] = pair_counts(all);
    return least == most ? fmt::format("(sign test, {} each)", plural(most, "pair"))
                         : fmt::format("(sign test, {} to {} pairs)", least, most);
}

std::string counts_text(std::span<const Meeting> all, const SweepFigure& figure) {
    const SideWords words = side_words(shown_metric(figure), figure.maximizes);
    const Index lower = count_verdict(all, PairVerdict::better);
    const Index higher = count_verdict(all, PairVerdict::worse);
    const auto n = static_cast<Index>(all.size());
    return fmt::format("{} in {}, ", words.lower, count_of(lower, n, "arm")) +
           fmt::format("{} in {}, not decided in {}", words.higher, higher, n - lower - higher);
}

}  // namespace jennopt
