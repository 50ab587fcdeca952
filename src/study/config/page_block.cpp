#include "study/config/page_block.hpp"

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

/// Values of axes as an arm's label has them; a named value is its name.
Custom choices_block(std::map<std::string, std::string>& choices) {
    return map_block<std::string>(
        choices,
        "a map of axes and values, as in {sampling.count: 10}",
        [](const Document& node, const std::string& path, std::string& text, ConfigErrors& errors) {
            if (node.kind == Document::Kind::empty) {
                refuse(node, path, "a value of the axis", errors);
            }
            text = one_line(node);
        },
        [](std::string& text) { return scalar(text); });
}

}  // namespace

Keys page_keys(Page& page) {
    return {
        {"title", text_or_none(page.title), "above the study"},
        {"note", text_or_none(page.note), "paragraphs below it, an empty line between two"},
        {"shown", &page.shown, "names of figures, in the order of the page"},
        {"figures",
         items_block(page.figures, figure_keys),
         "made besides those of every report, see below"},
        {"published", items_block(page.published, published_keys), "to compare with, see below"},
    };
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
        {"log_x", &figure.log_x, "logarithmic abscissa"},
        {"log_y", &figure.log_y, "logarithmic ordinate"},
        {"slopes", &figure.slopes, "give the exponent of each curve, fitted on log axes"},
        {"target", number_or_none(figure.target), "level of y: say where a curve first reaches it"},
    };
}

Keys published_keys(Published& published) {
    return {
        {"what", &published.what, "the statement in words", {}, true},
        {"source", text_or_none(published.source), "where it stands, \"Fig. 2c\""},
        {"arms", choices_block(published.arms), "axis: value; axes not named: all their values"},
        {"metric", &published.metric, "that it is about, as in summary.csv", {}, true},
        {"surrogate", text_or_none(published.surrogate), "whose value is given"},
        {"value", number_or_none(published.value), "of the metric"},
        {"reading", &published.reading, "the value is known to +- this", at_least(0)},
        {"better", text_or_none(published.better), "or: this surrogate is better ..."},
        {"than", text_or_none(published.than), "... than this one"},
    };
}

std::string page_text(Page page) {
    return emit(write(page_keys(page)));
}

Page page_from(const std::string& text, const std::string& source) {
    ConfigErrors errors;
    Page page;
    read(parse(text, {source, 0, 0, 0}, errors), "page", page_keys(page), errors);
    errors.throw_if_any();
    return page;
}

}  // namespace jennopt
