#include "report/sections_problem.hpp"

#include "core/format.hpp"
#include "report/enum_words.hpp"
#include "report/findings/recommendation.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace jennopt {

namespace {

std::string named_with_unit(const std::string& name, const std::string& unit) {
    return unit.empty() ? name : fmt::format("{} [{}]", name, unit);
}

std::string point_text(const ConstVectorRef& x) {
    std::vector<std::string> numbers;
    std::transform(x.begin(), x.end(), std::back_inserter(numbers), setting_text);
    return fmt::format("({})", fmt::join(numbers, ", "));
}

std::string known_optimum_text(const KnownOptimum& known) {
    constexpr Index most_points = 4;
    std::vector<std::string> points;
    for (Index i = 0; i < std::min(known.X.cols(), most_points); ++i) {
        points.push_back(point_text(known.X.col(i)));
    }
    return fmt::format(" Known global minimum: {} at {}{}{}.",
                       setting_text(known.value),
                       fmt::join(points, ", "),
                       known.X.cols() > most_points
                           ? fmt::format(" and {} more", known.X.cols() - most_points)
                           : "",
                       known.source.empty() ? "" : fmt::format(" ({})", known.source));
}

std::string outputs_text(const ProblemInfo& problem) {
    std::vector<std::string> outputs;
    for (const Output& output : problem.outputs) {
        outputs.push_back(fmt::format(
            "{} ({})", named_with_unit(output.name, output.unit), words_of(output.role)));
    }
    return fmt::format("{}: {}. {}",
                       outputs.size() == 1 ? "Output" : "Outputs",
                       fmt::join(outputs, ", "),
                       problem.has_partials
                           ? fmt::format("All partial derivatives at a point are priced at {} "
                                         "times its values.",
                                         setting_text(problem.gradient_price))
                           : "The problem gives no partial derivatives.");
}

TableBlock inputs_table(const ProblemInfo& problem) {
    TableBlock table{{{"input", false}, {"unit", false}, {"lower bound"}, {"upper bound"}}, {}};
    for (const Input& input : problem.inputs) {
        table.rows.push_back({{input.name},
                              {input.unit.empty() ? "–" : input.unit},
                              {setting_text(input.lower)},
                              {setting_text(input.upper)}});
    }
    return table;
}

/// A problem, and the arms that are about it.
struct Described {
    std::string summary;
    std::string formula;
    TableBlock inputs;
    std::string outputs;
    std::vector<std::string> arms = {};

    [[nodiscard]] bool is_about_same(const Described& other) const {
        return summary == other.summary && formula == other.formula && inputs == other.inputs &&
               outputs == other.outputs;
    }
};

Described described(const ProblemInfo& problem) {
    return {fmt::format("{}: {}.{}",
                        problem.name,
                        problem.summary,
                        problem.source.empty() ? "" : fmt::format(" Source: {}.", problem.source)),
            problem.formula,
            inputs_table(problem),
            outputs_text(problem) +
                (problem.known_optimum ? known_optimum_text(*problem.known_optimum) : "")};
}

/// A column with the design to use, below the table's others.
void append_recommended(Described& problem, const std::vector<Recommendation>& recommended) {
    for (const Recommendation& each : recommended) {
        const bool is_here =
            std::find(problem.arms.begin(), problem.arms.end(), each.arm) != problem.arms.end();
        if (is_here && each.point.x.size() == static_cast<Index>(problem.inputs.rows.size())) {
            problem.inputs.columns.push_back({"recommended"});
            for (std::size_t j = 0; j < problem.inputs.rows.size(); ++j) {
                problem.inputs.rows[j].push_back(
                    {setting_text(each.point.x(static_cast<Index>(j)))});
            }
            return;
        }
    }
}

}  // namespace

std::string setting_text(double value) {
    return fmt::format("{:.6g}", value);
}

std::vector<Block> problem_section(const ReportView& view) {
    std::vector<Described> all;
    for (const ArmResults& arm : view.study.arms) {
        Described problem = described(arm.problem);
        const auto same = std::find_if(all.begin(), all.end(), [&](const Described& other) {
            return other.is_about_same(problem);
        });
        Described& entry = same == all.end() ? all.emplace_back(std::move(problem)) : *same;
        entry.arms.push_back(arm.arm.label);
    }
    const std::vector<Recommendation> recommended = recommendations(view.study);
    std::vector<Block> blocks{{Heading{all.size() == 1 ? "The problem" : "The problems"}}};
    for (Described& problem : all) {
        append_recommended(problem, recommended);
        if (all.size() > 1) {
            blocks.push_back({Heading{fmt::format("{}", fmt::join(problem.arms, "; ")), 3}});
        }
        blocks.push_back({Paragraph{problem.summary}});
        if (!problem.formula.empty()) {
            blocks.push_back({Code{problem.formula}});
        }
        blocks.push_back({std::move(problem.inputs)});
        blocks.push_back({Paragraph{problem.outputs}});
    }
    return blocks;
}

}  // namespace jennopt
