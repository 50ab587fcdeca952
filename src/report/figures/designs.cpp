#include "core/format.hpp"
#include "report/figures/figures.hpp"
#include "report/words.hpp"

#include <cctype>
#include <limits>

namespace jennopt {

namespace {

struct DrawnDesign {
    std::string name;
    std::vector<Drawing> drawings;
    LayerStyle style;
};

/// The center of the bounds, then the optima found on the surrogates, then that on the truth.
std::vector<DrawnDesign> drawn_designs(const ArmView& view) {
    const Bounds bounds = view.arm.problem.bounds();
    const Problem& truth = *view.arm.truth;
    const Vector center = bounds.from_unit(Vector::Constant(bounds.lower.size(), 0.5));
    std::vector<DrawnDesign> designs{
        {"center of the bounds", truth.draw(center), {.color = "#bbbbbb"}}};
    const auto append_optimum = [&](std::string_view name, const OptimumRecord& optimum) {
        LayerStyle style{.color = view.colors.of(name)};
        if (name == direct_search) {
            style.width = 2.0;
            style.dash = 2;
        }
        if (!optimum.search.runs.empty() && optimum.failure.empty()) {
            designs.push_back({contender_words(name), truth.draw(optimum.x), style});
        }
    };
    for (const SurrogateRecord& surrogate : view.replicate.surrogates) {
        append_optimum(surrogate.name, surrogate.optimum);
    }
    if (view.replicate.truth) {
        append_optimum(direct_search, *view.replicate.truth);
    }
    return designs;
}

/// The lines of a drawing one after the other, with a gap between.
Layer layer_of(const DrawnDesign& design, std::size_t which) {
    constexpr double gap = std::numeric_limits<double>::quiet_NaN();
    Layer layer{.kind = LayerKind::line, .name = design.name, .style = design.style};
    for (const DrawnLine& line : design.drawings[which].lines) {
        layer.x.insert(layer.x.end(), line.x.begin(), line.x.end());
        layer.y.insert(layer.y.end(), line.y.begin(), line.y.end());
        layer.x.push_back(gap);
        layer.y.push_back(gap);
    }
    return layer;
}

/// "Mach number" as part of a file name: "mach_number".
std::string file_part(std::string title) {
    for (char& c : title) {
        const auto letter = static_cast<unsigned char>(c);
        c = std::isalnum(letter) != 0 ? static_cast<char>(std::tolower(letter)) : '_';
    }
    return title;
}

}  // namespace

std::vector<Plot> plot_designs(const ArmView& view) {
    if (view.arm.truth == nullptr) {
        return {};
    }
    const std::vector<DrawnDesign> designs = drawn_designs(view);
    const bool direct = designs.back().name == contender_words(direct_search);
    const std::string caption = fmt::format(
        "As the problem draws them, replicate {}{}: the design at the center of the bounds and the "
        "optimum found on each model.{}",
        view.replicate.replicate,
        view.where,
        direct ? " The optimum of a good surrogate lies on the one that direct search found." : "");
    std::vector<Plot> plots;
    for (std::size_t which = 0; which < designs.front().drawings.size(); ++which) {
        const Drawing& drawing = designs.front().drawings[which];
        Plot plot{
            .name = fmt::format("design_{}_{}{}", which + 1, file_part(drawing.title), view.suffix),
            .title = fmt::format("{} of the designs found", drawing.title),
            .caption = caption,
            .panels = {{.x = {.label = drawing.x_label}, .y = {.label = drawing.y_label}}},
            .columns = 1,
            .aspect = 0.48,
            .equal_axes = drawing.equal_axes};
        for (const DrawnDesign& design : designs) {
            plot.panels.front().layers.push_back(layer_of(design, which));
            plot.legend.push_back({design.name, LayerKind::line, design.style});
        }
        plots.push_back(std::move(plot));
    }
    return plots;
}

}  // namespace jennopt
