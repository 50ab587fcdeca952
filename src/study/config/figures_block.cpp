#include "study/config/figures_block.hpp"

#include "study/config/collections.hpp"
#include "study/config/external_block.hpp"

#include <optional>

namespace jennopt {

namespace {

Custom number_or_none(std::optional<double>& number) {
    const auto read_number =
        [&number](const Document& node, const std::string& path, ConfigErrors& errors) {
            number = to_real(node);
            if (!number) {
                refuse(node, path, "a number", errors);
            }
        };
    return {
        "number", "none", read_number, [&number] { return number ? scalar(*number) : Document{}; }};
}

Custom flag_or_none(std::optional<bool>& flag) {
    const auto read_flag =
        [&flag](const Document& node, const std::string& path, ConfigErrors& errors) {
            flag = to_bool(node);
            if (!flag) {
                refuse(node, path, "true or false", errors);
            }
        };
    return {
        "true or false", "none", read_flag, [&flag] { return flag ? scalar(*flag) : Document{}; }};
}

}  // namespace

Custom figures_block(std::vector<SweepFigure>& figures) {
    return items_block(figures, figure_keys);
}

Keys figure_keys(SweepFigure& figure) {
    return {
        {"name", &figure.name, "of its files", {}, true},
        {"title", text_or_none(figure.title), "above it"},
        {"along", &figure.along, "axis of numbers that a curve goes along", {}, true},
        {"x", text_or_none(figure.x), "metric on the abscissa; none: the numbers of the axis"},
        {"y", &figure.y, "metric on the ordinate; of a map: an axis of numbers", {}, true},
        {"color", text_or_none(figure.color), "metric of a map; none: curves"},
        {"panels", text_or_none(figure.panels), "axis with a panel for each of its values"},
        {"surrogates", &figure.surrogates, "those drawn; none named: all"},
        {"against", text_or_none(figure.against), "surrogate that the others are compared with"},
        {"log_x", flag_or_none(figure.log_x), "logarithmic abscissa; none: as suits its metric"},
        {"log_y", flag_or_none(figure.log_y), "logarithmic ordinate; none: as suits its metric"},
        {"slopes", &figure.slopes, "give the exponent of each curve, fitted on log axes"},
        {"target", number_or_none(figure.target), "level of y: say where a curve first reaches it"},
    };
}

std::string figures_text(std::vector<SweepFigure> figures) {
    return figures.empty() ? "" : emit(figures_block(figures).write());
}

std::vector<SweepFigure> figures_from(const std::string& text, const std::string& source) {
    std::vector<SweepFigure> figures;
    if (text.empty()) {
        return figures;
    }
    ConfigErrors errors;
    figures_block(figures).read(parse(text, {source, 0, 0, 0}, errors), "figures", errors);
    errors.throw_if_any();
    return figures;
}

}  // namespace jennopt
