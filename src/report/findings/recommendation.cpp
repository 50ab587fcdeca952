#include "report/findings/recommendation.hpp"

#include "core/format.hpp"
#include "jennopt/core/error.hpp"
#include "problem/limits.hpp"
#include "problem/standard_form.hpp"
#include "report/findings/parts.hpp"
#include "report/number_text.hpp"
#include "report/words.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

namespace jennopt {

namespace {

constexpr int recommended_digits = 6;

bool is_better_design(const Recommendation& a, const Recommendation& b) {
    if (a.is_feasible() != b.is_feasible()) {
        return a.is_feasible();
    }
    const double sense = a.arm->problem.sense();
    return a.is_feasible() ? sense * a.point.verdict.true_value < sense * b.point.verdict.true_value
                           : a.point.verdict.violation < b.point.verdict.violation;
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

bool has_same_value(const ArmResults& arm, const Vector& x, const Verdict& verdict) {
    const ProblemInfo& info = arm.truth->info();
    const Bounds bounds = info.bounds();
    if ((x.array() < bounds.lower.array()).any() || (x.array() > bounds.upper.array()).any()) {
        return false;
    }
    try {
        const Vector value = arm.truth->evaluate(x, Derivatives::none).value;
        const double tolerance =
            std::max(arm.arm.config.optimization.constraint_tolerance, verdict.violation);
        const double objective = value(info.objective());
        const double gain = info.sense() * (verdict.true_value - objective);
        const bool is_rounding = gain >= 0.0 && gain < 1e-12 * (1.0 + std::abs(objective));
        return StandardForm(info).violation(value) <= tolerance &&
               (is_rounding || short_number(objective, recommended_digits) ==
                                   short_number(verdict.true_value, recommended_digits));
    } catch (const EvaluationError&) {
        return false;  // the point beside it is no such design
    }
}

/// As few digits as keep the value, tried on a truth that is cheap; otherwise twelve, of the row of
/// a table all.
std::vector<std::string> design_digits(const EvaluatedPoint& point, const ArmResults& arm) {
    const bool is_table = arm.arm.config.problem.is_table();
    const bool is_cheap = arm.truth != nullptr && arm.truth->info().is_cheap && !is_table;
    for (int digits = is_table ? 17 : is_cheap ? 6 : 12;; ++digits) {
        std::vector<std::string> texts;
        Vector rounded(point.x.size());
        for (Index j = 0; j < rounded.size(); ++j) {
            const Input& input = arm.problem.inputs[static_cast<std::size_t>(j)];
            const bool is_zero = input.scale == InputScale::linear &&
                                 std::abs(point.x(j)) < 1e-13 * (input.upper - input.lower);
            texts.push_back(is_table ? fmt::format("{}", point.x(j))
                                     : fmt::format("{:.{}g}", is_zero ? 0.0 : point.x(j), digits));
            rounded(j) = std::stod(texts.back());
        }
        if (!is_cheap || digits == 17 || has_same_value(arm, rounded, point.verdict)) {
            return texts;
        }
    }
}

}  // namespace

std::string problem_identity(const ArmResults& arm) {
    std::string text = arm.problem.name;
    for (const auto& [name, value] : arm.arm.config.problem.options) {
        text += fmt::format(
            "|{}={}", name, std::visit([](const auto& v) { return fmt::format("{}", v); }, value));
    }
    for (const Input& input : arm.problem.inputs) {
        text += fmt::format("|{},{},{},{},{}",
                            input.name,
                            input.lower,
                            input.upper,
                            name_of(input.scale),
                            input.integer);
    }
    for (const Output& output : arm.problem.outputs) {
        text += fmt::format("|{},{}", output.name, role_text(output));
    }
    return text;
}

std::vector<Recommendation> recommendations(const StudyResults& study) {
    std::vector<Recommendation> found;
    std::map<std::string, std::size_t> places;  // of each problem in found
    for (const ArmResults& arm : study.arms) {
        const auto offer = [&](Index replicate, const EvaluatedPoint& point) {
            const Recommendation offered{&arm, replicate, point};
            const auto [place, is_new] = places.try_emplace(problem_identity(arm), found.size());
            if (is_new) {
                found.push_back(offered);
            } else if (is_better_design(offered, found[place->second])) {
                found[place->second] = offered;
            }
        };
        for (const ReplicateRecord& replicate : arm.replicates) {
            for (const EvaluatedPoint& point : evaluated_points(arm, replicate)) {
                offer(replicate.replicate, point);
            }
        }
    }
    return found;
}

std::string recommendation_text(const Recommendation& best, bool name_arm) {
    const auto& [arm, replicate, point] = best;
    const auto with_unit = [](const std::string& number, const std::string& unit) {
        return unit.empty() ? number : number + " " + unit;
    };
    std::vector<std::string> inputs = design_digits(point, *arm);
    for (std::size_t j = 0; j < inputs.size(); ++j) {
        const Input& input = arm->problem.inputs.at(j);
        inputs[j] = input.name + " = " + with_unit(inputs[j], input.unit);
    }
    const Output& objective =
        arm->problem.outputs.at(static_cast<std::size_t>(arm->problem.objective()));
    const std::string design = fmt::format("{}", fmt::join(inputs, ", "));
    const std::string value = with_unit(
        fmt::format("{:.{}g}", point.verdict.true_value, recommended_digits), objective.unit);
    const bool is_table = arm->arm.config.problem.is_table();
    if (is_table && best.is_feasible()) {
        return fmt::format(
            "Use the best row of the table: {} ({} = {}).", design, objective.name, value);
    }
    const bool is_training = point.origin == "training sample";
    const bool is_test = point.origin == "test sample";
    const bool is_direct = point.origin == contender_words(direct_search);
    const bool is_optimizer = point.origin.starts_with("optimizer ");
    const bool is_given = point.origin == given_origin;
    const char* how = is_direct || is_optimizer            ? "found by "
                      : is_training || is_test || is_given ? "a "
                                                           : "the ";
    const std::string found = "true value " + value + ", " + how + point.origin +
                              (name_arm ? ", " + arm->arm.label : "") +
                              fmt::format(", replicate {}", replicate);
    if (!best.is_feasible()) {
        return std::string(is_table ? "No row of the table is feasible."
                                    : "No feasible point was evaluated.") +
               " The least violation, " + short_number(point.verdict.violation) + ", is at " +
               design + " (" + found + ").";
    }
    const char* what = is_training ? "the best of the training samples"
                       : is_test   ? "this test sample"
                                   : nullptr;
    return fmt::format(
        "Use this design: {} ({}){}.",
        design,
        found,
        what == nullptr
            ? ""
            : fmt::format("; no optimum found on a surrogate{} is better than {}",
                          arm->arm.config.optimizers.empty() ? "" : " or by an optimizer",
                          what));
}

}  // namespace jennopt
