#include "report/learning_curves.hpp"

#include "core/format.hpp"
#include "report/number_text.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace jennopt {

namespace {

constexpr const char* swept = "sampling.count=";
constexpr double least_error = 1e-16;  // zero has no logarithm

/// The label without its part about sampling.count; nothing if it has none.
std::optional<std::string> shared_label(std::string label) {
    const std::string part = swept;
    std::size_t at = label.rfind(part, 0) == 0 ? 0 : label.find(", " + part);
    if (at == std::string::npos) {
        return std::nullopt;
    }
    const std::size_t end = label.find(", ", at + 2);
    label.erase(at, end == std::string::npos ? end : end - at + (at == 0 ? 2 : 0));
    return label;
}

CurvePoint point_of(const ReportArm& arm, const SummaryRow& row) {
    const auto samples =
        static_cast<double>(sample_count(arm.arm.config.sampling, arm.problem.n_x()));
    return {.samples = samples,
            .median = std::max(1.0 - row.median, least_error),
            .q25 = std::max(1.0 - row.q75, least_error),
            .q75 = std::max(1.0 - row.q25, least_error)};
}

LearningCurve curve_of(const std::vector<const ReportArm*>& arms,
                       std::span<const SummaryRow> rows,
                       const std::string& surrogate) {
    LearningCurve curve{surrogate, {}};
    for (const ReportArm* arm : arms) {
        const SummaryRow* row = find_row(rows, arm->arm.label, surrogate, "r2_value");
        if (row != nullptr) {
            curve.points.push_back(point_of(*arm, *row));
        }
    }
    std::sort(curve.points.begin(), curve.points.end(), [](const auto& a, const auto& b) {
        return a.samples < b.samples;
    });
    return curve;
}

/// Samples at which the median first falls to an error; nothing outside of the curve.
std::optional<double> samples_for(const LearningCurve& curve, double error) {
    for (std::size_t i = 0; i < curve.points.size(); ++i) {
        const CurvePoint& here = curve.points[i];
        if (here.median == error) {
            return here.samples;
        }
        if (here.median < error) {
            if (i == 0) {
                return std::nullopt;
            }
            const CurvePoint& before = curve.points[i - 1];
            const double part =
                std::log(before.median / error) / std::log(before.median / here.median);
            return before.samples * std::pow(here.samples / before.samples, part);
        }
    }
    return std::nullopt;
}

const SurrogateConfig* config_of(const ReportInput& input, const std::string& surrogate) {
    for (const SurrogateConfig& config : input.arms.front().arm.config.surrogates) {
        if (config.name == surrogate) {
            return &config;
        }
    }
    return nullptr;
}

std::string samples_text(double samples) {
    return count_text(std::round(samples));
}

/// "needs 3.1 times fewer training samples than nn", or more.
std::string need_text(const Saving& found, const std::string& other) {
    const bool fewer = found.factor >= 1.0;
    const auto times = [fewer](double factor) { return ratio_text(fewer ? factor : 1.0 / factor); };
    const double low = fewer ? found.least : found.most;
    const double high = fewer ? found.most : found.least;
    return fmt::format(
        "needs {} {} training samples than {}{}",
        times(found.factor),
        fewer ? "fewer" : "more",
        other,
        low == high ? "" : fmt::format(" (median; {} to {})", times(low), times(high)));
}

std::string saving_sentence(const LearningCurve& own, const LearningCurve& other) {
    if (const auto found = saving(own, other)) {
        const std::string best = r2_number(1.0 - found->best_error);
        const std::string worst = r2_number(1.0 - found->worst_error);
        return fmt::format(
            "For the same R2 of values {} {}, at {}, which both reach; e.g. {} against {}.",
            own.surrogate,
            need_text(*found, other.surrogate),
            best == worst ? best : fmt::format("levels from {} to {}", worst, best),
            samples_text(found->own_samples),
            samples_text(found->other_samples));
    }
    const auto best = std::min_element(
        other.points.begin(), other.points.end(), [](const auto& a, const auto& b) {
            return a.median < b.median;
        });
    const CurvePoint& first = own.points.front();
    if (first.median <= best->median) {
        return fmt::format(
            "{} with {} training samples (R2 of values {}) is at least as good as {} with {} ({}): "
            "it "
            "needs at least {} fewer.",
            own.surrogate,
            samples_text(first.samples),
            r2_number(1.0 - first.median),
            other.surrogate,
            samples_text(best->samples),
            r2_number(1.0 - best->median),
            ratio_text(best->samples / first.samples));
    }
    return fmt::format(
        "No R2 of values is reached by both {} and {} between the fewest and the "
        "most training samples.",
        own.surrogate,
        other.surrogate);
}

}  // namespace

