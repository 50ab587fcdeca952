#include "report/best_design.hpp"

#include "core/at.hpp"
#include "core/format.hpp"
#include "core/json.hpp"
#include "core/text_file.hpp"
#include "problem/limits.hpp"
#include "record/claim_metrics.hpp"
#include "report/number_text.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace jennopt {

namespace {

double tolerance_of(const BestDesign& best) {
    return best.design.arm->arm.config.optimization.constraint_tolerance;
}

/// Of a limit of a constraint.
enum class LimitState { met, active, violated };

LimitState state_of(const BestDesign& best, const Limits& limits, double value) {
    const double tolerance = tolerance_of(best);
    const double excess = limits.excess(value);
    return excess > tolerance     ? LimitState::violated
           : excess >= -tolerance ? LimitState::active
                                  : LimitState::met;
}

/// All outputs at the design; none where the record does not hold them.
const Vector& outputs_of(const BestDesign& best) {
    const Vector& kept = best.design.point.outputs;
    return kept.size() == 0 && best.finder != nullptr ? best.finder->outputs : kept;
}

/// "lift = 0.52 N (>= 0.5 N, by 0.02)".
std::string constraint_text(const BestDesign& best, const Output& constraint, double value) {
    const Limits limits = limits_of(constraint);
    const LimitState state = state_of(best, limits, value);
    const std::string distance = short_number(std::abs(limits.margin(value)));
    return fmt::format("{} = {}{} ({}, {})",
                       constraint.name,
                       short_number(value, 4),
                       constraint.unit.empty() ? "" : " " + constraint.unit,
                       limits_text(constraint),
                       state == LimitState::violated ? "violated by " + distance
                       : limits.is_equality()        ? "met to " + distance
                       : state == LimitState::active ? "active"
                                                     : "by " + distance);
}

std::string constraints_sentence(const BestDesign& best) {
    std::vector<std::string> texts;
    const Vector& outputs = outputs_of(best);
    const ProblemInfo& problem = best.design.arm->problem;
    for (const Index k : outputs.size() == 0 ? std::vector<Index>{} : problem.constraints()) {
        texts.push_back(constraint_text(best, problem.outputs[at(k)], outputs(k)));
    }
    return texts.empty() ? "" : fmt::format("Constraints there: {}.", fmt::join(texts, ", "));
}

std::string stationary_sentence(const BestDesign& best) {
    const double norm = best.design.point.verdict.gradient_norm;
    return std::isnan(norm)
               ? "How far it is from stationary is not known, because partials are missing there."
               : fmt::format(
                     "Its gradient norm, projected and in the unit box, is {} (0 at an "
                     "optimum).",
                     short_number(norm));
}

std::string course_sentence(const BestDesign& best) {
    if (best.finder == nullptr) {
        return "";
    }
    const OptimizerRecord& record = *best.finder;
    const std::string all = plural(record.evaluations(), "evaluation");
    return best.design.point.origin == given_origin
               ? fmt::format("{} found nothing better in {} and stopped: {}.",
                             record.name,
                             all,
                             record.termination)
               : fmt::format("{} found it after {} of {} and stopped: {}.",
                             record.name,
                             evaluations_to_best(record),
                             all,
                             record.termination);
}

Json output_json(const Output& output, double value) {
    return {{"name", output.name}, {"unit", output.unit}, {"value", number_to(value)}};
}

/// The objective is known where nothing else is.
void add_outputs(Json& json, const BestDesign& best) {
    const ProblemInfo& problem = best.design.arm->problem;
    const Vector& outputs = outputs_of(best);
    Json constraints = Json::array();
    Json quantities = Json::array();
    for (Index k = 0; k < outputs.size(); ++k) {
        const Output& output = problem.outputs[at(k)];
        Json each = output_json(output, outputs(k));
        if (output.role == OutputRole::constraint) {
            const Limits limits = limits_of(output);
            const LimitState state = state_of(best, limits, outputs(k));
            each["lower"] = number_to(limits.lower);
            each["upper"] = number_to(limits.upper);
            each["margin"] = limits.margin(outputs(k));
            each["feasible"] = state != LimitState::violated;
            each["active"] = state == LimitState::active;
            constraints.push_back(std::move(each));
        } else if (output.role == OutputRole::quantity) {
            quantities.push_back(std::move(each));
        }
    }
    const Output& objective = problem.outputs[at(problem.objective())];
    json["objective"] = output_json(objective, best.design.point.verdict.true_value);
    json["objective"]["sense"] = objective.role == OutputRole::maximize ? "maximize" : "minimize";
    json["constraints"] = std::move(constraints);
    json["quantities"] = std::move(quantities);
}

void add_course(Json& json, const OptimizerRecord& record) {
    json["optimizer"] = record.name;
    json["method"] = record.method;
    json["model"] = record.model;
    json["evaluations_to_best"] = evaluations_to_best(record);
    json["evaluations"] = record.evaluations();
    json["evaluations_given"] = record.given();
    json["stopped"] = record.termination;
}

Json design_json(const BestDesign& best) {
    const ArmResults& arm = *best.design.arm;
    const EvaluatedPoint& point = best.design.point;
    Json inputs = Json::array();
    for (Index j = 0; j < point.x.size(); ++j) {
        const Input& input = arm.problem.inputs[at(j)];
        inputs.push_back({{"name", input.name}, {"unit", input.unit}, {"value", point.x(j)}});
    }
    Json json{{"problem", arm.problem.name},
              {"arm", arm.arm.label},
              {"replicate", best.design.replicate},
              {"found_by", point.origin},
              {"feasible", best.design.is_feasible()},
              {"inputs", std::move(inputs)},
              {"violation", number_to(point.verdict.violation)},
              {"gradient_norm", number_to(point.verdict.gradient_norm)},
              {"distance", number_to(point.verdict.distance)},
              {"budget", arm.arm.config.budget}};
    add_outputs(json, best);
    if (best.finder != nullptr) {
        add_course(json, *best.finder);
    }
    return json;
}

const OptimizerRecord* finder_of(const Recommendation& design) {
    const std::vector<ReplicateRecord>& all = design.arm->replicates;
    const auto replicate = std::ranges::find(all, design.replicate, &ReplicateRecord::replicate);
    const auto found =
        std::ranges::find_if(replicate->optimizers, [&](const OptimizerRecord& record) {
            // Infill begins with points that others found.
            const bool is_own = record.best && (record.method != infill_method ||
                                                record.best->origin.starts_with("optimizer"));
            return is_own && record.best->origin == design.point.origin &&
                   record.best->x == design.point.x;
        });
    return found == replicate->optimizers.end() ? nullptr : &*found;
}

}  // namespace

std::vector<BestDesign> best_designs(const StudyResults& study) {
    std::vector<BestDesign> designs;
    for (Recommendation& design : recommendations(study)) {
        const OptimizerRecord* finder = finder_of(design);
        designs.push_back({std::move(design), finder});
    }
    return designs;
}

std::vector<std::string> design_sentences(const BestDesign& best) {
    std::vector<std::string> sentences{constraints_sentence(best)};
    if (!best.design.arm->arm.config.optimizers.empty()) {
        sentences.push_back(stationary_sentence(best));
        sentences.push_back(course_sentence(best));
    }
    std::erase(sentences, "");
    return sentences;
}

void write_best(const StudyResults& study) {
    const std::vector<BestDesign> designs = best_designs(study);
    if (designs.empty()) {
        return;
    }
    Json list = Json::array();
    std::ranges::transform(designs, std::back_inserter(list), design_json);
    const Json json{{"study", study.study}, {"version", study.version}, {"designs", list}};
    write_text(study.folder / "best.json",
               json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

}  // namespace jennopt
