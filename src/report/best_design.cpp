#include "report/best_design.hpp"

#include "core/format.hpp"
#include "core/json.hpp"
#include "core/text_file.hpp"
#include "record/claim_metrics.hpp"
#include "report/number_text.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace jennopt {

namespace {

double tolerance_of(const BestDesign& design) {
    return design.arm->arm.config.optimization.constraint_tolerance;
}

bool is_better(const BestDesign& a, const BestDesign& b) {
    const Verdict& ours = a.record->best->verdict;
    const Verdict& theirs = b.record->best->verdict;
    if (a.is_feasible() != b.is_feasible()) {
        return a.is_feasible();
    }
    return a.is_feasible() ? ours.true_value < theirs.true_value
                           : ours.violation < theirs.violation;
}

bool is_active(const BestDesign& design, const Output& constraint) {
    return std::ranges::count(design.record->active, constraint.name) > 0;
}

/// "lift = -0.2 N (limit 0, active)".
std::string constraint_text(const BestDesign& design, const Output& constraint, double value) {
    const char* state = value > tolerance_of(design)    ? ", violated"
                        : is_active(design, constraint) ? ", active"
                                                        : "";
    return fmt::format("{} = {}{} (limit 0{})",
                       constraint.name,
                       short_number(value, 4),
                       constraint.unit.empty() ? "" : " " + constraint.unit,
                       state);
}

std::string constraints_sentence(const BestDesign& design) {
    std::vector<std::string> texts;
    const ProblemInfo& problem = design.arm->problem;
    for (const Index k : problem.constraints()) {
        texts.push_back(constraint_text(
            design, problem.outputs[static_cast<std::size_t>(k)], design.record->outputs(k)));
    }
    return texts.empty() ? "" : fmt::format("Constraints there: {}.", fmt::join(texts, ", "));
}

std::string course_sentence(const BestDesign& design) {
    const OptimizerRecord& record = *design.record;
    const double norm = record.best->verdict.gradient_norm;
    const std::string stationary =
        std::isnan(norm)
            ? "How far it is from stationary is not known, because partials are missing there. "
            : fmt::format(
                  "Its gradient norm, projected and in the unit box, is {} (0 at an "
                  "optimum). ",
                  short_number(norm));
    return fmt::format("{}{} found it after {} of {} and stopped: {}.",
                       stationary,
                       record.name,
                       evaluations_to_best(record),
                       plural(std::ssize(record.steps), "evaluation"),
                       record.termination);
}

Json output_json(const Output& output, double value) {
    return {{"name", output.name}, {"unit", output.unit}, {"value", number_to(value)}};
}

Json design_json(const BestDesign& design) {
    const ProblemInfo& problem = design.arm->problem;
    const OptimizerRecord& record = *design.record;
    const Verdict& verdict = record.best->verdict;
    Json inputs = Json::array();
    for (std::size_t j = 0; j < problem.inputs.size(); ++j) {
        inputs.push_back({{"name", problem.inputs[j].name},
                          {"unit", problem.inputs[j].unit},
                          {"value", record.best->x(static_cast<Index>(j))}});
    }
    Json objective;
    Json constraints = Json::array();
    Json quantities = Json::array();
    for (std::size_t k = 0; k < problem.outputs.size(); ++k) {
        const Output& output = problem.outputs[k];
        const double value = record.outputs(static_cast<Index>(k));
        Json json = output_json(output, value);
        switch (output.role) {
            case OutputRole::objective:
                objective = std::move(json);
                break;
            case OutputRole::constraint:
                json["limit"] = 0.0;
                json["feasible"] = value <= tolerance_of(design);
                json["active"] = is_active(design, output);
                constraints.push_back(std::move(json));
                break;
            case OutputRole::quantity:
                quantities.push_back(std::move(json));
                break;
        }
    }
    return {{"problem", problem.name},
            {"arm", design.arm->arm.label},
            {"optimizer", record.name},
            {"method", record.method},
            {"model", record.model},
            {"replicate", design.replicate},
            {"feasible", design.is_feasible()},
            {"inputs", std::move(inputs)},
            {"objective", std::move(objective)},
            {"constraints", std::move(constraints)},
            {"quantities", std::move(quantities)},
            {"violation", number_to(verdict.violation)},
            {"gradient_norm", number_to(verdict.gradient_norm)},
            {"distance", number_to(verdict.distance)},
            {"evaluations_to_best", evaluations_to_best(record)},
            {"evaluations", record.steps.size()},
            {"budget", design.arm->arm.config.budget},
            {"stopped", record.termination}};
}

}  // namespace

bool BestDesign::is_feasible() const {
    return record->best->verdict.violation <= tolerance_of(*this);
}

std::vector<BestDesign> best_designs(const StudyResults& study) {
    std::vector<BestDesign> found;
    std::map<std::string, std::size_t> places;  // of each problem in found
    for (const ArmResults& arm : study.arms) {
        for (const ReplicateRecord& replicate : arm.replicates) {
            for (const OptimizerRecord& record : replicate.optimizers) {
                if (!record.best) {
                    continue;
                }
                const BestDesign offered{&arm, &record, replicate.replicate};
                const auto [place, is_new] =
                    places.try_emplace(problem_identity(arm), found.size());
                if (is_new) {
                    found.push_back(offered);
                } else if (is_better(offered, found[place->second])) {
                    found[place->second] = offered;
                }
            }
        }
    }
    return found;
}

std::vector<std::string> design_sentences(const BestDesign& design) {
    std::vector<std::string> sentences{constraints_sentence(design), course_sentence(design)};
    std::erase(sentences, "");
    return sentences;
}

std::vector<std::string> design_sentences(const StudyResults& study,
                                          const Recommendation& recommended) {
    for (const BestDesign& design : best_designs(study)) {
        if (design.record->best->origin == recommended.point.origin &&
            design.record->best->x == recommended.point.x) {
            return design_sentences(design);
        }
    }
    return {};
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
