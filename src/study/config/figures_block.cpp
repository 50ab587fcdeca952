#include "study/config/figures_block.hpp"

#include "study/config/blocks.hpp"

namespace jennopt {

Slot figures_block(std::vector<SweepFigure>& figures) {
    return items_block(figures, figure_keys);
}

Keys figure_keys(SweepFigure& figure) {
    return {
        required({"name", &figure.name, "of its files"}),
        {"title", text_or_none(figure.title), "above it"},
        required({"along", &figure.along, "axis of numbers that a curve goes along"}),
        {"x", text_or_none(figure.x), "metric on the abscissa; none: the numbers of the axis"},
        required({"y", &figure.y, "metric on the ordinate; of a map: an axis of numbers"}),
        {"color", text_or_none(figure.color), "metric of a map; none: curves"},
        {"panels", text_or_none(figure.panels), "axis with a panel for each of its values"},
        {"surrogates", &figure.surrogates, "those drawn; none named: all"},
        {"against", text_or_none(figure.against), "surrogate that the others are compared with"},
        {"log_x", flag_or_none(figure.log_x), "logarithmic abscissa; none: as suits its metric"},
        {"log_y", flag_or_none(figure.log_y), "logarithmic ordinate; none: as suits its metric"},
        {"slopes", &figure.slopes, "give the exponent of each curve, fitted on log axes"},
        {"target",
         number_or_none(figure.target),
         "level of y: state where a curve first reaches it"},
    };
}

std::string figures_text(std::vector<SweepFigure> figures) {
    return figures.empty() ? "" : emit(figures_block(figures).write());
}

std::vector<SweepFigure> figures_from(const std::string& text, const std::string& source) {
    std::vector<SweepFigure> figures;
    if (!text.empty()) {
        ConfigErrors errors;
        const Document block = parse(text, {source, 0, 0, 0}, errors);
        figures_block(figures).read({block, "figures", errors});
        errors.throw_if_any();
    }
    return figures;
}

}  // namespace jennopt
