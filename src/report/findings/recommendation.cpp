#include "report/findings/recommendation.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"
#include "report/findings/rows.hpp"
#include "report/number_text.hpp"
#include "report/words.hpp"

#include "record/metric.hpp"
#include <algorithm>
#include <cmath>
#include <optional>

namespace jennopt {

namespace {

constexpr std::string_view origin_training = "training sample";
constexpr std::string_view origin_test = "test sample";
constexpr int recommended_digits = 6;

bool is_feasible_point(const EvaluatedPoint& point, double tolerance) {
    return point.verdict.violation <= tolerance;
}

bool is_better_point(const EvaluatedPoint& a, const EvaluatedPoint& b, double tolerance) {
    const bool feasible = is_feasible_point(a, tolerance);
    if (feasible != is_feasible_point(b, tolerance)) {
        return feasible;
    }
    return feasible ? a.verdict.true_value < b.verdict.true_value
                    : a.verdict.violation < b.verdict.violation;
}

std::optional<EvaluatedPoint> best_row(const ArmResults& arm) {
    const Dataset* rows = table_rows(arm);
    if (rows == nullptr) {
        return std::nullopt;
    }
    Index best = 0;
    const double value = rows->Y.row(arm.problem.objective()).minCoeff(&best);
    return EvaluatedPoint{"row", rows->X.col(best), {value, 0.0, NAN, NAN}};
}

/// The best point of a replicate comes first where its record has it.
std::vector<EvaluatedPoint> evaluated_points(const ArmResults& arm,
                                             const ReplicateRecord& replicate) {
    std::vector<EvaluatedPoint> points;
    if (replicate.best_evaluated) {
        return {*replicate.best_evaluated};
    }
    if (replicate.best_sample) {
        points.push_back(*replicate.best_sample);
    }
    for (const SurrogateRecord& record : replicate.surrogates) {
        points.push_back({"optimum of " + record.name, record.optimum.x, record.optimum.verdict});
    }
    if (replicate.truth) {
        points.push_back(
            {contender_words(direct_search), replicate.truth->x, replicate.truth->verdict});
    }
    std::erase_if(points, [&arm](const EvaluatedPoint& point) {
        return point.x.size() != arm.problem.n_x() || !std::isfinite(point.verdict.true_value) ||
               std::isnan(point.verdict.violation);
    });
    return points;
}

std::string problem_identity(const ArmResults& arm) {
    std::string text = arm.problem.name;
    for (const auto& [name, value] : arm.arm.config.problem.options) {
        text += fmt::format(
            "|{}={}", name, std::visit([](const auto& v) { return fmt::format("{}", v); }, value));
    }
    for (const Input& input : arm.problem.inputs) {
        text += fmt::format("|{},{},{}", input.name, input.lower, input.upper);
    }
    for (const Output& output : arm.problem.outputs) {
        text += "|" + output.name;
    }
    return text;
}

bool has_same_value(const ArmResults& arm, const Vector& x, const EvaluatedPoint& point) {
    const Problem& truth = *arm.truth;
    const double tolerance = arm.arm.config.optimization.constraint_tolerance;
    const Bounds bounds = truth.info().bounds();
    if ((x.array() < bounds.lower.array()).any() || (x.array() > bounds.upper.array()).any()) {
        return false;
    }
    try {
        const Vector value = truth.evaluate(x, Derivatives::none).value;
        for (const Index constraint : truth.info().constraints()) {
            if (value(constraint) > std::max(tolerance, point.verdict.violation)) {
                return false;
            }
        }
        const double objective = value(truth.info().objective());
        const double gain = point.verdict.true_value - objective;
        const bool is_rounding = gain >= 0.0 && gain < 1e-12 * (1.0 + std::abs(objective));
        return is_rounding || short_number(objective, recommended_digits) ==
                                  short_number(point.verdict.true_value, recommended_digits);
    } catch (const EvaluationError&) {
        return false;  // the point beside it is no such design
    }
}

/// As few digits as keep the value, tried on a truth that is cheap; otherwise twelve, of the row of
/// a table all.
std::vector<std::string> design_digits(const EvaluatedPoint& point, const ArmResults& arm) {
    std::vector<std::string> texts(static_cast<std::size_t>(point.x.size()));
    if (arm.arm.config.problem.is_table()) {
        std::transform(point.x.begin(), point.x.end(), texts.begin(), [](double value) {
            return fmt::format("{}", value);
        });
        return texts;
    }
    const bool is_cheap = arm.truth != nullptr && arm.truth->info().is_cheap;
    for (int digits = is_cheap ? 6 : 12;; ++digits) {
        Vector rounded(point.x.size());
        for (std::size_t j = 0; j < texts.size(); ++j) {
            const Input& input = arm.problem.inputs[j];
            const double x = point.x(static_cast<Index>(j));
            const bool is_zero = std::abs(x) < 1e-13 * (input.upper - input.lower);
            texts[j] = fmt::format("{:.{}g}", is_zero ? 0.0 : x, digits);
            rounded(static_cast<Index>(j)) = std::stod(texts[j]);
        }
        if (!is_cheap || digits == 17 || has_same_value(arm, rounded, point)) {
            return texts;
        }
    }
}

std::string quantity_text(const std::string& number, const std::string& unit) {
    return unit.empty() ? number : number + " " + unit;
}

/// "found by direct search, arm n=9, replicate 3"
std::string found_text(const Recommendation& recommendation, const StudyResults& study) {
    const std::string& origin = recommendation.point.origin;
    const std::string how = origin == contender_words(direct_search) ? "found by " + origin
                            : origin == origin_training || origin == origin_test ? "a " + origin
                                                                                 : "the " + origin;
    return fmt::format("{}{}, replicate {}",
                       how,
                       study.arms.size() > 1 ? ", " + recommendation.arm : "",
                       recommendation.replicate);
}

}  // namespace

std::vector<Recommendation> recommendations(const StudyResults& study) {
    std::vector<Recommendation> found;
    std::vector<std::string> identities;  // of each found
    for (const ArmResults& arm : study.arms) {
        const double tolerance = arm.arm.config.optimization.constraint_tolerance;
        const std::string identity = problem_identity(arm);
        const auto offer = [&](Index replicate, EvaluatedPoint point) {
            const auto place = static_cast<std::size_t>(
                std::find(identities.begin(), identities.end(), identity) - identities.begin());
            const bool feasible = is_feasible_point(point, tolerance);
            Recommendation offered{
                arm.problem.name, arm.arm.label, replicate, std::move(point), feasible};
            if (place == identities.size()) {
                identities.push_back(identity);
                found.push_back(std::move(offered));
            } else if (is_better_point(offered.point, found[place].point, tolerance)) {
                found[place] = std::move(offered);
            }
        };
        for (const ReplicateRecord& replicate : arm.replicates) {
            for (EvaluatedPoint& point : evaluated_points(arm, replicate)) {
                offer(replicate.replicate, std::move(point));
            }
        }
        if (std::optional<EvaluatedPoint> row = best_row(arm); row && !arm.replicates.empty()) {
            offer(arm.replicates.front().replicate, std::move(*row));
        }
    }
    return found;
}

std::string recommendation_text(const Recommendation& recommendation,
                                const ProblemInfo& problem,
                                const StudyResults& study) {
    const EvaluatedPoint& point = recommendation.point;
    const auto arm = std::find_if(study.arms.begin(), study.arms.end(), [&](const auto& each) {
        return each.arm.label == recommendation.arm;
    });
    if (arm == study.arms.end()) {
        throw Error(fmt::format("the study has no arm {}", recommendation.arm));
    }
    std::vector<std::string> inputs = design_digits(point, *arm);
    for (std::size_t j = 0; j < inputs.size(); ++j) {
        const Input& input = problem.inputs.at(j);
        inputs[j] = fmt::format("{} = {}", input.name, quantity_text(inputs[j], input.unit));
    }
    const Output& objective = problem.outputs.at(static_cast<std::size_t>(problem.objective()));
    const std::string design = fmt::format("{}", fmt::join(inputs, ", "));
    const std::string value = quantity_text(
        fmt::format("{:.{}g}", point.verdict.true_value, recommended_digits), objective.unit);
    if (arm->arm.config.problem.is_table()) {
        return fmt::format(
            "Use the best row of the table: {} ({} = {}).", design, objective.name, value);
    }
    if (!recommendation.feasible) {
        return fmt::format(
            "No feasible point was evaluated. The least violation, {}, is at {} (true value {}, "
            "{}).",
            short_number(point.verdict.violation),
            design,
            value,
            found_text(recommendation, study));
    }
    const char* caveat = point.origin == origin_training
                             ? "; no optimum found on a surrogate is better than the best of the "
                               "training samples"
                         : point.origin == origin_test
                             ? "; no optimum found on a surrogate is better than this test sample"
                             : "";
    return fmt::format("Use this design: {} (true value {}, {}){}.",
                       design,
                       value,
                       found_text(recommendation, study),
                       caveat);
}

}  // namespace jennopt
