#include "core/format.hpp"
#include "problem/limits.hpp"
#include "report/sections.hpp"

#include <algorithm>
#include <iterator>

namespace jennopt {

namespace {

std::string named_with_unit(const std::string& name, const std::string& unit) {
    return unit.empty() ? name : fmt::format("{} [{}]", name, unit);
}

std::string kind_text(const Input& input) {
    const std::string scale = input.scale == InputScale::log ? "logarithmic" : "";
    const std::string whole = input.integer ? "integer" : "";
    return scale + (scale.empty() || whole.empty() ? "" : ", ") + whole;
}

std::string point_text(const ConstVectorRef& x) {
    std::vector<std::string> numbers;
    std::ranges::transform(x, std::back_inserter(numbers), setting_text);
    return fmt::format("({})", fmt::join(numbers, ", "));
}

std::string known_optimum_text(const KnownOptimum& known) {
    constexpr Index most_points = 4;
    std::vector<std::string> points;
    for (Index i = 0; i < std::min(known.X.cols(), most_points); ++i) {
        points.push_back(point_text(known.X.col(i)));
    }
    std::string text = fmt::format(
        " Known global optimum: {} at {}", setting_text(known.value), fmt::join(points, ", "));
    if (known.X.cols() > most_points) {
        text += fmt::format(" and {} more", known.X.cols() - most_points);
    }
    return text + (known.source.empty() ? "." : " (" + known.source + ").");
}

std::string outputs_text(const ProblemInfo& problem) {
    std::vector<std::string> outputs;
    for (const Output& output : problem.outputs) {
        outputs.push_back(
            fmt::format("{} ({})", named_with_unit(output.name, output.unit), role_text(output)));
    }
    return (outputs.size() == 1 ? "Output: " : "Outputs: ") +
           fmt::format("{}. ", fmt::join(outputs, ", ")) +
           (problem.has_partials ? "All partial derivatives at a point are priced at " +
                                       setting_text(problem.gradient_price) + " times its values."
                                 : "The problem gives no partial derivatives.");
}

std::vector<Block> description(const ProblemInfo& problem) {
    std::vector<Block> blocks{
        {Paragraph{problem.name + ": " + problem.summary + "." +
                   (problem.source.empty() ? "" : " Source: " + problem.source + ".")}}};
    if (!problem.formula.empty()) {
        blocks.push_back({Code{problem.formula}});
    }
    TableBlock table{
        {{"input", false}, {"unit", false}, {"lower bound"}, {"upper bound"}, {"", false}}, {}};
    for (const Input& input : problem.inputs) {
        table.rows.push_back({{input.name},
                              {input.unit.empty() ? "–" : input.unit},
                              {setting_text(input.lower)},
                              {setting_text(input.upper)},
                              {kind_text(input)}});
    }
    blocks.push_back({std::move(table)});
    blocks.push_back(
        {Paragraph{outputs_text(problem) +
                   (problem.known_optimum ? known_optimum_text(*problem.known_optimum) : "")}});
    return blocks;
}

}  // namespace

std::string setting_text(double value) {
    return fmt::format("{:.6g}", value);
}

std::vector<Block> problem_section(const ReportView& view) {
    struct Described {
        std::string text;  // of the blocks
        std::vector<Block> blocks;
        std::vector<std::string> arms;
    };

    std::vector<Described> problems;
    for (const ArmResults& arm : view.study.arms) {
        const std::vector<Block> blocks = description(arm.problem);
        const std::string text = document_markdown({"", blocks, {}});
        auto known = std::ranges::find(problems, text, &Described::text);
        if (known == problems.end()) {
            known = problems.insert(known, {text, blocks, {}});
        }
        known->arms.push_back(arm.arm.label);
    }
    const bool is_one = problems.size() == 1;
    std::vector<Block> section{{Heading{is_one ? "The problem" : "The problems"}}};
    for (Described& each : problems) {
        if (!is_one) {
            section.push_back({Heading{fmt::format("{}", fmt::join(each.arms, "; ")), 3}});
        }
        std::ranges::move(each.blocks, std::back_inserter(section));
    }
    return section;
}

}  // namespace jennopt
