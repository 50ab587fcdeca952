#include "report/sweep_meetings.hpp"

#include "core/format.hpp"
#include "report/number_text.hpp"

#include <algorithm>
#include <array>
#include <cmath>

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
    for (const SweepPanel& panel : data.panels) {
        for (const SweepCurve& curve : panel.curves) {
            if (!figure.against.empty()) {
                continue;
            }
            maps.push_back({curve_name(curve, panel.title), {}});
            for (const SweepPoint& point : curve.points) {
                maps.back().cells.push_back({.point = &point,
                                             .own = point.spread.median,
                                             .ratio = point.spread.median,
                                             .pairs = point.spread.n,
                                             .lacks_infeasible = point.infeasible > 0});
            }
        }
    }
    return maps;
}

Index count_verdict(std::span<const Meeting> all, PairVerdict verdict) {
    return std::ranges::count(all, verdict, &Meeting::verdict);
}

std::optional<std::string> too_few_pairs(std::span<const Meeting> all) {
    const Index most = pair_counts(all).second;
    return most >= fewest_pairs
               ? std::nullopt
               : std::optional(fmt::format(
                     "not decided ({}, a sign test needs {})", plural(most, "pair"), fewest_pairs));
}

std::string test_text(std::span<const Meeting> all) {
    const auto [least, most] = pair_counts(all);
    return least == most ? fmt::format("(sign test, {} each)", plural(most, "pair"))
                         : fmt::format("(sign test, {} to {} pairs)", least, most);
}

std::string counts_text(std::span<const Meeting> all, std::string_view metric) {
    const SideWords words = side_words(metric);
    const Index lower = count_verdict(all, PairVerdict::better);
    const Index higher = count_verdict(all, PairVerdict::worse);
    const auto n = static_cast<Index>(all.size());
    return fmt::format("{} in {} of {}, {} in {}, not decided in {}",
                       words.lower,
                       lower,
                       plural(n, "arm"),
                       words.higher,
                       higher,
                       n - lower - higher);
}

}  // namespace jennopt
