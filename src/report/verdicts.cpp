#include "report/verdicts.hpp"

#include "core/format.hpp"
#include "jennopt/report/comparison.hpp"
#include "report/number_text.hpp"
#include "report/sweep_curves.hpp"
#include "report/sweep_pairs.hpp"
#include "report/words.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace jennopt {

namespace {

/// Small is good, for R2 its gap to 1.
std::vector<double> errors_of(const Metric& metric) {
    std::vector<double> errors = metric.values;
    for (double& value : errors) {
        value = as_shown(metric.name, value);
    }
    return errors;
}

std::string value_text(const std::string& metric, double value) {
    return is_r2(metric) ? r2_number(value) : short_number(value);
}

bool is_meant(const Arm& arm, const Published& entry) {
    return std::all_of(entry.arms.begin(), entry.arms.end(), [&](const auto& wanted) {
        return std::any_of(arm.choices.begin(), arm.choices.end(), [&](const auto& choice) {
            return choice.first == wanted.first && choice.second == wanted.second;
        });
    });
}

/// What an arm chose beyond what the entry names.
std::string rest_of_label(const Arm& arm, const Published& entry) {
    std::string text;
    for (const auto& [axis, value] : arm.choices) {
        if (!entry.arms.contains(axis)) {
            text += fmt::format("{}{}={}", text.empty() ? "" : ", ", axis, value);
        }
    }
    return text;
}

/// "error 3.1 times smaller", or the difference where a ratio means nothing.
std::string distance_text(const std::string& metric, double published, double median) {
    const double theirs = as_shown(metric, published);
    const double ours = as_shown(metric, median);
    constexpr double nothing = 1e-15;  // printed as R2 1
    if (theirs <= nothing || ours <= nothing) {
        return fmt::format("by {}", short_number(std::abs(theirs - ours), 2));
    }
    const char* what = is_r2(metric) ? "error " : "";
    const double ratio = ours / theirs;
    const double size = std::max(ratio, 1.0 / ratio);
    return size < 1.05
               ? std::string("by less than 5 %")
               : fmt::format("{}{} {}", what, ratio_text(size), ratio < 1.0 ? "smaller" : "larger");
}

void judge_value(const Published& entry, const SummaryRow& row, PublishedVerdict& verdict) {
    const double published = *entry.value;
    verdict.published = value_text(entry.metric, published);
    verdict.reproduced = fmt::format("{} [{}, {}]",
                                     value_text(entry.metric, row.median),
                                     value_text(entry.metric, row.min),
                                     value_text(entry.metric, row.max));
    const bool below = row.max < published - entry.reading;
    const bool above = row.min > published + entry.reading;
    if (!below && !above) {
        verdict.agreement = Agreement::agrees;
        verdict.verdict = to_string(verdict.agreement);
        return;
    }
    verdict.agreement = !metric_words(entry.metric).lower_is_better ? Agreement::differs
                        : below == is_r2(entry.metric)              ? Agreement::worse
                                                                    : Agreement::better;
    verdict.verdict = fmt::format(
        "{}: {}", to_string(verdict.agreement), distance_text(entry.metric, published, row.median));
}

Agreement agreement_of(PairVerdict verdict) {
    switch (verdict) {
        case PairVerdict::better:
            return Agreement::confirmed;
        case PairVerdict::worse:
            return Agreement::contradicted;
        case PairVerdict::undecided:
            return Agreement::undecided;
    }
    return Agreement::undecided;
}

void judge_comparison(const Metric& better, const Metric& than, PublishedVerdict& verdict) {
    const std::vector<double> own = errors_of(better);
    const std::vector<double> other = errors_of(than);
    const Pairing pairing = count_wins(own, other);
    const double p = std::min(sign_test(pairing), sign_test(count_wins(other, own)));
    verdict.reproduced =
        fmt::format("better in {} of {}, p = {:.2g}", pairing.wins, pairing.pairs(), p);
    verdict.agreement = agreement_of(verdict_of(own, other));
    verdict.verdict = to_string(verdict.agreement);
}

PublishedVerdict judge_arm(const Published& entry,
                           const Arm& arm,
                           bool alone,
                           std::span<const Metric> metrics,
                           std::span<const SummaryRow> rows) {
    const std::string rest = alone ? "" : rest_of_label(arm, entry);
    PublishedVerdict verdict{.what = entry.what + (rest.empty() ? "" : fmt::format(" ({})", rest)),
                             .source = entry.source,
                             .verdict = to_string(Agreement::missing)};
    if (entry.value) {
        verdict.published = value_text(entry.metric, *entry.value);
        if (const auto* row = find_row(rows, arm.label, entry.surrogate, entry.metric)) {
            judge_value(entry, *row, verdict);
        }
    } else {
        verdict.published = fmt::format("{} better than {}", entry.better, entry.than);
        const Metric* better = find_metric(metrics, arm.label, entry.better, entry.metric);
        const Metric* than = find_metric(metrics, arm.label, entry.than, entry.metric);
        if (better != nullptr && than != nullptr) {
            judge_comparison(*better, *than, verdict);
        }
    }
    return verdict;
}

}  // namespace

std::string to_string(Agreement agreement) {
    switch (agreement) {
        case Agreement::agrees:
            return "agrees";
        case Agreement::better:
            return "better";
        case Agreement::worse:
            return "worse";
        case Agreement::differs:
            return "differs";
        case Agreement::confirmed:
            return "confirmed";
        case Agreement::contradicted:
            return "contradicted";
        case Agreement::undecided:
            return "undecided";
        case Agreement::missing:
            return "not there";
    }
    return {};
}

std::vector<PublishedVerdict> judge(const ReportInput& input) {
    std::vector<PublishedVerdict> verdicts;
    if (input.page.published.empty()) {
        return verdicts;
    }
    const std::vector<Metric> metrics = collect_metrics(input);
    const std::vector<SummaryRow> rows = summarize(metrics);
    for (const Published& entry : input.page.published) {
        std::vector<const Arm*> meant;
        for (const ReportArm& arm : input.arms) {
            if (is_meant(arm.arm, entry)) {
                meant.push_back(&arm.arm);
            }
        }
        for (const Arm* arm : meant) {
            verdicts.push_back(judge_arm(entry, *arm, meant.size() == 1, metrics, rows));
        }
    }
    return verdicts;
}

}  // namespace jennopt