std::vector<LearningSweep> learning_sweeps(const ReportInput& input) {
    std::vector<std::pair<std::string, std::vector<const ReportArm*>>> groups;
    for (const ReportArm& arm : input.arms) {
        if (const auto label = shared_label(arm.arm.label)) {
            const auto group = std::find_if(
                groups.begin(), groups.end(), [&](const auto& g) { return g.first == *label; });
            if (group == groups.end()) {
                groups.push_back({*label, {&arm}});
            } else {
                group->second.push_back(&arm);
            }
        }
    }
    const std::vector<SummaryRow> rows = summarize(collect_metrics(input));
    std::vector<LearningSweep> sweeps;
    for (const auto& [label, arms] : groups) {
        LearningSweep sweep{label, {}};
        for (const std::string& surrogate : surrogate_names(input)) {
            LearningCurve curve = curve_of(arms, rows, surrogate);
            if (curve.points.size() > 1) {
                sweep.curves.push_back(std::move(curve));
            }
        }
        if (!sweep.curves.empty()) {
            sweeps.push_back(std::move(sweep));
        }
    }
    return sweeps;
}

std::optional<Saving> saving(const LearningCurve& own, const LearningCurve& other) {
    std::vector<Saving> all;
    for (const LearningCurve* curve : {&own, &other}) {
        for (const CurvePoint& point : curve->points) {
            const auto mine = samples_for(own, point.median);
            const auto theirs = samples_for(other, point.median);
            if (mine && theirs) {
                all.push_back({.factor = *theirs / *mine,
                               .error = point.median,
                               .own_samples = *mine,
                               .other_samples = *theirs});
            }
        }
    }
    if (all.empty()) {
        return std::nullopt;
    }
    const auto [best, worst] = std::minmax_element(
        all.begin(), all.end(), [](const auto& a, const auto& b) { return a.error < b.error; });
    const double best_error = best->error;
    const double worst_error = worst->error;
    std::sort(
        all.begin(), all.end(), [](const auto& a, const auto& b) { return a.factor < b.factor; });
    Saving middle = all[(all.size() - 1) / 2];
    middle.least = all.front().factor;
    middle.most = all.back().factor;
    middle.best_error = best_error;
    middle.worst_error = worst_error;
    return middle;
}

const LearningCurve* baseline(const ReportInput& input, const LearningSweep& sweep) {
    for (const LearningCurve& curve : sweep.curves) {
        const SurrogateConfig* config = config_of(input, curve.surrogate);
        if (config != nullptr && config->kind == SurrogateKind::nn) {
            return &curve;
        }
    }
    return nullptr;
}

std::vector<std::string> learning_findings(const ReportInput& input) {
    std::vector<std::string> sentences;
    for (const LearningSweep& sweep : learning_sweeps(input)) {
        const LearningCurve* plain = baseline(input, sweep);
        if (plain == nullptr) {
            continue;
        }
        for (const LearningCurve& curve : sweep.curves) {
            const SurrogateConfig* config = config_of(input, curve.surrogate);
            if (config != nullptr && config->kind == SurrogateKind::jenn) {
                sentences.push_back((sweep.label.empty() ? "" : sweep.label + ": ") +
                                    saving_sentence(curve, *plain));
            }
        }
    }
    return sentences;
}

}  // namespace jennopt
